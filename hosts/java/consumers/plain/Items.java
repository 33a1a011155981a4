import io.github.kenpo.Programme;
import io.github.kenpo.types.AccrueRequest;
import io.github.kenpo.types.Arrival;
import io.github.kenpo.types.ArrivalVerdict;
import io.github.kenpo.types.Failure;
import io.github.kenpo.types.ItemOfArrivalVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/** Items told apart by a {@code switch} without a default, which JDK 21 and later take: were there a third kind, javac would refuse it. */
class Items {
    public static void main(String[] arguments) throws Exception {
        try (Programme programme = Programme.parse(Files.readAllBytes(Path.of(arguments[0])))) {
            var walked = List.of(Arrival.of(LocalDate.of(2022, 2, 1), 8000).withSource("healthkit"));
            var now = OffsetDateTime.parse("2022-02-02T09:00:00+09:00");
            programme.pointsAccrue(AccrueRequest.of(now, walked)).items().forEach(item -> System.out.println(told(item)));
        }
    }

    private static String told(ItemOfArrivalVerdict item) {
        return switch (item) {
            case ItemOfArrivalVerdict.Answer(ArrivalVerdict answer) -> "points " + answer.points();
            case ItemOfArrivalVerdict.Failed(Failure error) -> "error " + error.code().wireName();
        };
    }
}
