import io.github.kenpo.spark.KenpoSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The functions of a programme from Java: {@code spark-submit --packages … --class Register register.jar PROGRAMME.json}. */
public final class Register {
    public static void main(String[] arguments) throws Exception {
        byte[] document = Files.readAllBytes(Path.of(arguments[0]));
        SparkSession spark = SparkSession.builder().getOrCreate();
        KenpoSpark.register(spark, "kkr", document);
        String query = "SELECT kkr_points(array(struct(DATE '2022-02-01', 8000L)), DATE '2022-02-03')";
        long points = spark.sql(query).head().getLong(0);
        Dataset<Row> steps = spark.sql("SELECT 7L AS member, DATE '2022-02-01' AS date, 8000L AS steps");
        Row paid = KenpoSpark.points(steps, null, document, LocalDate.of(2022, 2, 3)).head();
        System.out.println("from Java: " + points + " and " + paid);
        spark.stop();
    }
}
