package io.github.kenpo;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.github.kenpo.types.Failure;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The library's functions as they are. Direct mapping; {@code size_t} is a {@code long}, so that 64 bits are needed.
 * Outputs are arrays, which JNA copies back: one element for a number or pointer, two for a {@code kenpo_buf}.
 */
final class Abi {
    static final int VERSION = 1;

    static {
        if (Native.SIZE_T_SIZE != Long.BYTES || Native.POINTER_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("kenpo needs a 64-bit JVM");
        }
        NativeLibrary library = LibraryFinder.load();
        // Before anything else is asked of it, even which functions it has.
        checkVersion(library.getFunction("kenpo_abi_version").invokeInt(new Object[0]), library.getFile());
        Native.register(Abi.class, library);
    }

    private Abi() {}

    static void checkVersion(int version, @Nullable Object library) {
        if (version != VERSION) {
            throw new UnsatisfiedLinkError(
                    library + " has ABI version " + version + "; this package needs " + VERSION);
        }
    }

    static native int kenpo_abi_version();

    static native Pointer kenpo_version();

    static native void kenpo_buf_free(long[] buffer);

    static native int kenpo_programme_parse(byte[] document, long documentLen, long[] programmeOut, long[] errOut);

    static native void kenpo_programme_free(Pointer programme);

    static native int kenpo_answer(
            @Nullable Pointer programmeOrNull,
            byte[] op,
            long opLen,
            byte[] request,
            long requestLen,
            long[] answerOut,
            long[] errOut);

    static native int kenpo_insurer_number_check(byte[] text, long textLen, int[] reasonOut);

    static native int kenpo_insurer_numbers_check(byte[] records8, long count, byte[] reasonsOut);

    static native int kenpo_name_match_key(byte[] text, long textLen, byte[] keyOut, long keyCap, long[] keyLenOut);

    static native int kenpo_coupon_last_day(Pointer programme, int issuedYmd, int[] lastYmdOut);

    static native int kenpo_eligibility_check(
            Pointer programme, byte[] service, long serviceLen, ByteBuffer people, long count, byte[] reasonsOut);

    static native int kenpo_slot_states(
            Pointer programme, byte[] service, long serviceLen, long now, ByteBuffer slots, long count, byte[] statesOut);

    static native int kenpo_booking_deadline(
            Pointer programme,
            byte[] service,
            long serviceLen,
            int which,
            int dateYmd,
            long[] instantOut,
            int[] lastYmdOut);

    static native int kenpo_subsidy(
            Pointer programme, byte[] service, long serviceLen, int onYmd, long costYen, long[] yenOut);

    static native int kenpo_subsidies(
            Pointer programme, byte[] service, long serviceLen, int onYmd, Pointer costsYen, long count, Pointer yenOut);

    static native int kenpo_steps_accrue(
            Pointer programme,
            int[] delivery,
            long[] days,
            long daysLen,
            long[] credited,
            long creditedLen,
            long[] creditsOut,
            long creditsCap,
            long[] creditsLenOut,
            int[] reasonsOut);

    /** The same by addresses, in memory that is kept: arrays are copied both ways. */
    static native int kenpo_steps_accrue(
            long programme,
            long delivery,
            long days,
            long daysLen,
            long credited,
            long creditedLen,
            long creditsOut,
            long creditsCap,
            long creditsLenOut,
            long reasonsOut);

    static native int kenpo_credits_per_record(Pointer programme, long[] creditsOut);

    /** Asks the complete lane. */
    static byte[] answer(@Nullable Pointer programme, String operation, byte[] request) {
        byte[] op = Json.utf8(operation);
        long[] answer = new long[2];
        long[] error = new long[2];
        check(kenpo_answer(programme, op, op.length, request, request.length, answer, error), error);
        return take(answer);
    }

    /** Fails on a status of the typed lane that is not 0. */
    static void check(int status) {
        if (status != 0) {
            throw new KenpoException(Status.ofNumber(status), null);
        }
    }

    /** Fails on a status of the complete lane that is not 0, with what the library says of it. */
    static void check(int status, long[] error) {
        if (status != 0) {
            Failure failure = error[0] == 0 ? null : Json.decode(take(error), Failure.class);
            throw new KenpoException(Status.ofNumber(status), failure);
        }
    }

    /** Copies what the library wrote, and releases it. */
    private static byte[] take(long[] buffer) {
        try {
            return new Pointer(buffer[0]).getByteArray(0, Math.toIntExact(buffer[1]));
        } finally {
            kenpo_buf_free(buffer);
        }
    }
}
