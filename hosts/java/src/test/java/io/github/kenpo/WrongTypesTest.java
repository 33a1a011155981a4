package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A text, a truth or a list in place of a number is an error at its place, and never a comparison or a conversion. The
 * typed calls, and the constructors of requests, take nothing but numbers.
 */
class WrongTypesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<JsonNode> WRONG = List.of(
            NODES.stringNode("65"), NODES.stringNode("unknown"), NODES.booleanNode(true), NODES.arrayNode().add(65));

    /** Three cases of an operation have its fields; all of them would take minutes. */
    private static final int CASES_OF_EACH = 3;

    /** Items in which a list is changed. */
    private static final int ITEMS_OF_EACH = 2;

    private int places;

    @Test
    void requestsWithAnotherTypeInPlaceOfEachNumber() throws Exception {
        Map<String, Integer> done = new HashMap<>();
        try (Stream<Path> files = Files.walk(Project.root().resolve("tests/vectors"))) {
            for (Path path : files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
                JsonNode file = JSON.readTree(Files.readAllBytes(path));
                String operation = file.get("operation").asString();
                if (operation.endsWith(".batch")) {
                    continue;
                }
                JsonNode name = file.get("programme");
                try (Programme programme = name == null ? null : Programme.parse(Project.read(name.asString()))) {
                    Method method = VectorRunner.method(operation, programme != null);
                    for (JsonNode one : file.get("cases")) {
                        // Cases that are answered.
                        if (one.has("request")
                                && !one.get("expect").has("/code")
                                && done.merge(operation, 1, Integer::sum) <= CASES_OF_EACH) {
                            Class<?> type = method == null ? null : method.getParameterTypes()[0];
                            sweep(operation, programme, one.get("request"), type);
                        }
                    }
                }
            }
        }
        assertTrue(done.size() > 60, () -> done.size() + " operations");
        assertTrue(places > 200, () -> places + " places");
    }

    private void sweep(String operation, @Nullable Programme programme, JsonNode request, @Nullable Class<?> type)
            throws Exception {
        for (List<Object> place : numbers(request)) {
            places++;
            for (JsonNode wrong : WRONG) {
                byte[] json = JSON.writeValueAsBytes(put(request, place, wrong));
                StringBuilder path = new StringBuilder();
                place.forEach(part -> path.append('/').append(part));
                assertEquals(List.of(path.toString()), refusedAt(operation, programme, json), operation);
                if (type != null && !type.isArray()) {
                    assertThrows(IllegalArgumentException.class, () -> Json.decode(json, type), operation);
                }
            }
        }
    }

    /** Where the errors are, also where a record's error stands in the answer, beside the verdicts on other records. */
    private static List<String> refusedAt(String operation, @Nullable Programme programme, byte[] json) {
        byte[] answered;
        try {
            answered = programme == null ? Kenpo.answer(operation, json) : programme.answer(operation, json);
        } catch (KenpoException e) {
            return List.of(e.path());
        }
        List<String> found = new ArrayList<>();
        JsonNode verdict = JSON.readTree(new String(answered, StandardCharsets.UTF_8)).get("answer").get("verdict");
        for (JsonNode item : verdict.path("items")) {
            if (item.has("error")) {
                found.add(item.get("error").get("path").asString());
            }
        }
        return found;
    }

    /** Where numbers stand in a request. */
    private static List<List<Object>> numbers(JsonNode value) {
        List<List<Object>> all = new ArrayList<>();
        if (value.isNumber()) {
            all.add(List.of());
        } else if (value instanceof ObjectNode object) {
            object.properties().forEach(part -> numbers(part.getValue()).forEach(rest -> all.add(below(part.getKey(), rest))));
        } else if (value instanceof ArrayNode list) {
            for (int index = 0; index < Math.min(list.size(), ITEMS_OF_EACH); index++) {
                for (List<Object> rest : numbers(list.get(index))) {
                    all.add(below(index, rest));
                }
            }
        }
        return all;
    }

    private static List<Object> below(Object part, List<Object> rest) {
        List<Object> path = new ArrayList<>(List.of(part));
        path.addAll(rest);
        return path;
    }

    /** The same request with another value at a place. */
    private static JsonNode put(JsonNode value, List<Object> place, JsonNode wrong) {
        if (place.isEmpty()) {
            return wrong;
        }
        List<Object> rest = place.subList(1, place.size());
        if (place.get(0) instanceof Integer index) {
            ArrayNode list = JSON.createArrayNode().addAll((ArrayNode) value);
            return list.set(index, put(list.get(index), rest, wrong));
        }
        ObjectNode other = JSON.createObjectNode();
        value.properties().forEach(property -> other.set(property.getKey(), property.getValue()));
        String key = (String) place.get(0);
        return other.set(key, put(other.get(key), rest, wrong));
    }
}
