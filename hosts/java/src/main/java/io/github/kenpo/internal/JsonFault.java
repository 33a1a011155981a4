package io.github.kenpo.internal;

/** A text or a value that is not what was asked for. It carries nothing of it, and no stack trace. */
public final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonFault() {
        super(null, null, false, false);
    }
}
