#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0 (org.xerial, Maven Central; OpenJDK 17): with transaction_mode=IMMEDIATE and auto-commit off, a connection that does
# nothing keeps every other one from writing.
#
# A portal with two pools on one SQLite file sets transaction_mode=IMMEDIATE, so that a transaction that reads and then writes does not fail in the
# middle. It commits, and waits for the next request.
#
# The good guess: a transaction begins with its first statement, as JDBC says, and after commit() the connection holds no lock.
# What happens: the driver executes BEGIN IMMEDIATE itself, in setAutoCommit(false) and again at the end of commit() and rollback(). SQLite's one
# write lock is held from then on, by an idle connection, until it is closed or turned back to auto-commit.
# Seen: DEFERRED, the other connection writes in both cases; IMMEDIATE, it is locked out (SQLITE_BUSY, 5) before anything was done and after commit().
# What to do: leave DEFERRED, and begin each transaction that writes with a statement that does.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
{ command -v mvn && command -v java; } >/dev/null || { apt-get update -qq && apt-get install -y -qq maven openjdk-17-jdk-headless >/dev/null; }
mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -Dartifact=org.xerial:sqlite-jdbc:3.54.1.0 -DoutputDirectory=.
cat > Idle.java <<'JAVA'
import java.sql.*;

class Idle {
    /** Whether another connection can write while one does nothing. */
    static boolean writes(String mode, boolean committed) throws Exception {
        String file = "jdbc:sqlite:" + mode + committed + ".db";
        try (var db = DriverManager.getConnection(file + "?transaction_mode=" + mode);
                var other = DriverManager.getConnection(file + "?busy_timeout=500")) {
            other.createStatement().execute("CREATE TABLE t (n INTEGER)");
            db.setAutoCommit(false);
            if (committed) {
                db.createStatement().execute("INSERT INTO t VALUES (1)");
                db.commit();
            }
            try {
                other.createStatement().execute("INSERT INTO t VALUES (2)");
                return true;
            } catch (SQLException busy) {
                return busy.getErrorCode() != 5;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        boolean asDescribed = true;
        for (String mode : new String[] {"DEFERRED", "IMMEDIATE"}) {
            for (boolean committed : new boolean[] {false, true}) {
                boolean writes = writes(mode, committed);
                System.out.printf("%-9s %s: another %s%n", mode, committed ? "after commit()" : "before anything", writes ? "writes" : "is locked out");
                asDescribed &= writes == mode.equals("DEFERRED");
            }
        }
        System.exit(asDescribed ? 0 : 1);
    }
}
JAVA
java -cp sqlite-jdbc-3.54.1.0.jar Idle.java 2>/dev/null || { echo "CHANGED"; exit 1; }
echo "as described: an idle connection holds the write lock"
