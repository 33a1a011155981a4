package consumer;

import io.github.kenpo.Programme;
import io.github.kenpo.types.AccrueRequest;
import io.github.kenpo.types.Arrival;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Prints the points of one day: {@code java -jar boot.jar PROGRAMME}. */
@SpringBootApplication
public class Application {
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    @Bean
    CommandLineRunner pays() {
        return arguments -> {
            try (Programme programme = Programme.parse(Files.readAllBytes(Path.of(arguments[0])))) {
                var walked = List.of(Arrival.of(LocalDate.of(2022, 2, 1), 8000).withSource("healthkit"));
                var now = OffsetDateTime.parse("2022-02-02T09:00:00+09:00");
                System.out.println("points " + programme.pointsAccrue(AccrueRequest.of(now, walked)).points());
            }
        };
    }
}
