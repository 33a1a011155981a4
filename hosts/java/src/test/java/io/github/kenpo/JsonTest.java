package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kenpo.types.AccruePosting;
import io.github.kenpo.types.AccrueRequest;
import io.github.kenpo.types.ArrivalVerdict;
import io.github.kenpo.types.ExchangePosting;
import io.github.kenpo.types.Ledger;
import io.github.kenpo.types.Reason;
import io.github.kenpo.types.ValueRead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static String text(Object value) {
        return new String(Json.encode(value), StandardCharsets.UTF_8);
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.decode(json.getBytes(StandardCharsets.UTF_8), type);
    }

    @Test
    void omitsWhatIsAbsent() {
        assertEquals("{\"now\":\"n\",\"arrivals\":[]}", text(AccrueRequest.of("n", List.of())));
        assertEquals(
                "{\"now\":\"n\",\"ledger\":{},\"arrivals\":[]}",
                text(AccrueRequest.of("n", List.of()).withLedger(Ledger.of())));
    }

    @Test
    void readsAndWritesTheSameBytes() {
        String json = "{\"verdict\":{\"points\":0,\"lost\":0,\"balance\":9007199254740991,\"items\":[]},"
                + "\"expect\":{\"sequence\":0},\"replayed\":true}";
        assertEquals(json, text(read(json, AccruePosting.class)));
        assertEquals(List.of(), read(json, AccruePosting.class).store());
    }

    @Test
    void anAbsentFlagIsFalse() {
        assertEquals(false, read("{\"verdict\":{\"points\":0,\"lost\":0,\"balance\":0,\"items\":[]}}", AccruePosting.class).replayed());
    }

    @Test
    void escapesOnlyWhatJsonMust() {
        String json = "{\"name\":\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\\",\"value\":\"/健保𠮷\u007f\u2028\"}";
        assertEquals(json, text(read(json, ValueRead.class)));
    }

    @Test
    void aNewerLibraryMaySayMore() {
        var verdict = read(
                "{\"date\":\"2022-02-01\",\"reason\":\"something_new\",\"points\":0,\"more\":1}", ArrivalVerdict.class);
        assertEquals(Reason.UNKNOWN, verdict.reason());
        assertEquals(Reason.UNKNOWN, Reason.ofNumber(255));
        assertEquals(Reason.PAID, Reason.ofNumber(32));
    }

    @Test
    void refusesWhatIsNotOfTheType() {
        var e = assertThrows(IllegalArgumentException.class, () -> read("{\"secret\":1}", ExchangePosting.class));
        assertEquals("not JSON of io.github.kenpo.types.ExchangePosting", e.getMessage());
        assertEquals(null, e.getCause());
    }
}
