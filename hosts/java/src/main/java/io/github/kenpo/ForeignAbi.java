package io.github.kenpo;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The library through {@code java.lang.foreign}. Short functions work on Java's arrays in place. Those that may take long
 * get memory outside the heap, so that a collection need not wait for them.
 */
final class ForeignAbi extends Abi {
    private static final Class<Integer> I = int.class;
    private static final Class<Long> L = long.class;
    private static final Class<byte[]> BYTES = byte[].class;
    private static final Class<int[]> INTS = int[].class;
    private static final Class<long[]> LONGS = long[].class;

    /** A {@code kenpo_buf}: an address and a length. */
    private static final int BUFFER = 16;

    /** Made by the one instance, before anything is called; static and final, a handle is compiled into its caller. */
    private static final class Handles {
        static final Path LIBRARY = LibraryFinder.find();
        static final Foreign FOREIGN = new Foreign(LIBRARY);
        static final MethodHandle ADDRESS = FOREIGN.address();
        static final MethodHandle ABI_VERSION = of("kenpo_abi_version", I);

        static {
            checkVersion(versionNumber(), LIBRARY);
        }

        static final MethodHandle MALLOC = FOREIGN.system("malloc", MethodType.methodType(L, L));
        static final MethodHandle FREE = FOREIGN.system("free", MethodType.methodType(void.class, L));
        static final MethodHandle FILL = FOREIGN.system("memset", MethodType.methodType(L, L, I, L));
        static final MethodHandle LENGTH = FOREIGN.system("strlen", MethodType.methodType(L, L));
        static final MethodHandle COPY_IN = FOREIGN.system("memcpy", MethodType.methodType(L, L, BYTES, L));
        static final MethodHandle COPY_OUT = FOREIGN.system("memcpy", MethodType.methodType(L, BYTES, L, L));
        static final MethodHandle LONGS_OUT = FOREIGN.system("memcpy", MethodType.methodType(L, LONGS, L, L));

        static final MethodHandle NAME = of("kenpo_version", L);
        static final MethodHandle BUF_FREE = FOREIGN.function("kenpo_buf_free", MethodType.methodType(void.class, L));
        static final MethodHandle PARSE = of("kenpo_programme_parse", I, L, L, L, L);
        static final MethodHandle PROGRAMME_FREE =
                FOREIGN.function("kenpo_programme_free", MethodType.methodType(void.class, L));
        static final MethodHandle ANSWER = of("kenpo_answer", I, L, L, L, L, L, L, L);
        static final MethodHandle INSURER_NUMBER = of("kenpo_insurer_number_reason", I, BYTES, L, INTS);
        static final MethodHandle INSURER_NUMBERS = of("kenpo_insurer_number_reasons", I, BYTES, L, BYTES);
        static final MethodHandle MATCH_KEY = of("kenpo_match_key", I, BYTES, L, BYTES, L, LONGS);
        static final MethodHandle MATCH_KEYS =
                of("kenpo_match_keys", I, BYTES, L, LONGS, L, BYTES, L, LONGS, LONGS);
        static final MethodHandle COUPON = of("kenpo_coupon_last_day", I, L, I, INTS);
        static final MethodHandle ELIGIBILITY = of("kenpo_eligibility_reasons", I, L, BYTES, L, L, L, BYTES);
        static final MethodHandle SLOTS = of("kenpo_slot_states", I, L, BYTES, L, L, L, L, BYTES);
        static final MethodHandle DEADLINE = of("kenpo_booking_deadline", I, L, BYTES, L, I, I, LONGS, INTS);
        static final MethodHandle DEADLINES = of("kenpo_slot_deadlines", I, L, BYTES, L, I, INTS, L, LONGS, INTS);
        static final MethodHandle SUBSIDY = of("kenpo_subsidy_yen", I, L, BYTES, L, I, L, LONGS);
        static final MethodHandle SUBSIDIES = of("kenpo_subsidies_yen", I, L, BYTES, L, I, INTS, L, INTS);
        static final MethodHandle STEPS = of("kenpo_steps_accrue", I, L, INTS, LONGS, L, LONGS, L, LONGS, L, LONGS, INTS);
        static final MethodHandle STEPS_AT = of("kenpo_steps_accrue", I, L, L, L, L, L, L, L, L, L, L);
        static final MethodHandle MEMBERS =
                of("kenpo_members_accrue", I, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L);
        static final MethodHandle CREDITS = of("kenpo_credits_per_record", I, L, LONGS);

        private static MethodHandle of(String name, Class<?> result, Class<?>... parameters) {
            return FOREIGN.function(name, MethodType.methodType(result, parameters));
        }

        private static int versionNumber() {
            try {
                return (int) ABI_VERSION.invokeExact();
            } catch (Throwable e) {
                throw fault(e);
            }
        }
    }

    ForeignAbi() {
        abiVersion();
    }

    /** What a function of C throws can only be a fault of the JVM or of this package. */
    private static RuntimeException fault(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }

    @Override
    int abiVersion() {
        try {
            return (int) Handles.ABI_VERSION.invokeExact();
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    String version() {
        try {
            long name = (long) Handles.NAME.invokeExact();
            byte[] text = bytes(name, (long) Handles.LENGTH.invokeExact(name));
            return new String(text, StandardCharsets.UTF_8);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    long address(ByteBuffer direct) {
        try {
            return (long) Handles.ADDRESS.invokeExact(direct);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int parse(byte[] document, long[] programmeOut, byte[][] errOut) {
        try {
            long memory = allocate(BUFFER + Long.BYTES + (long) document.length);
            try {
                long text = memory + BUFFER + Long.BYTES;
                write(new byte[BUFFER + Long.BYTES], memory);
                write(document, text);
                int status = (int) Handles.PARSE.invokeExact(text, (long) document.length, memory + BUFFER, memory);
                errOut[0] = take(memory);
                programmeOut[0] = longs(memory + BUFFER, 1)[0];
                return status;
            } finally {
                Handles.FREE.invokeExact(memory);
            }
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    void free(long programme) {
        try {
            Handles.PROGRAMME_FREE.invokeExact(programme);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int answer(long programme, byte[] operation, byte[] request, byte[][] answerOut, byte[][] errOut) {
        try {
            long size = 2 * BUFFER + (long) operation.length + request.length;
            long memory = allocate(size);
            try {
                long name = memory + 2 * BUFFER;
                long text = name + operation.length;
                write(new byte[2 * BUFFER], memory);
                write(operation, name);
                write(request, text);
                int status = (int) Handles.ANSWER.invokeExact(
                        programme, name, (long) operation.length, text, (long) request.length, memory, memory + BUFFER);
                answerOut[0] = take(memory);
                errOut[0] = take(memory + BUFFER);
                return status;
            } finally {
                // The request may hold a password.
                long filled = (long) Handles.FILL.invokeExact(memory, 0, size);
                Handles.FREE.invokeExact(memory);
            }
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int insurerNumberReason(byte[] text, int[] reasonOut) {
        try {
            return (int) Handles.INSURER_NUMBER.invokeExact(text, (long) text.length, reasonOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int insurerNumberReasons(byte[] records8, byte[] reasonsOut) {
        try {
            return (int) Handles.INSURER_NUMBERS.invokeExact(records8, (long) reasonsOut.length, reasonsOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int matchKey(byte[] text, byte[] keyOut, long[] keyLenOut) {
        try {
            return (int) Handles.MATCH_KEY.invokeExact(text, (long) text.length, keyOut, (long) keyOut.length, keyLenOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int matchKeys(byte[] texts, long[] textOffsets, byte[] keysOut, long[] keyOffsetsOut, long[] faultOut) {
        try {
            return (int) Handles.MATCH_KEYS.invokeExact(
                    texts, (long) texts.length, textOffsets, textOffsets.length - 1L, keysOut, (long) keysOut.length, keyOffsetsOut,
                    faultOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int couponLastDay(long programme, int issuedYmd, int[] lastYmdOut) {
        try {
            return (int) Handles.COUPON.invokeExact(programme, issuedYmd, lastYmdOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int eligibilityCheck(long programme, byte[] service, long people, byte[] reasonsOut) {
        try {
            return (int) Handles.ELIGIBILITY.invokeExact(
                    programme, service, (long) service.length, people, (long) reasonsOut.length, reasonsOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int slotStates(long programme, byte[] service, long now, long slots, byte[] statesOut) {
        try {
            return (int) Handles.SLOTS.invokeExact(
                    programme, service, (long) service.length, now, slots, (long) statesOut.length, statesOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int bookingDeadline(
            long programme, byte[] service, int which, int dateYmd, long[] instantOut, int[] lastYmdOut) {
        try {
            return (int) Handles.DEADLINE.invokeExact(
                    programme, service, (long) service.length, which, dateYmd, instantOut, lastYmdOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int slotDeadlines(
            long programme, byte[] service, int which, int[] datesYmd, long[] instantsOut, int[] lastYmdsOut) {
        try {
            return (int) Handles.DEADLINES.invokeExact(
                    programme, service, (long) service.length, which, datesYmd, (long) datesYmd.length, instantsOut, lastYmdsOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int subsidy(long programme, byte[] service, int onYmd, long costYen, long[] yenOut) {
        try {
            return (int) Handles.SUBSIDY.invokeExact(
                    programme, service, (long) service.length, onYmd, costYen, yenOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int subsidies(long programme, byte[] service, int onYmd, int[] costsYen, int[] yenOut) {
        try {
            return (int) Handles.SUBSIDIES.invokeExact(
                    programme, service, (long) service.length, onYmd, costsYen, (long) costsYen.length, yenOut);
        } catch (Throwable e) {
            throw fault(e);
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
        try {
            return (int) Handles.STEPS.invokeExact(
                    programme, delivery, days, daysLen, credited, creditedLen, creditsOut, creditsCap, creditsLenOut, reasonsOut);
        } catch (Throwable e) {
            throw fault(e);
        }
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
        try {
            return (int) Handles.STEPS_AT.invokeExact(
                    programme, delivery, days, daysLen, credited, creditedLen, creditsOut, creditsCap, creditsLenOut, reasonsOut);
        } catch (Throwable e) {
            throw fault(e);
        }
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
        try {
            return (int) Handles.MEMBERS.invokeExact(
                    programme, membersLen, deliveries, deliveriesLen, deliveryOffsets, days, daysLen, dayOffsets, credited,
                    creditedLen, creditedOffsets, creditsOut, creditsCap, creditOffsetsOut, pointsOut, reasonsOut, faultOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    @Override
    int creditsPerRecord(long programme, long[] creditsOut) {
        try {
            return (int) Handles.CREDITS.invokeExact(programme, creditsOut);
        } catch (Throwable e) {
            throw fault(e);
        }
    }

    private static long allocate(long bytes) throws Throwable {
        long memory = (long) Handles.MALLOC.invokeExact(bytes);
        if (memory == 0) {
            throw new OutOfMemoryError("no memory outside the heap");
        }
        return memory;
    }

    private static void write(byte[] bytes, long to) throws Throwable {
        if (bytes.length <= PIECE) {
            long copied = (long) Handles.COPY_IN.invokeExact(to, bytes, (long) bytes.length);
            return;
        }
        byte[] piece = new byte[PIECE];
        for (int from = 0; from < bytes.length; from += PIECE) {
            int length = Math.min(PIECE, bytes.length - from);
            System.arraycopy(bytes, from, piece, 0, length);
            long copied = (long) Handles.COPY_IN.invokeExact(to + from, piece, (long) length);
        }
    }

    private static byte[] bytes(long from, long length) throws Throwable {
        byte[] bytes = new byte[size(length)];
        if (length <= PIECE) {
            long copied = (long) Handles.COPY_OUT.invokeExact(bytes, from, length);
            return bytes;
        }
        byte[] piece = new byte[PIECE];
        for (int to = 0; to < bytes.length; to += PIECE) {
            int rest = Math.min(PIECE, bytes.length - to);
            long copied = (long) Handles.COPY_OUT.invokeExact(piece, from + to, (long) rest);
            System.arraycopy(piece, 0, bytes, to, rest);
        }
        return bytes;
    }

    private static long[] longs(long from, int count) throws Throwable {
        long[] longs = new long[count];
        long copied = (long) Handles.LONGS_OUT.invokeExact(longs, from, (long) count * Long.BYTES);
        return longs;
    }

    /** Copies what the library wrote, if it did, and releases it. */
    private static byte @Nullable [] take(long buffer) throws Throwable {
        long[] parts = longs(buffer, 2);
        if (parts[0] == 0) {
            return null;
        }
        try {
            return bytes(parts[0], parts[1]);
        } finally {
            Handles.BUF_FREE.invokeExact(buffer);
        }
    }
}
