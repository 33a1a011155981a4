package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
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

/** No text of an exception, of its trace, of its causes or of the library's error holds a value that was given. */
class MarkersTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TEXT = "planted-4711";
    private static final long NUMBER = 471147114711471147L;
    private static final List<JsonNode> MARKS =
            List.of(JsonNodeFactory.instance.stringNode(TEXT), JsonNodeFactory.instance.numberNode(NUMBER));

    /** Three cases of an operation have its fields; all of them would take minutes. */
    private static final int CASES_OF_EACH = 3;

    /** Items in which a list is changed. */
    private static final int ITEMS_OF_EACH = 2;

    private int thrown;

    @Test
    void requestsWithAMarkInEveryPlace() throws Exception {
        Map<String, Integer> done = new HashMap<>();
        everyFile((operation, programme, cases) -> {
            Method method = VectorRunner.method(operation, programme != null);
            for (JsonNode one : cases) {
                if (!one.has("request") || done.merge(operation, 1, Integer::sum) > CASES_OF_EACH) {
                    continue;
                }
                for (JsonNode mark : MARKS) {
                    for (JsonNode request : planted(one.get("request"), mark)) {
                        byte[] bytes = JSON.writeValueAsBytes(request);
                        asks(() -> answer(programme, operation, bytes));
                        if (method != null) {
                            Class<?> type = method.getParameterTypes()[0];
                            asks(() -> invoke(method, programme, Json.decode(bytes, type)));
                        }
                    }
                }
            }
        });
        assertTrue(done.size() > 60, () -> done.size() + " operations");
        assertTrue(thrown > 5000, () -> thrown + " exceptions");
    }

    @Test
    void requestsThatAreNoJson() throws Exception {
        everyFile((operation, programme, cases) -> {
            Method method = VectorRunner.method(operation, programme != null);
            for (JsonNode one : cases) {
                String text = one.has("request_text") ? one.get("request_text").asString() : one.get("request").toString();
                byte[] bytes = text.replaceFirst("\"", "\"" + TEXT).getBytes(StandardCharsets.UTF_8);
                asks(() -> answer(programme, operation, bytes));
                if (method != null) {
                    asks(() -> Json.decode(bytes, method.getParameterTypes()[0]));
                }
            }
        });
        assertTrue(thrown > 1000, () -> thrown + " exceptions");
    }

    @Test
    void documents() throws Exception {
        JsonNode document = JSON.readTree(Project.read("programmes/kkr.json"));
        for (JsonNode mark : MARKS) {
            for (JsonNode changed : planted(document, mark)) {
                asks(() -> close(Programme.parse(JSON.writeValueAsBytes(changed))));
            }
        }
        assertTrue(thrown > 50, () -> thrown + " exceptions");
    }

    @Test
    void typedCalls() throws Exception {
        String half = TEXT + "\ud800";
        String longer = TEXT.repeat(30);
        try (Programme programme = Project.kkr()) {
            List<Runnable> asks = List.of(
                    () -> Kenpo.insurerNumberReason(half),
                    () -> Kenpo.insurerNumberReason(longer),
                    () -> Kenpo.insurerNumberReasons((TEXT + "7").getBytes(StandardCharsets.UTF_8)),
                    () -> Kenpo.matchKey(half),
                    () -> Kenpo.matchKey(longer),
                    () -> Kenpo.matchKeys(List.of(TEXT, half)),
                    () -> Kenpo.matchKeys(List.of(TEXT, longer)),
                    () -> Kenpo.answer(TEXT, TEXT),
                    () -> Kenpo.answer("insurer_number.check", half),
                    () -> programme.answer(half, TEXT),
                    () -> programme.answer("coupon.issue", half),
                    () -> programme.subsidyYen(TEXT, 20220401, NUMBER),
                    () -> programme.subsidyYen(half, 20220401, NUMBER),
                    () -> programme.subsidiesYen(half, 20220401, new int[] {1}),
                    () -> programme.bookingDeadline(half, DeadlineKind.values()[0], 20220401),
                    () -> programme.slotDeadlines(half, DeadlineKind.values()[0], new int[] {20220401}),
                    () -> programme.eligibilityReasons(half, new PersonColumn(0)),
                    () -> programme.slotStates(half, NUMBER, new SlotColumn(0)),
                    () -> programme.stepsAccrue(StepDelivery.on(20220202), List.of(new StepDay(20220201, -NUMBER)), List.of()),
                    () -> close(Programme.parse(half)));
            asks.forEach(ask -> asks(ask::run));
        }
        assertTrue(thrown > 12, () -> thrown + " exceptions");
    }

    private interface Ask {
        void run() throws Exception;
    }

    private interface EveryFile {
        void run(String operation, @Nullable Programme programme, JsonNode cases) throws Exception;
    }

    private static void everyFile(EveryFile each) throws Exception {
        try (Stream<Path> files = Files.walk(Project.root().resolve("tests/vectors"))) {
            for (Path path : files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
                JsonNode file = JSON.readTree(Files.readAllBytes(path));
                JsonNode name = file.get("programme");
                try (Programme programme = name == null ? null : Programme.parse(Project.read(name.asString()))) {
                    each.run(file.get("operation").asString(), programme, file.get("cases"));
                }
            }
        }
    }

    /** The value with the mark in place of one of its parts, once for each of them. */
    private static List<JsonNode> planted(JsonNode value, JsonNode mark) {
        List<JsonNode> all = new ArrayList<>();
        if (value instanceof ObjectNode object) {
            object.propertyNames().forEach(key -> planted(object.get(key), mark).forEach(part -> {
                ObjectNode other = JSON.createObjectNode();
                object.properties().forEach(property -> other.set(property.getKey(), property.getValue()));
                all.add(other.set(key, part));
            }));
        } else if (value instanceof ArrayNode list) {
            for (int index = 0; index < Math.min(list.size(), ITEMS_OF_EACH); index++) {
                for (JsonNode part : planted(list.get(index), mark)) {
                    ArrayNode other = JSON.createArrayNode().addAll(list);
                    all.add(other.set(index, part));
                }
            }
        }
        all.add(mark);
        return all;
    }

    private static void answer(@Nullable Programme programme, String operation, byte[] request) {
        if (programme == null) {
            Kenpo.answer(operation, request);
        } else {
            programme.answer(operation, request);
        }
    }

    private static void invoke(Method method, @Nullable Programme programme, Object request) throws Exception {
        try {
            method.invoke(programme, request);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static void close(Programme programme) {
        programme.close();
    }

    private void asks(Ask ask) {
        try {
            ask.run();
        } catch (Exception e) {
            thrown++;
            holdsNothing(e);
        }
    }

    /** The trace has the texts of causes and of what was suppressed. */
    private static void holdsNothing(Exception e) {
        StringWriter shown = new StringWriter();
        e.printStackTrace(new PrintWriter(shown, true));
        shown.append(e.toString()).append(e.getLocalizedMessage());
        if (e instanceof KenpoException fault && fault.failure() != null) {
            shown.append(fault.failure().toString()).append(fault.path()).append(fault.code());
            shown.append(new String(Json.encode(fault.failure()), StandardCharsets.UTF_8));
        }
        assertFalse(shown.toString().contains(TEXT) || shown.toString().contains(Long.toString(NUMBER)), shown::toString);
    }
}
