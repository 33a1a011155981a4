package io.github.kenpo;

import io.github.kenpo.internal.Catalogue;
import io.github.kenpo.types.Check;
import io.github.kenpo.types.ErrorCode;
import io.github.kenpo.types.Reason;
import io.github.kenpo.types.ValueRead;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What reasons and errors say, in Japanese ({@code "ja"}) and English ({@code "en"}). A language is read when it is first asked for. */
public final class Messages {
    private static final List<String> LANGUAGES = List.of("en", "ja");
    private static final Map<String, Messages> LOADED = new ConcurrentHashMap<>();

    private final Map<String, Message> reasons;
    private final Map<String, Message> errors;

    private Messages(Catalogue catalogue) {
        reasons = messages(catalogue.reasons());
        errors = messages(catalogue.errors());
    }

    /**
     * The message of a reason.
     *
     * @param reason the reason
     * @param language {@code "ja"} or {@code "en"}
     * @return the message; null for {@link Reason#UNKNOWN}
     * @throws IllegalArgumentException if there are no messages in the language
     */
    public static @Nullable Message of(Reason reason, String language) {
        return in(language).reasons.get(reason.wireName());
    }

    /**
     * The message of an error's code.
     *
     * @param code the code
     * @param language {@code "ja"} or {@code "en"}
     * @return the message; null for {@link ErrorCode#UNKNOWN}
     * @throws IllegalArgumentException if there are no messages in the language
     */
    public static @Nullable Message of(ErrorCode code, String language) {
        return in(language).errors.get(code.wireName());
    }

    /**
     * The message of a check's code, with the values that the check read in the place of their names. Values stand as they are in the
     * check: dates such as {@code 2024-02-18}, instants in RFC 3339.
     *
     * @param check a check of an answer
     * @param language {@code "ja"} or {@code "en"}
     * @return the message; null for {@link Reason#UNKNOWN}
     * @throws IllegalArgumentException if there are no messages in the language
     */
    public static @Nullable Message explain(Check check, String language) {
        Message message = of(check.code(), language);
        if (message == null) {
            return null;
        }
        return new Message(
                filled(message.text(), check),
                filled(message.cause(), check),
                filled(message.remedy(), check),
                message.operator() == null ? null : filled(message.operator(), check),
                message.brief() == null ? null : filled(message.brief(), check),
                message.easy() == null ? null : filled(message.easy(), check));
    }

    private static String filled(String text, Check check) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open; (open = text.indexOf('{', from)) >= 0; ) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            String name = text.substring(open + 1, close);
            String value = check.values().stream()
                    .filter(read -> read.name().equals(name))
                    .map(ValueRead::value)
                    .findFirst()
                    .orElse(text.substring(open, close + 1));
            filled.append(text, from, open).append(value);
            from = close + 1;
        }
        return filled.append(text, from, text.length()).toString();
    }

    private static Messages in(String language) {
        if (!LANGUAGES.contains(language)) {
            throw new IllegalArgumentException("messages are there in " + String.join(" and ", LANGUAGES));
        }
        return LOADED.computeIfAbsent(language, Messages::load);
    }

    private static Messages load(String language) {
        try (InputStream in = Messages.class.getResourceAsStream("messages.json")) {
            if (in == null) {
                throw new IllegalStateException("kenpo's messages.json is missing from its package");
            }
            return new Messages(Catalogue.read(in.readAllBytes(), language));
        } catch (IOException e) {
            throw new IllegalStateException("kenpo's messages.json cannot be read", e);
        }
    }

    private static Map<String, Message> messages(Map<String, @Nullable String[]> entries) {
        return entries.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> {
            @Nullable String[] texts = entry.getValue();
            return new Message(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]);
        }));
    }
}
