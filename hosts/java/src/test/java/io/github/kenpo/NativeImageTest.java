package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Array;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What GraalVM is told of the package: it is held to the sources and to java.lang.foreign. No image is built. */
class NativeImageTest {
    private static final Map<String, String> LAYOUTS = Map.of(
            "I", "jint", "L", "jlong", "BYTES", "void*", "INTS", "void*", "LONGS", "void*", "void.class", "void");

    private static JsonNode metadata() throws Exception {
        String file = "/META-INF/native-image/io.github.kenpo/kenpo/reachability-metadata.json";
        try (var in = NativeImageTest.class.getResourceAsStream(file)) {
            return JsonMapper.shared().readTree(in.readAllBytes());
        }
    }

    /** Each function that is called is declared by its type, once, and no other. */
    @Test
    void everyCallIsDeclared() throws Exception {
        String source = Files.readString(Project.java().resolve("src/main/java/io/github/kenpo/ForeignAbi.java"));
        Matcher call = Pattern.compile("(?:=\\s+of\\(|methodType\\()((?:\"\\w+\", )?[^()]*)\\)").matcher(source);
        var called = new TreeSet<String>();
        while (call.find()) {
            List<String> types = Arrays.stream(call.group(1).split(",\\s*")).filter(type -> !type.startsWith("\"")).toList();
            if (LAYOUTS.keySet().containsAll(types)) {
                List<String> layouts = types.stream().map(LAYOUTS::get).toList();
                called.add(layouts.get(0) + layouts.subList(1, layouts.size()) + (layouts.contains("void*") ? " critical" : ""));
            }
        }
        var declared = new TreeSet<String>();
        for (JsonNode one : metadata().get("foreign").get("downcalls")) {
            List<String> parameters = one.get("parameterTypes").valueStream().map(JsonNode::asString).toList();
            boolean critical = one.has("options") && one.get("options").get("critical").get("allowHeapAccess").asBoolean();
            declared.add(one.get("returnType").asString() + parameters + (critical ? " critical" : ""));
        }
        assertFalse(called.isEmpty());
        assertEquals(called, declared);
    }

    /** What is looked up by name is there, from Java 22 on. */
    @Test
    void whatIsLookedUpIsThere() throws Exception {
        assumeTrue(Runtime.version().feature() >= 22);
        for (JsonNode one : metadata().get("reflection")) {
            Class<?> type = type(one.get("type").asString());
            for (JsonNode method : one.path("methods")) {
                Class<?>[] parameters = method.get("parameterTypes").valueStream()
                        .map(JsonNode::asString)
                        .map(NativeImageTest::type)
                        .toArray(Class<?>[]::new);
                type.getMethod(method.get("name").asString(), parameters);
            }
            for (JsonNode field : one.path("fields")) {
                type.getField(field.get("name").asString());
            }
        }
    }

    private static Class<?> type(String name) {
        try {
            if (name.endsWith("[]")) {
                return Array.newInstance(type(name.substring(0, name.length() - 2)), 0).getClass();
            }
            return switch (name) {
                case "boolean" -> boolean.class;
                case "byte" -> byte.class;
                case "int" -> int.class;
                case "long" -> long.class;
                default -> Class.forName(name);
            };
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
