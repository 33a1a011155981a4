import java.nio.file.Path;
import java.util.Map;

/** {@code Peers WORK FOLDER} measures this room's contestants and prints a line for each. */
public final class Peers {
    private interface Work {
        void measure(Path folder) throws Exception;
    }

    private static final Map<String, Work> WORKS = Map.of(
            "insurer-numbers", InsurerNumbers::measure,
            "eligibility", Eligibility::measure,
            "subsidy", Subsidy::measure,
            "accrual", Accrual::measure);

    public static void main(String[] arguments) throws Exception {
        Work work = WORKS.get(arguments[0]);
        if (work == null) {
            throw new IllegalArgumentException("there is no work " + arguments[0] + " here");
        }
        work.measure(Path.of(arguments[1]));
    }
}
