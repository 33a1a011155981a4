import io.github.kenpo.PersonColumn;
import io.github.kenpo.Programme;
import io.github.kenpo.types.Relation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.LongToIntFunction;

/** Which of many people may have a check-up at an instant: as columns of integers, and as requests in JSON. */
final class Eligibility {
    private static final byte[] ACCEPTED = "\"verdict\":{\"reason\":\"accepted\"".getBytes(StandardCharsets.US_ASCII);

    /** Dates are integers, YYYYMMDD, which compare as the dates do. */
    private record People(long[] at, int[] born, int[] from, int[] lost, int[] used) {
        static People read(List<String> lines) {
            long[][] rows = lines.stream().map(People::numbers).toArray(long[][]::new);
            long[] at = new long[rows.length];
            int[][] days = new int[4][rows.length];
            for (int row = 0; row < rows.length; row++) {
                at[row] = rows[row][0];
                for (int column = 0; column < days.length; column++) {
                    days[column][row] = (int) rows[row][column + 1];
                }
            }
            return new People(at, days[0], days[1], days[2], days[3]);
        }

        private static long[] numbers(String line) {
            return List.of(line.split("\t")).stream().mapToLong(Long::parseLong).toArray();
        }
    }

    private Eligibility() {}

    private static void fill(PersonColumn column, People people) {
        column.clear();
        for (int row = 0; row < people.at.length; row++) {
            column.add(
                    people.at[row], people.born[row], people.from[row], people.lost[row], people.used[row], Relation.INSURED);
        }
    }

    static void measure(Path folder) throws IOException {
        People people = People.read(Files.readAllLines(folder.resolve("eligibility.txt")));
        PersonColumn column = new PersonColumn(people.at.length);
        fill(column, people);
        PersonColumn filled = new PersonColumn(people.at.length);
        byte[] request = Files.readAllBytes(folder.resolve("eligibility.json"));
        try (Programme programme = Programme.parse(Files.readAllBytes(folder.resolve("kenren.json")))) {
            Measure.measure(
                    people.at.length,
                    List.of(
                            new Measure.Contestant(
                                    "kenpo column", () -> accepted(programme.eligibilityReasons("group_checkup", column))),
                            new Measure.Contestant("kenpo column, filled", () -> {
                                fill(filled, people);
                                return accepted(programme.eligibilityReasons("group_checkup", filled));
                            }),
                            new Measure.Contestant(
                                    "kenpo JSON batch",
                                    () -> Search.count(programme.answer("eligibility.check.batch", request), ACCEPTED)),
                            new Measure.Contestant("handwritten", () -> handwritten(people, Eligibility::day)),
                            new Measure.Contestant(
                                    "handwritten, host's dates", () -> handwritten(people, Eligibility::dayOfDate))));
        }
    }

    private static int accepted(byte[] reasons) {
        int accepted = 0;
        for (byte reason : reasons) {
            if (reason == 0) {
                accepted++;
            }
        }
        return accepted;
    }

    /** The check as a portal's programmer writes it. */
    private static int handwritten(People people, LongToIntFunction day) {
        int count = 0;
        for (int row = 0; row < people.at.length; row++) {
            int on = day.applyAsInt(people.at[row]);
            int born = people.born[row];
            int lost = people.lost[row];
            int used = people.used[row];
            if (people.from[row] <= on
                    && (lost == 0 || on < lost)
                    && fiscalYear(born + 40_0000) <= fiscalYear(on)
                    && on < born + 75_0000
                    && (used == 0 || fiscalYear(used) != fiscalYear(on))) {
                count++;
            }
        }
        return count;
    }

    private static int fiscalYear(int ymd) {
        return (ymd - 401) / 1_0000;
    }

    /** The day of an instant in Japan. Years begin in March, so that a leap day is their last. */
    private static int day(long at) {
        int days = (int) Math.floorDiv(at + 32_400, 86_400L) + 719_468;
        int era = Math.floorDiv(days, 146_097);
        int ofEra = days - era * 146_097;
        int year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * year + year / 4 - year / 100);
        int month = (5 * ofYear + 2) / 153;
        int ofMonth = ofYear - (153 * month + 2) / 5 + 1;
        int years = era * 400 + year + (month < 10 ? 0 : 1);
        return years * 1_0000 + (month < 10 ? month + 3 : month - 9) * 100 + ofMonth;
    }

    private static int dayOfDate(long at) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(at + 32_400, 86_400L));
        return date.getYear() * 1_0000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }
}
