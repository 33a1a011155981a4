package io.github.kenpo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where things are while testing. */
final class Project {
    private Project() {}

    /** The project's root: named by KENPO_ROOT, or above the working directory. */
    static Path root() {
        String named = System.getenv("KENPO_ROOT");
        if (named != null) {
            return Path.of(named).toAbsolutePath().normalize();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("tests/vectors"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the project; KENPO_ROOT may name its root");
    }

    static Path java() {
        return root().resolve("hosts/java");
    }

    static byte[] read(String path) throws IOException {
        return Files.readAllBytes(root().resolve(path));
    }

    static Programme kkr() throws IOException {
        return Programme.parse(read("programmes/kkr.json"));
    }

    /** A date as the typed calls take it, YYYYMMDD. */
    static int ymd(LocalDate date) {
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }

    /** The library that the tests run with, as a file. */
    static Path library() {
        String named = System.getenv("KENPO_LIBRARY");
        return named != null
                ? Path.of(named).toAbsolutePath()
                : root().resolve("target/quick").resolve(System.mapLibraryName("kenpo"));
    }

    static String classPath() throws IOException {
        Path target = java().resolve("target");
        String dependencies = Files.readString(target.resolve("test.classpath")).strip();
        return String.join(File.pathSeparator, target.resolve("classes").toString(), dependencies);
    }

    /** What the running JVM's own {@code java} writes when it is started with these arguments. */
    static String run(Path folder, boolean withLibrary, List<String> arguments) throws Exception {
        return run(folder, withLibrary, List.of(), arguments);
    }

    /** The same, started by another command. */
    static String run(Path folder, boolean withLibrary, List<String> starter, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("KENPO_LIBRARY", "XDG_CACHE_HOME"));
        if (withLibrary) {
            builder.environment().put("KENPO_LIBRARY", library().toString());
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(1, TimeUnit.MINUTES);
        return output;
    }
}
