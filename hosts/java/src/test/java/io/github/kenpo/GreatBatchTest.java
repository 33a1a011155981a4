package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch whose answer would be longer than any answer is refused as such, and not by the arithmetic of Java's arrays. */
class GreatBatchTest {
    private static final int HEAP_MIB = 192;
    private static final int ITEMS = 1_000_000;
    private static final int ITEM_BYTES = 56;

    @Test
    void aBatchOf56MegabytesIsAKenpoException() throws Exception {
        String classPath = Project.classPath() + File.pathSeparator + Project.java().resolve("target/test-classes");
        List<String> arguments = List.of(
                "--enable-native-access=ALL-UNNAMED", "-Xmx" + HEAP_MIB + "m", "-cp", classPath, GreatBatchTest.class.getName());
        assertEquals("TOO_LARGE WRONG_CHECK_DIGIT", Project.run(Project.java(), true, arguments).strip());
    }

    /** Prints the status of such a batch, and what is answered afterwards. */
    public static void main(String[] arguments) throws Exception {
        // Each of these is answered by some 360 bytes: by 360 MB in all, above the 256 MiB of an answer.
        byte[] item = "{\"text\":\"R4.2.1\",\"explain\":\"all\"},".getBytes(StandardCharsets.US_ASCII);
        byte[] batch = new byte[10 + ITEMS * ITEM_BYTES + 1];
        Arrays.fill(batch, (byte) ' ');
        System.arraycopy("{\"items\":[".getBytes(StandardCharsets.US_ASCII), 0, batch, 0, 10);
        for (int index = 0; index < ITEMS; index++) {
            System.arraycopy(item, 0, batch, 10 + index * ITEM_BYTES, item.length);
        }
        batch[10 + (ITEMS - 1) * ITEM_BYTES + item.length - 1] = ']';
        batch[batch.length - 1] = '}';
        try {
            System.out.print(Kenpo.answer("date.read.batch", batch).length);
        } catch (KenpoException e) {
            System.out.print(e.status());
        }
        System.out.println(" " + Kenpo.insurerNumberReason("06130489").orElseThrow());
    }
}
