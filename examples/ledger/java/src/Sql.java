import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.DriverManager;

/**
 * For the referee, who looks at any of the databases past kenpo: {@code java Sql}. Each line is a JDBC URL, a tab and a statement; it is
 * answered by its rows, columns parted by tabs, and an empty line.
 */
class Sql {
    public static void main(String[] args) throws Exception {
        try (var lines = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line; (line = lines.readLine()) != null; ) {
                var parts = line.split("\t", 2);
                try (var db = DriverManager.getConnection(parts[0]);
                        var statement = db.createStatement()) {
                    if (statement.execute(parts[1])) {
                        var row = statement.getResultSet();
                        int columns = row.getMetaData().getColumnCount();
                        while (row.next()) {
                            var text = new StringBuilder();
                            for (int i = 1; i <= columns; i++) {
                                text.append(i == 1 ? "" : "\t").append(row.getString(i));
                            }
                            System.out.println(text);
                        }
                    }
                }
                System.out.println();
            }
        }
    }
}
