package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kenpo.types.Allowed;
import io.github.kenpo.types.Check;
import io.github.kenpo.types.ErrorCode;
import io.github.kenpo.types.Fault;
import io.github.kenpo.types.Outcome;
import io.github.kenpo.types.Reason;
import io.github.kenpo.types.ValueRead;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessagesTest {
    /** Every form of every code, against the catalogue as another reader has it. */
    @Test
    void everyCodeHasItsMessage() throws Exception {
        JsonNode catalogue = JsonMapper.shared().readTree(Files.readAllBytes(Project.root().resolve("messages/messages.json")));
        for (String language : List.of("en", "ja")) {
            int count = 0;
            for (JsonNode entry : catalogue.get("reasons")) {
                check(entry, language, code -> Reason.fromWire(code).message(language));
                count++;
            }
            assertEquals(Reason.values().length - 1, count);
            for (JsonNode entry : catalogue.get("errors")) {
                check(entry, language, code -> ErrorCode.fromWire(code).message(language));
                count++;
            }
            assertEquals(Reason.values().length - 1 + ErrorCode.values().length - 1, count);
        }
    }

    private static void check(JsonNode entry, String language, Function<String, Message> message) {
        String code = entry.get("code").asString();
        Message said = message.apply(code);
        JsonNode texts = entry.get(language);
        Function<String, String> text = form -> texts.has(form) ? texts.get(form).asString() : null;
        assertEquals(
                new Message(
                        text.apply("text"), text.apply("cause"), text.apply("remedy"),
                        text.apply("operator"), text.apply("short"), text.apply("easy")),
                said,
                code);
    }

    @Test
    void aCheckFillsInItsValues() {
        Check check = new Check(
                "KRK-09", Reason.LOCKED, Outcome.FAIL, List.of(new ValueRead("until", "2024-02-01T10:30:00+09:00")), null, null);
        Message message = Messages.explain(check, "en");
        String operator = Reason.LOCKED.message("en").operator();
        assertEquals(operator.replace("{until}", "2024-02-01T10:30:00+09:00"), message.operator());
        assertEquals(message, Messages.explain(check, "en"));

        // What the check does not say stays as it is.
        Check silent = new Check("KRK-09", Reason.LOCKED, Outcome.FAIL, List.of(), null, null);
        assertEquals(Reason.LOCKED.message("ja"), Messages.explain(silent, "ja"));
    }

    @Test
    void aFaultIsToldInOneText() throws Exception {
        JsonNode cases = JsonMapper.shared().readTree(Files.readAllBytes(Project.root().resolve("tests/faults.json")));
        for (JsonNode one : cases) {
            for (String language : List.of("en", "ja")) {
                String text = one.get(language).isNull() ? null : one.get(language).asString();
                assertEquals(text, Messages.explainFault(fault(one.get("fault")), language), one.get("id").asString());
            }
        }
        assertTrue(cases.size() > 20);
        assertThrows(IllegalArgumentException.class, () -> Messages.explainFault(fault(cases.get(0).get("fault")), "fr"));
    }

    private static Fault fault(JsonNode fault) {
        JsonNode allowed = fault.get("allowed");
        Function<String, List<String>> list = key ->
                allowed.has(key) ? allowed.get(key).valueStream().map(JsonNode::asString).toList() : List.of();
        Function<String, Long> bound = key -> allowed.has(key) ? allowed.get(key).asLong() : null;
        return new Fault(
                ErrorCode.fromWire(fault.get("code").asString()),
                fault.get("path").asString(),
                fault.get("line").asLong(),
                fault.get("column").asLong(),
                fault.has("meant") ? fault.get("meant").asString() : null,
                fault.has("other") ? fault.get("other").asString() : null,
                allowed == null
                        ? null
                        : new Allowed(
                                allowed.has("kind") ? allowed.get("kind").asString() : null,
                                bound.apply("at_least"), bound.apply("at_most"),
                                list.apply("choices"), list.apply("keys"), list.apply("ids_of")));
    }

    @Test
    void whatIsNotThere() {
        assertNull(Reason.UNKNOWN.message("ja"));
        assertNull(ErrorCode.UNKNOWN.message("ja"));
        assertThrows(IllegalArgumentException.class, () -> Reason.LOCKED.message("fr"));
    }
}
