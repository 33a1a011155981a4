package io.github.kenpo;

import io.github.kenpo.internal.Catalogue;
import io.github.kenpo.types.Allowed;
import io.github.kenpo.types.Check;
import io.github.kenpo.types.ErrorCode;
import io.github.kenpo.types.Fault;
import io.github.kenpo.types.Reason;
import io.github.kenpo.types.ValueRead;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What reasons and errors say, in Japanese ({@code "ja"}) and English ({@code "en"}). A language is read when it is first asked for. */
public final class Messages {
    private static final List<String> LANGUAGES = List.of("en", "ja");
    private static final Map<String, Messages> LOADED = new ConcurrentHashMap<>();

    /** The most words of a list that are told. */
    private static final int LISTED = 40;
    /** The bound of all numbers, which tells nothing. */
    private static final long MAX_SAFE = (1L << 53) - 1;

    private final Map<String, Message> reasons;
    private final Map<String, Message> errors;
    private final Map<String, String> words;

    private Messages(Catalogue catalogue) {
        reasons = messages(catalogue.reasons());
        errors = messages(catalogue.errors());
        words = catalogue.words().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue()[0]));
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
        Function<String, @Nullable String> value = name -> check.values().stream()
                .filter(read -> read.name().equals(name))
                .map(ValueRead::value)
                .findFirst()
                .orElse(null);
        return new Message(
                filled(message.text(), value),
                filled(message.cause(), value),
                filled(message.remedy(), value),
                message.operator() == null ? null : filled(message.operator(), value),
                message.brief() == null ? null : filled(message.brief(), value),
                message.easy() == null ? null : filled(message.easy(), value));
    }

    /**
     * What a fault of a document says, as {@code programme.check} answers it, in one text: what is wrong, what was meant, the other
     * setting, and what is allowed.
     *
     * @param fault a fault of an answer
     * @param language {@code "ja"} or {@code "en"}
     * @return the text; null for {@link ErrorCode#UNKNOWN}
     * @throws IllegalArgumentException if there are no messages in the language
     */
    public static @Nullable String explainFault(Fault fault, String language) {
        Messages in = in(language);
        Message error = in.errors.get(fault.code().wireName());
        if (error == null) {
            return null;
        }
        String text = error.text();
        if (fault.meant() != null) {
            text = in.further(text, in.word("meant", Map.of("meant", fault.meant())));
        }
        if (fault.other() != null) {
            text = in.further(text, in.word("other", Map.of("path", fault.other())));
        }
        String allowed = fault.allowed() == null ? null : in.allowed(fault.allowed());
        return allowed == null ? text : in.further(text, in.word("allowed", Map.of("allowed", allowed)));
    }

    private @Nullable String allowed(Allowed allowed) {
        String kind = allowed.kind() == null ? null : words.getOrDefault("kind_" + allowed.kind(), allowed.kind());
        String range = range(bound(allowed.atLeast()), bound(allowed.atMost()));
        if (kind != null && range != null) {
            kind = word("range_of_kind", Map.of("kind", kind, "range", range));
        } else if (range != null) {
            kind = range;
        }
        String list = null;
        if (!allowed.choices().isEmpty()) {
            list = some(allowed.choices());
        } else if (!allowed.keys().isEmpty()) {
            list = some(allowed.keys());
        } else if (!allowed.idsOf().isEmpty()) {
            list = word("ids_of", Map.of("lists", some(allowed.idsOf())));
        }
        if (kind != null && list != null) {
            return word("list_of_kind", Map.of("kind", kind, "list", list));
        }
        return kind == null ? list : kind;
    }

    private @Nullable String range(@Nullable String least, @Nullable String most) {
        if (least != null && most != null) {
            return word("from_to", Map.of("least", least, "most", most));
        }
        if (least != null) {
            return word("or_more", Map.of("least", least));
        }
        return most == null ? null : word("or_less", Map.of("most", most));
    }

    private static @Nullable String bound(@Nullable Long bound) {
        return bound == null || Math.abs(bound) >= MAX_SAFE ? null : Long.toString(bound);
    }

    private static String some(List<String> list) {
        String some = String.join(", ", list.subList(0, Math.min(list.size(), LISTED)));
        return list.size() > LISTED ? some + ", …" : some;
    }

    private String further(String before, String after) {
        return word("sentences", Map.of("before", before, "after", after));
    }

    private String word(String name, Map<String, String> values) {
        return filled(words.getOrDefault(name, name), values::get);
    }

    private static String filled(String text, Function<String, @Nullable String> values) {
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
            String value = values.apply(name);
            filled.append(text, from, open).append(value == null ? text.substring(open, close + 1) : value);
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
