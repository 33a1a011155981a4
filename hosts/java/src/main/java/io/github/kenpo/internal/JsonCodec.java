package io.github.kenpo.internal;

import io.github.kenpo.types.Reason;

/** Values of {@code io.github.kenpo.types} as JSON, and back. */
public final class JsonCodec {
    private static final String TYPES = Reason.class.getPackageName();

    private JsonCodec() {}

    /**
     * Writes a value.
     *
     * @param value a value of one of the types
     * @return its JSON in UTF-8
     * @throws JsonFault if it is of no such type, or holds what JSON of the contract cannot
     */
    public static byte[] encode(Object value) {
        hold(value.getClass());
        JsonWriter out = new JsonWriter();
        Types.write(out, value);
        return out.bytes();
    }

    /**
     * Reads a value.
     *
     * @param <T> its type
     * @param json JSON in UTF-8
     * @param type its type
     * @return the value
     * @throws JsonFault if it is no JSON of that type
     */
    public static <T> T decode(byte[] json, Class<T> type) {
        hold(type);
        JsonReader in = new JsonReader(json);
        T value = type.cast(Types.read(in, type));
        in.end();
        return value;
    }

    private static void hold(Class<?> type) {
        if (!type.getPackageName().equals(TYPES)) {
            throw new JsonFault();
        }
    }
}
