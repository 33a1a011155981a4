package io.github.kenpo;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The library through JNA's direct mapping. Arrays are copied both ways. */
final class JnaAbi extends Abi {
    JnaAbi(Path file) {
        if (Native.SIZE_T_SIZE != Long.BYTES || Native.POINTER_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("kenpo needs a 64-bit JVM");
        }
        NativeLibrary library = NativeLibrary.getInstance(file.toString());
        // Before anything else is asked of it, even which functions it has.
        checkVersion(library.getFunction("kenpo_abi_version").invokeInt(new Object[0]), library.getFile());
        Native.register(JnaAbi.class, library);
    }

    private static native int kenpo_abi_version();

    private static native Pointer kenpo_version();

    private static native void kenpo_buf_free(long[] buffer);

    private static native int kenpo_programme_parse(
            byte[] document, long documentLen, long[] programmeOut, long[] errOut);

    private static native void kenpo_programme_free(long programme);

    private static native int kenpo_answer(
            long programmeOrNull,
            byte[] op,
            long opLen,
            byte[] request,
            long requestLen,
            long[] answerOut,
            long[] errOut);

    private static native int kenpo_insurer_number_reason(byte[] text, long textLen, int[] reasonOut);

    private static native int kenpo_insurer_number_reasons(byte[] records8, long count, byte[] reasonsOut);

    private static native int kenpo_match_key(
            byte[] text, long textLen, byte[] keyOut, long keyCap, long[] keyLenOut);

    private static native int kenpo_match_keys(
            Pointer texts,
            long textsLen,
            Pointer textOffsets,
            long count,
            Pointer keysOut,
            long keysCap,
            Pointer keyOffsetsOut,
            long[] faultOut);

    private static native int kenpo_coupon_last_day(long programme, int issuedYmd, int[] lastYmdOut);

    private static native int kenpo_eligibility_reasons(
            long programme, byte[] service, long serviceLen, long people, long count, byte[] reasonsOut);

    private static native int kenpo_slot_states(
            long programme, byte[] service, long serviceLen, long now, long slots, long count, byte[] statesOut);

    private static native int kenpo_booking_deadline(
            long programme,
            byte[] service,
            long serviceLen,
            int which,
            int dateYmd,
            long[] instantOut,
            int[] lastYmdOut);

    private static native int kenpo_slot_deadlines(
            long programme,
            byte[] service,
            long serviceLen,
            int which,
            Pointer datesYmd,
            long count,
            Pointer instantsOut,
            Pointer lastYmdsOut);

    private static native int kenpo_subsidy_yen(
            long programme, byte[] service, long serviceLen, int onYmd, long costYen, long[] yenOut);

    private static native int kenpo_subsidies_yen(
            long programme, byte[] service, long serviceLen, int onYmd, Pointer costsYen, long count, Pointer yenOut);

    private static native int kenpo_steps_accrue(
            long programme,
            int[] delivery,
            long[] days,
            long daysLen,
            long[] credited,
            long creditedLen,
            long[] creditsOut,
            long creditsCap,
            long[] creditsLenOut,
            int[] reasonsOut);

    private static native int kenpo_steps_accrue(
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

    private static native int kenpo_members_accrue(
            long programme,
            long membersLen,
            long deliveries,
            long deliveriesLen,
            long deliveryOffsets,
            long days,
            long daysLen,
            long dayOffsets,
            long credited,
            long creditedLen,
            long creditedOffsets,
            long creditsOut,
            long creditsCap,
            long creditOffsetsOut,
            long pointsOut,
            long reasonsOut,
            long faultOut);

    private static native int kenpo_credits_per_record(long programme, long[] creditsOut);

    @Override
    int abiVersion() {
        return kenpo_abi_version();
    }

    @Override
    String version() {
        return kenpo_version().getString(0, "UTF-8");
    }

    @Override
    long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    @Override
    int parse(byte[] document, long[] programmeOut, byte[][] errOut) {
        long[] error = new long[2];
        int status = kenpo_programme_parse(document, document.length, programmeOut, error);
        errOut[0] = take(error);
        return status;
    }

    @Override
    void free(long programme) {
        kenpo_programme_free(programme);
    }

    @Override
    int answer(long programme, byte[] operation, byte[] request, byte[][] answerOut, byte[][] errOut) {
        long[] answer = new long[2];
        long[] error = new long[2];
        int status = kenpo_answer(programme, operation, operation.length, request, request.length, answer, error);
        answerOut[0] = take(answer);
        errOut[0] = take(error);
        return status;
    }

    /** Copies what the library wrote, if it did, and releases it. */
    private static byte @Nullable [] take(long[] buffer) {
        if (buffer[0] == 0) {
            return null;
        }
        try {
            return new Pointer(buffer[0]).getByteArray(0, size(buffer[1]));
        } finally {
            kenpo_buf_free(buffer);
        }
    }

    @Override
    int insurerNumberReason(byte[] text, int[] reasonOut) {
        return kenpo_insurer_number_reason(text, text.length, reasonOut);
    }

    @Override
    int insurerNumberReasons(byte[] records8, byte[] reasonsOut) {
        return kenpo_insurer_number_reasons(records8, reasonsOut.length, reasonsOut);
    }

    @Override
    int matchKey(byte[] text, byte[] keyOut, long[] keyLenOut) {
        return kenpo_match_key(text, text.length, keyOut, keyOut.length, keyLenOut);
    }

    @Override
    int matchKeys(byte[] texts, long[] textOffsets, byte[] keysOut, long[] keyOffsetsOut, long[] faultOut) {
        int count = textOffsets.length - 1;
        long offsets = (long) Long.BYTES * textOffsets.length;
        long text = 2 * offsets;
        long keys = text + texts.length;
        try (Memory memory = new Memory(keys + keysOut.length + 1)) {
            memory.write(0, textOffsets, 0, textOffsets.length);
            memory.write(text, texts, 0, texts.length);
            int status = kenpo_match_keys(
                    memory.share(text), texts.length, memory, count, memory.share(keys), keysOut.length, memory.share(offsets), faultOut);
            memory.read(offsets, keyOffsetsOut, 0, keyOffsetsOut.length);
            memory.read(keys, keysOut, 0, keysOut.length);
            // Names are not left behind in memory that others get.
            memory.clear();
            return status;
        }
    }

    @Override
    int couponLastDay(long programme, int issuedYmd, int[] lastYmdOut) {
        return kenpo_coupon_last_day(programme, issuedYmd, lastYmdOut);
    }

    @Override
    int eligibilityCheck(long programme, byte[] service, long people, byte[] reasonsOut) {
        return kenpo_eligibility_reasons(programme, service, service.length, people, reasonsOut.length, reasonsOut);
    }

    @Override
    int slotStates(long programme, byte[] service, long now, long slots, byte[] statesOut) {
        return kenpo_slot_states(programme, service, service.length, now, slots, statesOut.length, statesOut);
    }

    @Override
    int bookingDeadline(
            long programme, byte[] service, int which, int dateYmd, long[] instantOut, int[] lastYmdOut) {
        return kenpo_booking_deadline(programme, service, service.length, which, dateYmd, instantOut, lastYmdOut);
    }

    @Override
    int slotDeadlines(
            long programme, byte[] service, int which, int[] datesYmd, long[] instantsOut, int[] lastYmdsOut) {
        int count = datesYmd.length;
        long dates = (long) Long.BYTES * count;
        long last = dates + (long) Integer.BYTES * count;
        try (Memory memory = new Memory(last + (long) Integer.BYTES * count + 1)) {
            memory.write(dates, datesYmd, 0, count);
            int status = kenpo_slot_deadlines(
                    programme, service, service.length, which, memory.share(dates), count, memory, memory.share(last));
            memory.read(0, instantsOut, 0, count);
            memory.read(last, lastYmdsOut, 0, count);
            return status;
        }
    }

    @Override
    int subsidy(long programme, byte[] service, int onYmd, long costYen, long[] yenOut) {
        return kenpo_subsidy_yen(programme, service, service.length, onYmd, costYen, yenOut);
    }

    /** An array would be copied both ways, whether it is an input or an output. */
    @Override
    int subsidies(long programme, byte[] service, int onYmd, int[] costsYen, int[] yenOut) {
        int count = costsYen.length;
        long out = (long) Integer.BYTES * count;
        try (Memory memory = new Memory(2 * out + 1)) {
            memory.write(0, costsYen, 0, count);
            int status =
                    kenpo_subsidies_yen(programme, service, service.length, onYmd, memory, count, memory.share(out));
            memory.read(out, yenOut, 0, count);
            return status;
        }
    }

    @Override
    int stepsAccrue(
            long programme,
            int[] delivery,
            long[] days,
            long daysLen,
            long[] credited,
            long creditedLen,
            long[] creditsOut,
            long creditsCap,
            long[] creditsLenOut,
            int[] reasonsOut) {
        return kenpo_steps_accrue(
                programme, delivery, days, daysLen, credited, creditedLen, creditsOut, creditsCap, creditsLenOut, reasonsOut);
    }

    @Override
    int stepsAccrue(
            long programme,
            long delivery,
            long days,
            long daysLen,
            long credited,
            long creditedLen,
            long creditsOut,
            long creditsCap,
            long creditsLenOut,
            long reasonsOut) {
        return kenpo_steps_accrue(
                programme, delivery, days, daysLen, credited, creditedLen, creditsOut, creditsCap, creditsLenOut, reasonsOut);
    }

    @Override
    int membersAccrue(
            long programme,
            long membersLen,
            long deliveries,
            long deliveriesLen,
            long deliveryOffsets,
            long days,
            long daysLen,
            long dayOffsets,
            long credited,
            long creditedLen,
            long creditedOffsets,
            long creditsOut,
            long creditsCap,
            long creditOffsetsOut,
            long pointsOut,
            long reasonsOut,
            long faultOut) {
        return kenpo_members_accrue(
                programme, membersLen, deliveries, deliveriesLen, deliveryOffsets, days, daysLen, dayOffsets, credited,
                creditedLen, creditedOffsets, creditsOut, creditsCap, creditOffsetsOut, pointsOut, reasonsOut, faultOut);
    }

    @Override
    int creditsPerRecord(long programme, long[] creditsOut) {
        return kenpo_credits_per_record(programme, creditsOut);
    }
}
