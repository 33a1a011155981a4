import io.github.kenpo.AccruedColumns;
import io.github.kenpo.CreditColumn;
import io.github.kenpo.Programme;
import io.github.kenpo.StepColumn;
import io.github.kenpo.StepCredit;
import io.github.kenpo.StepDay;
import io.github.kenpo.StepDelivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What years of steps come to, in points: as integers, and as requests in JSON, a member's year in each. */
final class Accrual {
    private static final byte[] POINTS = "\"verdict\":{\"points\":".getBytes(StandardCharsets.US_ASCII);
    private static final int DELIVERED = 20230401;
    private static final CreditColumn NOTHING = new CreditColumn(0);

    /** A member's deliveries. Days are integers, YYYYMMDD. */
    private record Year(int[] walked, int[] steps) {
        static List<Year> read(List<String> lines) {
            List<List<String[]>> members = new ArrayList<>();
            for (String line : lines) {
                String[] delivery = line.split("\t");
                while (members.size() <= Integer.parseInt(delivery[0])) {
                    members.add(new ArrayList<>());
                }
                members.get(Integer.parseInt(delivery[0])).add(delivery);
            }
            return members.stream().map(Year::of).toList();
        }

        private static Year of(List<String[]> deliveries) {
            int[][] columns = new int[3][];
            for (int column = 1; column < columns.length; column++) {
                int place = column;
                columns[column] = deliveries.stream().mapToInt(delivery -> Integer.parseInt(delivery[place])).toArray();
            }
            return new Year(columns[1], columns[2]);
        }

        List<StepDay> days() {
            List<StepDay> days = new ArrayList<>(walked.length);
            for (int at = 0; at < walked.length; at++) {
                days.add(new StepDay(walked[at], steps[at]));
            }
            return days;
        }

        StepColumn fill(StepColumn column) {
            column.clear();
            return column.addAll(walked, steps);
        }
    }

    private Accrual() {}

    static void measure(Path folder) throws IOException {
        List<Year> years = Year.read(Files.readAllLines(folder.resolve("accrual.txt")));
        List<List<StepDay>> days = years.stream().map(Year::days).toList();
        List<StepColumn> columns = years.stream().map(year -> year.fill(new StepColumn(year.walked.length))).toList();
        StepColumn filled = new StepColumn(0);
        AccruedColumns accrued = new AccruedColumns(0);
        List<byte[]> requests = new ArrayList<>();
        for (String request : Files.readAllLines(folder.resolve("accrual.jsonl"))) {
            requests.add(request.getBytes(StandardCharsets.UTF_8));
        }
        try (Programme programme = Programme.parse(Files.readAllBytes(folder.resolve("kkr.json")))) {
            Measure.measure(
                    years.stream().mapToInt(year -> year.walked.length).sum(),
                    List.of(
                            new Measure.Contestant("kenpo columns", () -> {
                                int points = 0;
                                for (StepColumn column : columns) {
                                    points += paid(programme, column, accrued);
                                }
                                return points;
                            }),
                            new Measure.Contestant("kenpo columns, filled", () -> {
                                int points = 0;
                                for (Year year : years) {
                                    points += paid(programme, year.fill(filled), accrued);
                                }
                                return points;
                            }),
                            new Measure.Contestant("kenpo lists", () -> listed(programme, days)),
                            new Measure.Contestant("kenpo JSON", () -> {
                                int points = 0;
                                for (byte[] request : requests) {
                                    points += Search.sum(programme.answer("points.accrue", request), POINTS);
                                }
                                return points;
                            }),
                            new Measure.Contestant("handwritten", () -> {
                                int points = 0;
                                for (Year year : years) {
                                    points += handwritten(year);
                                }
                                return points;
                            })));
        }
    }

    private static int paid(Programme programme, StepColumn year, AccruedColumns into) {
        programme.stepsAccrueColumns(StepDelivery.on(DELIVERED), year, NOTHING, into);
        CreditColumn credits = into.credits();
        int points = 0;
        for (int at = 0; at < credits.size(); at++) {
            points += (int) credits.points(at);
        }
        return points;
    }

    private static int listed(Programme programme, List<List<StepDay>> years) {
        int points = 0;
        for (List<StepDay> days : years) {
            for (StepCredit credit : programme.stepsAccrue(StepDelivery.on(DELIVERED), days, List.of()).credits()) {
                points += (int) credit.points();
            }
        }
        return points;
    }

    /** The points of a year as a portal's programmer reckons them, in one pass. */
    private static int handwritten(Year year) {
        int[] earned = new int[1232];
        int[] left = new int[13];
        Arrays.fill(left, 500);
        int points = 0;
        for (int at = 0; at < year.walked.length; at++) {
            int day = year.walked[at] % 1_0000;
            int more = tier(year.steps[at]) - earned[day];
            if (more > 0) {
                int paid = Math.min(more, left[day / 100]);
                earned[day] += more;
                left[day / 100] -= paid;
                points += paid;
            }
        }
        return points;
    }

    private static int tier(int steps) {
        if (steps < 3_000) {
            return 0;
        }
        if (steps < 5_000) {
            return 5;
        }
        if (steps < 8_000) {
            return 10;
        }
        return steps < 10_000 ? 20 : 40;
    }
}
