package io.github.kenpo.fuzz;

import com.sun.management.ThreadMXBean;
import io.github.kenpo.Answered;
import io.github.kenpo.Json;
import io.github.kenpo.internal.Catalogue;
import io.github.kenpo.internal.JsonFault;
import io.github.kenpo.types.Failure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The readers of JSON that the package has of its own, as Jazzer calls them. An input's first line is what it is read as, the rest its
 * JSON. A reader gives a value or what it documents, in memory that its input bounds. What is read is JSON; written and read again, or
 * laid out in another way, it is the same value.
 */
public final class Readers {
    /** Each key and each text may be an object; Jazzer's own notes on what is compared count as well. */
    private static final long MOST_FOR_A_BYTE = 4_096;
    private static final long MOST_FOR_ANY = 1 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Deeper than the package's reader goes. */
    private static final JsonMapper OTHER = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1_024).build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build());
    private static final ObjectWriter LAID_OUT = OTHER.writerWithDefaultPrettyPrinter();

    /** By the first line that names them. */
    private static final Map<String, Class<?>> TYPES = types();
    private static final List<String> HEADS = List.copyOf(TYPES.keySet());

    private Readers() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String head = new String(input, 0, end, StandardCharsets.ISO_8859_1);
        byte[] json = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        if (head.equals("messages")) {
            catalogue(json);
            return;
        }
        String known = TYPES.containsKey(head) ? head : HEADS.get(Math.floorMod(head.hashCode(), HEADS.size()));
        value(json, TYPES.get(known));
    }

    private static void catalogue(byte[] json) {
        bounded(json, () -> {
            try {
                return Catalogue.read(json, "ja");
            } catch (JsonFault fault) {
                return null;
            }
        });
    }

    private static void value(byte[] json, Class<?> type) {
        Object value = bounded(json, () -> {
            try {
                return Json.decode(json, type);
            } catch (IllegalArgumentException fault) {
                // NumberFormatException and others are kinds of it.
                check(fault.getClass() == IllegalArgumentException.class, fault.toString());
                return null;
            }
        });
        if (value == null) {
            return;
        }
        byte[] written = Json.encode(value);
        check(Json.decode(written, type).equals(value), "what was written is read as another");
        check(Arrays.equals(Json.encode(Json.decode(written, type)), written), "what was read is written in another way");
        JsonNode tree = OTHER.readTree(json);
        byte[] laidOut = LAID_OUT.writeValueAsBytes(tree);
        check(Json.decode(laidOut, type).equals(value), "laid out in another way, it is another value");
    }

    /** Once more where it took more than it may: the first time of a type its classes are loaded, and changed by Jazzer. */
    private static Object bounded(byte[] json, Supplier<Object> read) {
        long took = 0;
        for (int time = 0; time < 2; time++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Object value = read.get();
            took = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (took <= MOST_FOR_ANY + MOST_FOR_A_BYTE * json.length) {
                return value;
            }
        }
        throw new AssertionError(json.length + " bytes took " + took);
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new AssertionError(fault);
        }
    }

    private static Map<String, Class<?>> types() {
        Map<String, Class<?>> types = new TreeMap<>();
        try {
            Path classes = Path.of(Failure.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            String folder = Failure.class.getPackageName().replace('.', '/');
            List<String> names;
            try (Stream<Path> files = Files.list(classes.resolve(folder))) {
                names = files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                        .map(name -> name.substring(0, name.length() - ".class".length()))
                        .collect(Collectors.toList());
            }
            for (String name : names) {
                Class<?> type = Class.forName(Failure.class.getPackageName() + "." + name);
                types.put(name, type);
                if (Answered.class.isAssignableFrom(type)) {
                    for (RecordComponent part : type.getRecordComponents()) {
                        if (part.getName().equals("answer")) {
                            types.put("answer " + part.getType().getSimpleName(), type);
                        }
                    }
                }
            }
        } catch (IOException | URISyntaxException | ClassNotFoundException fault) {
            throw new IllegalStateException(fault);
        }
        types.put("error", Failure.class);
        return types;
    }
}
