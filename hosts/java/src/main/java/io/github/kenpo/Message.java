package io.github.kenpo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of a reason or an error, in one language, each on one line. A name in braces is to be filled in with the
 * value of that name, from the check of the same code; {@link Messages#explain} does so.
 *
 * @param text What it is. That of a reason may be shown to a member, that of an error is for developers.
 * @param cause Why it is so.
 * @param remedy What helps.
 * @param operator What it is, for the society's staff. An error may have neither this nor the following forms.
 * @param brief One line, for a kiosk's screen.
 * @param easy In plain words; in Japanese やさしい日本語.
 */
public record Message(
        String text,
        String cause,
        String remedy,
        @Nullable String operator,
        @Nullable String brief,
        @Nullable String easy) {
    /**
     * With every form.
     *
     * @param text What it is. That of a reason may be shown to a member, that of an error is for developers.
     * @param cause Why it is so.
     * @param remedy What helps.
     * @param operator What it is, for the society's staff. An error may have neither this nor the following forms.
     * @param brief One line, for a kiosk's screen.
     * @param easy In plain words; in Japanese やさしい日本語.
     */
    public Message {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(remedy, "remedy");
    }
}
