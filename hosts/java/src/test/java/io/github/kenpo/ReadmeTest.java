package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    /** Runs the first Java block of the README as it stands there. */
    @Test
    void theQuickStartRuns() throws Exception {
        Matcher block = Pattern.compile("(?s)```java\n(.*?)```")
                .matcher(Files.readString(Project.java().resolve("README.md")));
        assertTrue(block.find());
        List<String> code = block.group(1).lines().filter(line -> !line.isBlank()).toList();
        assertTrue(code.size() <= 10, code.size() + " lines");

        StringBuilder source = new StringBuilder();
        code.stream().filter(line -> line.startsWith("import ")).forEach(line -> source.append(line).append('\n'));
        source.append("class QuickStart {\npublic static void main(String[] arguments) throws Exception {\n");
        code.stream().filter(line -> !line.startsWith("import ")).forEach(line -> source.append(line).append('\n'));
        Path file = Files.createDirectories(Project.java().resolve("target/readme")).resolve("QuickStart.java");
        Files.writeString(file, source.append("}\n}\n"));

        String output = Project.run(Project.root(), true, List.of(
                "--enable-native-access=ALL-UNNAMED", "-cp", Project.classPath(), file.toString()));
        assertEquals("20", output.strip());
    }
}
