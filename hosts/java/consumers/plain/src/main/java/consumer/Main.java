package consumer;

import io.github.kenpo.Programme;
import io.github.kenpo.types.AccrueRequest;
import io.github.kenpo.types.Arrival;
import io.github.kenpo.types.LedgerEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/** Prints the points of one day: {@code java consumer.Main PROGRAMME}. */
public class Main {
    public static void main(String[] arguments) throws Exception {
        try (Programme programme = Programme.parse(Files.readAllBytes(Path.of(arguments[0])))) {
            var walked = List.of(Arrival.of(LocalDate.of(2022, 2, 1), 8000).withSource("healthkit"));
            var now = OffsetDateTime.parse("2022-02-02T09:00:00+09:00");
            var result = programme.pointsAccrue(AccrueRequest.of(now, walked));
            System.out.println("points " + result.points());
            result.store().forEach(row -> System.out.println(told(row)));
        }
    }

    /** Kinds told apart without a default, on JDK 17: were there a sixth kind, javac would refuse it. */
    private static String told(LedgerEntry row) {
        return switch (row.kind()) {
            case CREDIT -> "earned by " + row.rule();
            case EXCHANGE -> "spent on " + row.goods();
            case REVERSAL -> "given back of entry " + row.reverses();
            case ADJUSTMENT -> "adjusted: " + row.cause();
            case CORRECTION -> "taken back of " + row.date();
        };
    }
}
