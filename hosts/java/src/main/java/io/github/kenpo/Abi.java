package io.github.kenpo;

import io.github.kenpo.types.Failure;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The library's functions as they are. Addresses and {@code size_t} are a {@code long}, so that 64 bits are needed; an array
 * is handed over by its address and holds afterwards what the library wrote.
 *
 * <p>From Java 22 on they are called through {@code java.lang.foreign}, before that through JNA.
 */
abstract class Abi {
    static final int VERSION = 1;

    /** From this version of Java on, {@code java.lang.foreign} is final. */
    private static final int FOREIGN = 22;

    /** Copies between a Java array and elsewhere are cut into pieces, after each of which a collection may begin. */
    static final int PIECE = 1 << 20;

    private static final Abi ABI = load();

    static Abi abi() {
        return ABI;
    }

    private static Abi load() {
        String named = System.getProperty("kenpo.binding", Runtime.version().feature() < FOREIGN ? "jna" : "foreign");
        return named.equals("foreign") ? new ForeignAbi() : new JnaAbi(LibraryFinder.find());
    }

    static void checkVersion(int version, Object library) {
        if (version != VERSION) {
            throw new UnsatisfiedLinkError(
                    library + " has ABI version " + version + "; this package needs " + VERSION);
        }
    }

    abstract int abiVersion();

    abstract String version();

    /** The address of a direct buffer's first byte. */
    abstract long address(ByteBuffer direct);

    /** Reads a programme: its address, or an error's JSON in place of it. */
    abstract int parse(byte[] document, long[] programmeOut, byte[][] errOut);

    abstract void free(long programme);

    /** Asks the complete lane; gives the answer's JSON, or an error's. A programme of 0 is none. */
    abstract int answer(long programme, byte[] operation, byte[] request, byte[][] answerOut, byte[][] errOut);

    abstract int insurerNumberReason(byte[] text, int[] reasonOut);

    abstract int insurerNumberReasons(byte[] records8, byte[] reasonsOut);

    abstract int matchKey(byte[] text, byte[] keyOut, long[] keyLenOut);

    /** There are as many rows as offsets but one, and room for keys as long as the texts. */
    abstract int matchKeys(byte[] texts, long[] textOffsets, byte[] keysOut, long[] keyOffsetsOut, long[] faultOut);

    abstract int couponLastDay(long programme, int issuedYmd, int[] lastYmdOut);

    abstract int eligibilityCheck(long programme, byte[] service, long people, byte[] reasonsOut);

    abstract int slotStates(long programme, byte[] service, long now, long slots, byte[] statesOut);

    abstract int bookingDeadline(
            long programme, byte[] service, int which, int dateYmd, long[] instantOut, int[] lastYmdOut);

    abstract int slotDeadlines(
            long programme, byte[] service, int which, int[] datesYmd, long[] instantsOut, int[] lastYmdsOut);

    abstract int subsidy(long programme, byte[] service, int onYmd, long costYen, long[] yenOut);

    abstract int subsidies(long programme, byte[] service, int onYmd, int[] costsYen, int[] yenOut);

    abstract int stepsAccrue(
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

    /** The same by addresses, in memory that is kept. */
    abstract int stepsAccrue(
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

    /** Addresses, all of memory that is kept. */
    abstract int membersAccrue(
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

    abstract int creditsPerRecord(long programme, long[] creditsOut);

    /** Asks the complete lane. */
    static byte[] answer(long programme, String operation, byte[] request) {
        byte[][] answer = new byte[1][];
        byte[][] error = new byte[1][];
        check(ABI.answer(programme, Json.utf8(operation), request, answer, error), error);
        return answer[0];
    }

    /** Fails on a status of the typed lane that is not 0. */
    static void check(int status) {
        if (status != 0) {
            throw new KenpoException(Status.ofNumber(status), null);
        }
    }

    /** Fails on a status of the complete lane that is not 0, with what the library says of it. */
    static void check(int status, byte @Nullable [][] error) {
        if (status != 0) {
            Failure failure = error[0] == null ? null : Json.decode(error[0], Failure.class);
            throw new KenpoException(Status.ofNumber(status), failure);
        }
    }

    /** A number of elements as Java counts them. */
    static int size(long size) {
        if (size < 0 || size > Integer.MAX_VALUE - 8) {
            throw new KenpoException(Status.TOO_LARGE, null);
        }
        return (int) size;
    }
}
