package io.github.kenpo;

import io.github.kenpo.types.Failure;
import org.jspecify.annotations.Nullable;

/**
 * An input that could not be used. It names what was wrong and where, never the value. A refusal that a rule makes is
 * no exception: it is the answer's {@link io.github.kenpo.types.Reason}.
 */
public final class KenpoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status status;
    private final transient @Nullable Failure failure;

    KenpoException(Status status, @Nullable Failure failure) {
        super(message(status, failure));
        this.status = status;
        this.failure = failure;
    }

    private static String message(Status status, @Nullable Failure failure) {
        if (failure == null) {
            return status.code();
        }
        String place = failure.path().isEmpty() ? "" : " at " + failure.path();
        boolean inText = failure.line() != null && failure.column() != null;
        return failure.code().wireName() + place
                + (inText ? " (line " + failure.line() + ", column " + failure.column() + ")" : "");
    }

    /**
     * Which kind of failure it is.
     *
     * @return the status
     */
    public Status status() {
        return status;
    }

    /**
     * The error as the library says it.
     *
     * @return the error, or {@code null} where there is a status only: in the calls that take no JSON
     */
    public @Nullable Failure failure() {
        return failure;
    }

    /**
     * What was wrong.
     *
     * @return the error's code such as {@code date_invalid}; where there is a status only, its name such as
     *     {@code not_in_effect}
     */
    public String code() {
        return failure == null ? status.code() : failure.code().wireName();
    }

    /**
     * Where it was wrong.
     *
     * @return a JSON Pointer (RFC 6901) into the request or document; empty for the whole of it
     */
    public String path() {
        return failure == null ? "" : failure.path();
    }

    /**
     * The line of the text.
     *
     * @return the line, from 1, or {@code null} where there is no text to point into
     */
    public @Nullable Long line() {
        return failure == null ? null : failure.line();
    }

    /**
     * The column of the text.
     *
     * @return the column, from 1, in Unicode code points, or {@code null} where there is no text to point into
     */
    public @Nullable Long column() {
        return failure == null ? null : failure.column();
    }
}
