package io.github.kenpo;

import java.util.Locale;

/** Why a call failed, as the library numbers it. */
public enum Status {
    /** The call itself was wrong; this is a fault of this package. */
    INVALID_ARGUMENT(1),
    /** The library stopped a fault of its own. It can be used on. */
    PANIC(2),
    /** The array for the answer is too small; this is a fault of this package. */
    BUFFER_TOO_SMALL(3),
    /** The request cannot be used; the error says where. */
    INVALID_REQUEST(4),
    /** The programme document cannot be used; the error says where. */
    INVALID_PROGRAMME(5),
    /** The input is longer than the operation takes. */
    TOO_LARGE(6),
    /** There is no operation of that name. */
    UNKNOWN_OPERATION(7),
    /** The operation needs a programme. */
    PROGRAMME_REQUIRED(8),
    /** The programme asks for more than this typed call can do; the operation of the same purpose does it. */
    UNSUPPORTED(9),
    /** The programme has no such setting in effect on that day. */
    NOT_IN_EFFECT(10),
    /** One that this version does not know. */
    UNKNOWN(-1);

    private final int number;

    Status(int number) {
        this.number = number;
    }

    /**
     * Its number.
     *
     * @return the number, which never changes; -1 for {@link #UNKNOWN}
     */
    public int number() {
        return number;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Status ofNumber(int number) {
        for (Status one : values()) {
            if (one.number == number) {
                return one;
            }
        }
        return UNKNOWN;
    }
}
