// The functions of a programme from Scala: `spark-shell --jars … -I register.scala`, with KENPO_PROGRAMME naming its document.
import io.github.kenpo.spark.KenpoSpark
import java.nio.file.{Files, Path}
import java.time.LocalDate

val document = Files.readAllBytes(Path.of(sys.env("KENPO_PROGRAMME")))
KenpoSpark.register(spark, "kkr", document)
val points = spark.sql("SELECT kkr_points(array(struct(DATE '2022-02-01', 8000L)), DATE '2022-02-03')").head.getLong(0)
val steps = spark.sql("SELECT 7L AS member, DATE '2022-02-01' AS date, 8000L AS steps")
val paid = KenpoSpark.points(steps, null, document, LocalDate.of(2022, 2, 3)).head
println(s"from Scala: $points and $paid")
System.exit(0)
