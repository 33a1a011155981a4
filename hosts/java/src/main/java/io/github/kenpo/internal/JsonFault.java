package io.github.kenpo.internal;

/** A text or a value that is not what was asked for. It carries nothing of it, and no stack trace. */
public final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    JsonFault() {
        this(false);
    }

    JsonFault(boolean tooLarge) {
        super(null, null, false, false);
        this.tooLarge = tooLarge;
    }

    /**
     * Whether a text would be longer than a Java array.
     *
     * @return true for that, false for whatever else is wrong
     */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
