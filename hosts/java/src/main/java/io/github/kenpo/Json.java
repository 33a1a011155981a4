package io.github.kenpo;

import io.github.kenpo.internal.JsonCodec;
import io.github.kenpo.internal.JsonFault;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The contract's JSON: keys in their order, nothing absent written, no spaces, UTF-8 without escapes. Reading what the
 * library wrote and writing it again gives the same bytes.
 */
public final class Json {
    private Json() {}

    /**
     * Writes a request, an answer or a part of either. Instants are written in whole seconds; what is less is cut off.
     *
     * @param value a value of {@link io.github.kenpo.types}
     * @return its JSON in UTF-8
     * @throws IllegalArgumentException if it is no such value, or holds a date outside the years 0 to 9999
     * @throws KenpoException {@link Status#TOO_LARGE} if it is longer than a Java array can be
     */
    public static byte[] encode(Object value) {
        try {
            return JsonCodec.encode(value);
        } catch (JsonFault fault) {
            if (fault.isTooLarge()) {
                throw new KenpoException(Status.TOO_LARGE, null);
            }
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName());
        }
    }

    /**
     * Reads a request, an answer or a part of either. Unknown keys are passed over, for a newer library may say more;
     * null is refused, as the contract does.
     *
     * @param <T> what it is read as
     * @param json JSON in UTF-8
     * @param type a type of {@link io.github.kenpo.types}
     * @return the value
     * @throws IllegalArgumentException if it is no JSON of that type
     */
    public static <T> T decode(byte[] json, Class<T> type) {
        try {
            return JsonCodec.decode(json, type);
        } catch (JsonFault fault) {
            throw new IllegalArgumentException("not JSON of " + type.getName());
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
