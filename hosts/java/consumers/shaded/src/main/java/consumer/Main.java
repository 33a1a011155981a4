package consumer;

import io.github.kenpo.Programme;
import io.github.kenpo.types.AccrueRequest;
import io.github.kenpo.types.Arrival;
import io.github.kenpo.types.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/** Prints the points of one day, and under which name the package is there. */
public class Main {
    public static void main(String[] arguments) throws Exception {
        try (Programme programme = Programme.parse(Files.readAllBytes(Path.of(arguments[0])))) {
            var walked = List.of(Arrival.of(LocalDate.of(2022, 2, 1), 8000).withSource("healthkit"));
            var now = OffsetDateTime.parse("2022-02-02T09:00:00+09:00");
            System.out.println("points " + programme.pointsAccrue(AccrueRequest.of(now, walked)).points());
        }
        System.out.println(Programme.class.getPackageName() + " " + Reason.CAP_REACHED.message("ja").text());
    }
}
