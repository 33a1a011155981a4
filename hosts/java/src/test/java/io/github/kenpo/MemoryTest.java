package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Programmes that nobody closes take memory in proportion to the heap, however many they are. */
class MemoryTest {
    private static final int HEAP_MIB = 64;
    private static final int FIRST = 5_000;
    private static final int ALL = 30_000;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLoopThatNeverClosesStaysFlat() throws Exception {
        String classPath = Project.classPath() + File.pathSeparator + Project.java().resolve("target/test-classes");
        List<String> arguments = List.of(
                "--enable-native-access=ALL-UNNAMED", "-Xmx" + HEAP_MIB + "m", "-cp", classPath, MemoryTest.class.getName());
        String output = Project.run(Project.java(), true, arguments);
        assertTrue(output.matches("\\d+ \\d+\\s*"), output);
        long[] kib = Arrays.stream(output.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        // 25,000 programmes are 370 MiB of the library's; those of which the heap is full, no more than the heap.
        assertTrue(kib[1] - kib[0] < HEAP_MIB << 10, output);
    }

    /** Prints the process's memory in KiB after some programmes and after all. */
    public static void main(String[] arguments) throws Exception {
        byte[] document = Project.read("programmes/kkr.json");
        for (int count = 1; count <= ALL; count++) {
            Programme.parse(document);
            if (count == FIRST) {
                System.out.print(Soak.resident() + " ");
            }
        }
        System.out.println(Soak.resident());
    }
}
