import io.github.kenpo.Programme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is paid back of many costs, in yen: as integers, and as requests in JSON. */
final class Subsidy {
    private static final byte[] YEN = "\"subsidy_yen\":".getBytes(StandardCharsets.US_ASCII);

    private Subsidy() {}

    static void measure(Path folder) throws IOException {
        int[] costs = Files.readAllLines(folder.resolve("subsidy.txt")).stream().mapToInt(Integer::parseInt).toArray();
        byte[] request = Files.readAllBytes(folder.resolve("subsidy.json"));
        try (Programme programme = Programme.parse(Files.readAllBytes(folder.resolve("kenren.json")))) {
            Measure.measure(
                    costs.length,
                    List.of(
                            new Measure.Contestant(
                                    "kenpo column", () -> sum(programme.subsidiesYen("dock", 20240614, costs))),
                            new Measure.Contestant("kenpo one by one", () -> {
                                int sum = 0;
                                for (int cost : costs) {
                                    sum += (int) programme.subsidyYen("dock", 20240614, cost);
                                }
                                return sum;
                            }),
                            new Measure.Contestant(
                                    "kenpo JSON batch",
                                    () -> Search.sum(programme.answer("subsidy.claim.batch", request), YEN)),
                            new Measure.Contestant("handwritten", () -> handwritten(costs))));
        }
    }

    private static int sum(int[] yen) {
        int sum = 0;
        for (int amount : yen) {
            sum += amount;
        }
        return sum;
    }

    private static int handwritten(int[] costs) {
        int sum = 0;
        for (int cost : costs) {
            sum += subsidy(cost);
        }
        return sum;
    }

    /** The bands as a portal's programmer writes them. */
    private static int subsidy(int cost) {
        if (cost < 1) {
            return 0;
        }
        if (cost <= 13_000) {
            return cost;
        }
        if (cost <= 18_572) {
            return 13_000;
        }
        return cost <= 42_858 ? cost * 7 / 10 : 30_000;
    }
}
