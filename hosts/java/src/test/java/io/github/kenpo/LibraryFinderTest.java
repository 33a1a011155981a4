package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to the library, in a JVM of its own. */
class LibraryFinderTest {
    private static final String NAME = System.mapLibraryName("kenpo");

    @TempDir
    private Path folder;

    private String run(String classPath, String... options) throws Exception {
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
        return Project.run(folder, false, arguments).strip();
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

    @Test
    void byPath() throws Exception {
        copy(folder.resolve("b"));
        assertEquals("kenpo 0.1.0", run(Project.classPath(), "-Djava.library.path=" + folder.resolve("b")));
        assertEquals("kenpo 0.1.0", run(Project.classPath(), "-Djna.library.path=" + folder.resolve("b")));
    }

    @Test
    void fromTheJar() throws Exception {
        Path bundle = folder.resolve("bundle");
        Path library = copy(bundle.resolve("native").resolve(LibraryFinder.platform()));
        Path extracted = folder.resolve("extracted");
        String classPath = bundle + File.pathSeparator + Project.classPath();
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

    @Test
    void nowhere() throws Exception {
        String output = run(Project.classPath());
        assertTrue(output.contains("no library kenpo: not in the system property kenpo.library"), output);
    }
}
