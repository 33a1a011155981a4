#!/usr/bin/env bash
# snappy-java 1.1.10.8 (org.xerial, Maven Central; the one in Spark 4.1.4 and 4.3.0; OpenJDK 17 of Debian, x86_64): where Debian's package musl is installed
# beside glibc, a JVM of glibc is given the library for musl, and nothing can be compressed.
#
# Spark writes Parquet with snappy unless it is told otherwise, and DuckDB's files have it. On a machine for builds, `apt install musl-tools` is for a cross compiler.
#
# The good guess: the library for the C library that the JVM runs on is taken, as on every machine before; a package that no program of Java uses changes nothing.
# What happens: whether /lib/ld-musl-x86_64.so.1 is there decides. Spark's job ends with UnsatisfiedLinkError: libc.musl-x86_64.so.1: cannot open shared object file.
# Seen: the same JVM and jar, before the file is there and after.
# What to do: another codec (spark.sql.parquet.compression.codec=zstd, COMPRESSION zstd in DuckDB).
set -euo pipefail
[ "$(uname -m)" = x86_64 ] || { echo "for x86_64"; exit 0; }
work=$(mktemp -d); installed=; trap '[ -z "$installed" ] || apt-get remove -y -qq musl >/dev/null; rm -rf "$work"' EXIT; cd "$work"
{ command -v mvn && command -v java; } >/dev/null || { apt-get update -qq && apt-get install -y -qq maven openjdk-17-jdk-headless >/dev/null; }
mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -Dartifact=org.xerial.snappy:snappy-java:1.1.10.8 -DoutputDirectory=.
cat > Once.java <<'JAVA'
class Once {
    public static void main(String[] args) throws Exception {
        System.out.println(org.xerial.snappy.OSInfo.getArchName());
        try {
            System.out.println(org.xerial.snappy.Snappy.compress("steps".getBytes()).length + " bytes");
        } catch (UnsatisfiedLinkError error) {
            System.out.println("cannot be loaded");
        }
    }
}
JAVA
run() { java -cp snappy-java-1.1.10.8.jar Once.java | tr '\n' ' '; }
# A JVM of glibc, which maps no library of musl's.
if ldd "$(command -v java)" 2>/dev/null | grep -q musl; then echo "for a JVM of glibc"; exit 0; fi
if [ -e /lib/ld-musl-x86_64.so.1 ]; then echo "musl is there already, so that before and after cannot be told: remove Debian's package musl first"; exit 1; fi
before=$(run)
apt-get update -qq; installed=yes; apt-get install -y -qq musl=1.2.3-1 >/dev/null
after=$(run)
echo "before: $before; with Debian's musl: $after"
[[ "$before" =~ ^x86_64\ [0-9]+\ bytes\ $ ]] || { echo "CHANGED"; exit 1; }
[ "$after" = "x86_64-musl cannot be loaded " ] || { echo "CHANGED"; exit 1; }
echo "as described: the library for musl is taken, and cannot be loaded"
