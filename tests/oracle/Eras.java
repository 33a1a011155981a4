import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.JapaneseEra;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** The table {@code dates} once more, with the eras of java.time. Its calendar begins on 1873-01-01, as kenpo's does. */
class Eras {
    static final LocalDate FIRST = LocalDate.of(1873, 1, 1);
    static final LocalDate LAST = LocalDate.of(2100, 12, 31);

    public static void main(String[] arguments) throws IOException {
        var table = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int agreed = 0;
        int wrong = 0;
        for (LocalDate date = FIRST; !date.isAfter(LAST); date = date.plusDays(1)) {
            String ours = table.readLine();
            String theirs = line(date);
            if (theirs.equals(ours)) {
                agreed++;
            } else if (wrong++ < 10) {
                System.out.println("kenpo: " + ours + "\njava:  " + theirs);
            }
        }
        if (wrong > 0 || table.readLine() != null) {
            System.out.println(wrong + " days differ, or the table has more lines than there are days");
            System.exit(1);
        }
        System.out.println(agreed + " agreed with java.time of Java " + Runtime.version().feature());
    }

    static String line(LocalDate date) {
        JapaneseDate japanese = JapaneseDate.from(date);
        int month = date.getMonthValue();
        int day = date.getDayOfMonth();
        int start = month < 4 ? date.getYear() - 1 : date.getYear();
        String written = named(japanese) + "年" + month + "月" + day + "日";
        // JapaneseEra counts Showa as 1, a compact date Meiji.
        int digit = japanese.getEra().getValue() + 1 - JapaneseEra.MEIJI.getValue();
        String compact = String.format("%d%02d%02d%02d", digit, year(japanese), month, day);
        return String.join("\t", date.toString(), written, compact, Integer.toString(start), fiscalYear(start));
    }

    /** A fiscal year has the name of its first day's era; 2019 has Reiwa's, which began a month later. */
    static String fiscalYear(int start) {
        LocalDate day = LocalDate.of(start, start == 2019 ? 5 : 4, 1);
        return day.isBefore(FIRST) ? "" : named(JapaneseDate.from(day)) + "年度";
    }

    static String named(JapaneseDate date) {
        String era = date.getEra().getDisplayName(TextStyle.FULL, Locale.JAPAN);
        return era + (year(date) == 1 ? "元" : Integer.toString(year(date)));
    }

    static int year(JapaneseDate date) {
        return date.get(ChronoField.YEAR_OF_ERA);
    }
}
