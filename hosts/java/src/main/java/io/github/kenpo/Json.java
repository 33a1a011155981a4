package io.github.kenpo;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contract's JSON: keys in their order, nothing absent written, no spaces, UTF-8 without escapes. Reading what the
 * library wrote and writing it again gives the same bytes.
 */
public final class Json {
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    private static JsonMapper mapper() {
        // The library holds texts to its own limits before anything is read here.
        StreamReadConstraints unlimited =
                StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(unlimited)
                .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
        return JsonMapper.builder(factory)
                // A newer library may say more than this version knows.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                // An absent flag is false. Before 3.2, Jackson takes an absent primitive for a null.
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .build();
    }

    /**
     * Writes a request, an answer or a part of either.
     *
     * @param value a value of {@link io.github.kenpo.types}, or an {@link Answered}
     * @return its JSON in UTF-8
     * @throws IllegalArgumentException if it is no such value
     */
    public static byte[] encode(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JacksonException e) {
            // Without its cause, which would carry the value.
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName());
        }
    }

    /**
     * Reads a request, an answer or a part of either.
     *
     * @param <T> what it is read as
     * @param json JSON in UTF-8
     * @param type a type of {@link io.github.kenpo.types}
     * @return the value
     * @throws IllegalArgumentException if it is no JSON of that type
     */
    public static <T> T decode(byte[] json, Class<T> type) {
        return decode(json, MAPPER.constructType(type));
    }

    /**
     * Reads a whole answer.
     *
     * @param <A> the answer's type
     * @param json JSON in UTF-8
     * @param answer the answer's type
     * @return the answer, and who gave it
     * @throws IllegalArgumentException if it is no JSON of that type
     */
    public static <A> Answered<A> decodeAnswered(byte[] json, Class<A> answer) {
        return decode(json, MAPPER.getTypeFactory().constructParametricType(Answered.class, answer));
    }

    private static <T> T decode(byte[] json, JavaType type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON of " + type.toCanonical());
        }
    }

    /** The text in UTF-8; half a surrogate pair is refused, where {@code getBytes} would put a question mark. */
    static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text holds half a surrogate pair");
        }
    }
}
