import io.github.kenpo.Kenpo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Which of a column of insurer numbers are well-formed: as texts, and as a column of eight bytes each. */
final class InsurerNumbers {
    private static final int RECORD = 8;

    private InsurerNumbers() {}

    static void measure(Path folder) throws IOException {
        List<String> texts = Files.readAllLines(folder.resolve("insurer-numbers.txt"));
        byte[] records = pack(texts);
        Measure.measure(
                texts.size(),
                List.of(
                        new Measure.Contestant("kenpo column", () -> accepted(Kenpo.insurerNumberReasons(records))),
                        new Measure.Contestant(
                                "kenpo column from texts", () -> accepted(Kenpo.insurerNumberReasons(pack(texts)))),
                        new Measure.Contestant("kenpo one by one", () -> oneByOne(texts)),
                        new Measure.Contestant("handwritten", () -> handwritten(texts)),
                        new Measure.Contestant("handwritten, column", () -> handwritten(records))));
    }

    /**
     * Filled with spaces. What is longer, or not ASCII, is no number, and neither is a record of spaces. One text of all is
     * turned into bytes in one go, what is not Latin-1 into a question mark.
     */
    private static byte[] pack(List<String> texts) {
        char[] records = new char[texts.size() * RECORD];
        Arrays.fill(records, ' ');
        int start = 0;
        for (String text : texts) {
            if (text.length() <= RECORD) {
                text.getChars(0, text.length(), records, start);
            }
            start += RECORD;
        }
        return new String(records).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int accepted(byte[] reasons) {
        int accepted = 0;
        for (byte reason : reasons) {
            if (reason == 0) {
                accepted++;
            }
        }
        return accepted;
    }

    private static int oneByOne(List<String> texts) {
        int accepted = 0;
        for (String text : texts) {
            if (Kenpo.insurerNumberReason(text).isEmpty()) {
                accepted++;
            }
        }
        return accepted;
    }

    private static int handwritten(List<String> texts) {
        int accepted = 0;
        for (String text : texts) {
            if (Handwritten.wellFormed(text)) {
                accepted++;
            }
        }
        return accepted;
    }

    private static int handwritten(byte[] records) {
        int accepted = 0;
        for (int start = 0; start < records.length; start += RECORD) {
            if (Handwritten.recordWellFormed(records, start)) {
                accepted++;
            }
        }
        return accepted;
    }
}
