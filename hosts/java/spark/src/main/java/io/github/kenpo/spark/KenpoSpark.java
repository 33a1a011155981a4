package io.github.kenpo.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;

import io.github.kenpo.KenpoException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Steps of a roster in Spark 4: functions for queries, and whole datasets in and out. Rules are in libkenpo, which the jar of kenpo
 * brings to each executor; a programme travels as its document and is parsed once by each.
 */
public final class KenpoSpark {
    private static final StructType CREDIT = new StructType()
            .add("walked", DataTypes.DateType)
            .add("synced", DataTypes.DateType)
            .add("rule", DataTypes.IntegerType)
            .add("earned", DataTypes.LongType)
            .add("points", DataTypes.LongType);

    /** What is true of a delivery, in the order of the fields of a row. */
    private static final List<String> DELIVERY = List.of("synced", "born", "enrolled", "opened", "closed_through");

    private KenpoSpark() {}

    /**
     * Adds the functions of a programme to a session. Several programmes have names of their own, so that one query compares them.
     *
     * <ul>
     *   <li>{@code NAME_points(days, synced)}: what a member is paid.
     *   <li>{@code NAME_accrue(days, synced, credits)}: {@code points}, and the {@code credits} to store; given are those that were stored
     *       before, or NULL.
     * </ul>
     *
     * <p>{@code days} is {@code sort_array(collect_list(struct(date, steps)))} of a member: dates and integers, in the order in which they
     * are paid. A NULL in it, or in place of it, fails the query. A programme whose rules ask for a date of birth or for the day on which the
     * app was opened is refused: {@link #points} takes them.
     *
     * @param spark the session
     * @param name the functions' names begin with it
     * @param document the programme's document, in UTF-8
     * @throws KenpoException if it is not consistent, or if the typed call does not reach it
     */
    public static void register(SparkSession spark, String name, byte[] document) {
        MemberFunctions functions = new MemberFunctions(new TravellingProgramme(document, false));
        spark.udf().register(name + "_points", functions.points(), DataTypes.LongType);
        DataType accrued = new StructType()
                .add("points", DataTypes.LongType)
                .add("credits", DataTypes.createArrayType(CREDIT));
        spark.udf().register(name + "_accrue", functions.accrue(), accrued);
    }

    /**
     * What each member is paid.
     *
     * @param steps columns {@code member} (an integer or a text), {@code date} and {@code steps}, in any order and over any partitions; rows
     *     of a member are paid in the order of {@code date} and {@code steps}. Further columns, as they are needed, say what is true of a
     *     delivery: {@code synced}, {@code born}, {@code enrolled}, {@code opened}, {@code closed_through}; NULL is a date that is not known, which is
     *     refused where a rule asks for it.
     *     Rows of a member that differ in one are deliveries of their own, in the order of these columns.
     * @param credited the credits of earlier runs, which are not paid again; {@code null} where there was none
     * @param document the programme's document, in UTF-8
     * @param synced the day on which all rows arrived; {@code null} where the dataset has a column of that name
     * @return {@code member} and {@code points}
     * @throws KenpoException if the document is not consistent, or if the typed call does not reach it
     * @throws IllegalArgumentException if a column is missing or of another type, {@code born} and {@code opened} where a rule asks for them;
     *     what is wrong in a row fails the job, with the column's name
     */
    public static Dataset<Row> points(Dataset<Row> steps, Dataset<Row> credited, byte[] document, LocalDate synced) {
        Dataset<Row> together = together(steps, credited, synced);
        StructType schema = new StructType().add(together.schema().apply("member")).add("points", DataTypes.LongType);
        PaidRows.Of of = new PaidRows.Of(travelling(steps, document), false);
        return together.mapPartitions(of, Encoders.row(schema));
    }

    /**
     * What to store: a row for each day and rule that earned.
     *
     * @param steps as for {@link #points}
     * @param credited as for {@link #points}, of the columns that this gives
     * @param document as for {@link #points}
     * @param synced as for {@link #points}
     * @return {@code member}, {@code walked}, {@code synced}, {@code rule}, {@code earned} and {@code points}
     * @throws KenpoException as for {@link #points}
     * @throws IllegalArgumentException as for {@link #points}
     */
    public static Dataset<Row> credits(Dataset<Row> steps, Dataset<Row> credited, byte[] document, LocalDate synced) {
        Dataset<Row> together = together(steps, credited, synced);
        StructType schema = new StructType()
                .add(together.schema().apply("member"))
                .add("walked", DataTypes.IntegerType)
                .add("synced", DataTypes.IntegerType)
                .add("rule", DataTypes.IntegerType)
                .add("earned", DataTypes.LongType)
                .add("points", DataTypes.LongType);
        PaidRows.Of of = new PaidRows.Of(travelling(steps, document), true);
        return together.mapPartitions(of, Encoders.row(schema))
                .withColumn("walked", date_from_unix_date(col("walked")))
                .withColumn("synced", date_from_unix_date(col("synced")));
    }

    private static TravellingProgramme travelling(Dataset<Row> steps, byte[] document) {
        TravellingProgramme programme = new TravellingProgramme(document, true);
        List<String> there = Arrays.asList(steps.columns());
        if (programme.asksBorn && !there.contains("born")) {
            throw new IllegalArgumentException("column born: is missing: " + TravellingProgramme.NEEDED);
        }
        if (programme.asksOpened && !there.contains("opened")) {
            throw new IllegalArgumentException("column opened: is missing: " + TravellingProgramme.NEEDED);
        }
        return programme;
    }

    /** Steps and credits as rows of one form, those of a member together; dates are days since 1970, so that none becomes an object. */
    private static Dataset<Row> together(Dataset<Row> steps, Dataset<Row> credited, LocalDate synced) {
        List<String> there = Arrays.asList(steps.columns());
        if ((synced == null) != there.contains("synced")) {
            throw new IllegalArgumentException("synced is needed once: in the dataset, or as an argument");
        }
        DataType member = member(steps);
        List<Column> row = new ArrayList<>(List.of(
                col("member").cast(member), lit(false).as("credit"), days(steps, "date").as("day"), integer(steps, "steps").as("value")));
        List<Column> sorted = new ArrayList<>(List.of(col("member"), col("credit").desc()));
        for (String name : DELIVERY) {
            Column known = there.contains(name) ? days(steps, name) : lit(null).cast(DataTypes.IntegerType);
            boolean given = name.equals("synced") && synced != null;
            row.add((given ? lit((int) synced.toEpochDay()) : known).as(name));
            sorted.add(col(name));
        }
        row.add(lit(null).cast(DataTypes.IntegerType).as("rule"));
        row.add(lit(null).cast(DataTypes.LongType).as("points"));
        sorted.add(col("day"));
        sorted.add(col("value"));
        Dataset<Row> rows = steps.select(row.toArray(Column[]::new));
        if (credited != null) {
            if (!member(credited).equals(member)) {
                throw new IllegalArgumentException("column member: holds integers in one dataset and texts in the other");
            }
            rows = rows.unionAll(credited.select(
                    col("member").cast(member),
                    lit(true),
                    days(credited, "walked"),
                    integer(credited, "earned"),
                    days(credited, "synced"),
                    lit(null),
                    lit(null),
                    lit(null),
                    lit(null),
                    integer(credited, "rule").cast(DataTypes.IntegerType),
                    integer(credited, "points")));
        }
        return rows.repartition(col("member")).sortWithinPartitions(sorted.toArray(Column[]::new));
    }

    private static Column days(Dataset<Row> rows, String name) {
        return unix_date(of(rows, name, List.of(DataTypes.DateType), "dates"));
    }

    private static Column integer(Dataset<Row> rows, String name) {
        return of(rows, name, INTEGERS, "integers").cast(DataTypes.LongType);
    }

    private static final List<DataType> INTEGERS =
            List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    /** Texts with a collation would be equal to Spark and two members here. */
    private static DataType member(Dataset<Row> rows) {
        List<DataType> kinds = new ArrayList<>(INTEGERS);
        kinds.add(DataTypes.StringType);
        of(rows, "member", kinds, "integers or texts");
        boolean text = rows.schema().apply("member").dataType().equals(DataTypes.StringType);
        return text ? DataTypes.StringType : DataTypes.LongType;
    }

    private static Column of(Dataset<Row> rows, String name, List<DataType> kinds, String what) {
        if (!Arrays.asList(rows.columns()).contains(name)) {
            throw new IllegalArgumentException("column " + name + ": is missing");
        }
        DataType kind = rows.schema().apply(name).dataType();
        if (!kinds.contains(kind)) {
            throw new IllegalArgumentException("column " + name + ": holds " + kind.simpleString() + ", not " + what);
        }
        return col(name);
    }
}
