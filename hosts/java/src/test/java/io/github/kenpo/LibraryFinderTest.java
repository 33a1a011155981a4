package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each way to the library, in a JVM of its own. */
class LibraryFinderTest {
    private static final String NAME = System.mapLibraryName("kenpo");

    @TempDir
    private Path folder;

    private String run(String classPath, String... options) throws Exception {
        return run(List.of(), classPath, options);
    }

    private String run(List<String> starter, String classPath, String... options) throws Exception {
        Path source = folder.resolve("Show.java");
        Files.writeString(source, """
                class Show {
                    public static void main(String[] arguments) {
                        System.out.println("kenpo " + io.github.kenpo.Kenpo.version());
                    }
                }
                """);
        List<String> arguments = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-cp", classPath, source.toString()));
        return Project.run(folder, false, starter, arguments).strip();
    }

    private static Path copy(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.copy(Project.library(), folder.resolve(NAME));
    }

    @Test
    void byProperty() throws Exception {
        Path library = copy(folder.resolve("a"));
        assertEquals("kenpo 0.1.0", run(Project.classPath(), "-Dkenpo.library=" + library));
        String output = run(Project.classPath(), "-Dkenpo.library=" + library + ".none");
        assertTrue(output.contains("UnsatisfiedLinkError: there is no library " + library + ".none"), output);
    }

    /** Loaded, it would end the JVM by a signal. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whereTheEndOfTheFileIsMissing() throws Exception {
        byte[] whole = Files.readAllBytes(Project.library());
        Path cut = folder.resolve(NAME);
        for (int length : new int[] {20, whole.length / 2, whole.length - 1}) {
            Files.write(cut, Arrays.copyOf(whole, length));
            String option = length == 20 ? "-Djava.library.path=" + folder : "-Dkenpo.library=" + cut;
            String output = run(Project.classPath(), option);
            assertTrue(output.contains("UnsatisfiedLinkError: the library " + cut + " is damaged"), output);
        }
        Files.write(cut, new byte[0]);
        String output = run(Project.classPath(), "-Dkenpo.library=" + cut);
        assertTrue(output.contains("UnsatisfiedLinkError") && output.contains(cut.toString()), output);
    }

    /** Alpine's JVM maps musl's loader; one for glibc does not, though musl may be installed beside it. */
    @Test
    void muslIsToldFromGlibc() {
        String row = "7f0c5a800000-7f0c5a814000 r--p 00000000 08:01 1311 ";
        assertTrue(LibraryFinder.usesMusl(row + "                  /lib/ld-musl-x86_64.so.1\n"));
        assertTrue(LibraryFinder.usesMusl(row + "                  /lib/libc.musl-aarch64.so.1\n"));
        assertFalse(LibraryFinder.usesMusl(row + "                  /usr/lib/x86_64-linux-gnu/libc.so.6\n"));
        assertFalse(LibraryFinder.platform().contains("musl"), "this runs on glibc");
    }

    @Test
    void byPath() throws Exception {
        copy(folder.resolve("b"));
        assertEquals("kenpo 0.1.0", run(Project.classPath(), "-Djava.library.path=" + folder.resolve("b")));
        assertEquals("kenpo 0.1.0", run(Project.classPath(), "-Djna.library.path=" + folder.resolve("b")));
    }

    @Test
    void fromTheJar() throws Exception {
        Path library = Project.library();
        Path extracted = folder.resolve("extracted");
        String classPath = bundle();
        for (int i = 0; i < 2; i++) {
            assertEquals("kenpo 0.1.0", run(classPath, "-Dkenpo.extract=" + extracted));
            try (Stream<Path> files = Files.walk(extracted)) {
                List<Path> found = files.filter(Files::isRegularFile).toList();
                assertEquals(1, found.size());
                assertEquals(-1, Files.mismatch(library, found.get(0)));
                // What is not the library is not loaded, but replaced.
                Files.write(found.get(0), new byte[1]);
            }
        }
    }

    private String bundle() throws IOException {
        Path bundle = folder.resolve("bundle");
        copy(bundle.resolve("native").resolve(LibraryFinder.platform()));
        return bundle + File.pathSeparator + Project.classPath();
    }

    @Test
    void whereThereIsNoHomeToWriteIn() throws Exception {
        String classPath = bundle();
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        assertEquals("kenpo 0.1.0", run(classPath, "-Duser.home=/proc/none", "-Djava.io.tmpdir=" + temporary));
        // Some JVMs keep a library of JNA's own there.
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(0, left.filter(file -> file.getFileName().toString().startsWith("kenpo")).count());
        }
        String output = run(classPath, "-Duser.home=/proc/none", "-Djava.io.tmpdir=/proc/none");
        assertTrue(output.contains("kenpo.extract names a folder for it") && output.contains("/proc/none"), output);
        output = run(classPath, "-Dkenpo.extract=/proc/none");
        assertTrue(output.contains("kenpo.extract names a folder for it") && output.contains("/proc/none"), output);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereNothingCanBeExecuted() throws Exception {
        Path mount = Files.createDirectories(folder.resolve("noexec"));
        List<String> starter = List.of(
                "unshare", "--mount", "--map-root-user", "sh", "-c", "mount -t tmpfs -o noexec none " + mount + " && exec \"$@\"", "sh");
        Process process = new ProcessBuilder(
                        Stream.concat(starter.stream(), Stream.of("true")).toList()).start();
        assumeTrue(process.waitFor() == 0, "no mount may be made here");
        String output = run(starter, bundle(), "-Dkenpo.extract=" + mount);
        assertTrue(output.contains("mounted noexec; the system property kenpo.extract"), output);
    }

    @Test
    void throughEitherBinding() throws Exception {
        String library = "-Dkenpo.library=" + Project.library();
        assertEquals("kenpo 0.1.0", run(Project.classPath(), library, "-Dkenpo.binding=jna"));
        String chosen = Runtime.version().feature() < 22 ? "JnaAbi" : "ForeignAbi";
        assertEquals(chosen, Abi.abi().getClass().getSimpleName());
    }

    @Test
    void nowhere() throws Exception {
        Path classes = folder.resolve("classes");
        Path built = Project.java().resolve("target/classes");
        try (Stream<Path> files = Files.walk(built)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                Path copy = classes.resolve(built.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        String output = run(Project.classPath().replace(built.toString(), classes.toString()));
        assertTrue(output.contains("no library kenpo: not in the system property kenpo.library"), output);
    }
}
