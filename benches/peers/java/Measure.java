import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * Processor time of this thread for each item: every contestant in turn, round after round, so that a slow spell of the
 * machine meets all. What the collector and the compiler do in threads of their own is not in it.
 */
final class Measure {
    /** How many rounds are measured; the median counts. */
    private static final int ROUNDS = 7;

    /** A round goes over the data as often as this takes. */
    private static final long ROUND = 40_000_000;

    /** As often as this first, for the compiler. */
    private static final long WARM_UP = 10 * ROUND;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What was counted last; written so that no counting is left out. */
    private static volatile int seen;

    /** Something that goes over all of the data once and counts. */
    record Contestant(String name, IntSupplier run) {}

    private Measure() {}

    /** Prints the runtime's version, then {@code name, what it counted, ns per item: median, least, most}, with tabs between. */
    static void measure(int items, List<Contestant> contestants) {
        int[] times = new int[contestants.size()];
        double[][] rounds = new double[contestants.size()][ROUNDS];
        for (int at = 0; at < times.length; at++) {
            times[at] = timesInARound(contestants.get(at));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int at = 0; at < times.length; at++) {
                rounds[at][round] = time(contestants.get(at), times[at]) / ((double) times[at] * items);
            }
        }
        System.out.println("Java " + System.getProperty("java.version"));
        for (int at = 0; at < times.length; at++) {
            Contestant contestant = contestants.get(at);
            Arrays.sort(rounds[at]);
            double median = rounds[at][ROUNDS / 2];
            System.out.printf(
                    Locale.ROOT,
                    "%s\t%d\t%.3f\t%.3f\t%.3f\n",
                    contestant.name(),
                    contestant.run().getAsInt(),
                    median,
                    rounds[at][0],
                    rounds[at][ROUNDS - 1]);
        }
    }

    private static int timesInARound(Contestant contestant) {
        long start = THREADS.getCurrentThreadCpuTime();
        while (THREADS.getCurrentThreadCpuTime() - start < WARM_UP) {
            seen = contestant.run().getAsInt();
        }
        int times = 1;
        while (time(contestant, times) < ROUND) {
            times *= 2;
        }
        return times;
    }

    private static long time(Contestant contestant, int times) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int time = 0; time < times; time++) {
            seen = contestant.run().getAsInt();
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
