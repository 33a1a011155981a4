package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kenpo.internal.Catalogue;
import io.github.kenpo.types.AccruePosting;
import io.github.kenpo.types.AccrueRequest;
import io.github.kenpo.types.Arrival;
import io.github.kenpo.types.ArrivalVerdict;
import io.github.kenpo.types.Boundary;
import io.github.kenpo.types.EntryKind;
import io.github.kenpo.types.ExchangePosting;
import io.github.kenpo.types.Ledger;
import io.github.kenpo.types.MemberNumberRequest;
import io.github.kenpo.types.Person;
import io.github.kenpo.types.Reason;
import io.github.kenpo.types.Relation;
import io.github.kenpo.types.Until;
import io.github.kenpo.types.ValueRead;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2022-02-02T09:00:00+09:00");

    private static String text(Object value) {
        return new String(Json.encode(value), StandardCharsets.UTF_8);
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.decode(json.getBytes(StandardCharsets.UTF_8), type);
    }

    @Test
    void omitsWhatIsAbsent() {
        String now = "{\"now\":\"2022-02-02T09:00:00+09:00\",";
        assertEquals(now + "\"arrivals\":[]}", text(AccrueRequest.of(NOW, List.of())));
        assertEquals(
                now + "\"ledger\":{},\"arrivals\":[]}",
                text(AccrueRequest.of(NOW, List.of()).withLedger(Ledger.of())));
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
    void readsJsonHoweverItIsLaidOut() {
        var lot = " { \"steps\" : 12 ,\r\n\t\"\\u0064ate\":\"2022-02-0\\u0031\", \"more\":[true,{\"a\":[]},-1,\"\\\"\"] } ";
        assertEquals(Arrival.of(LocalDate.of(2022, 2, 1), 12), read(lot, Arrival.class));
    }

    /** A quotation mark of what follows, 25 bytes on, is not the end of an instant that ends in Z. */
    @Test
    void readsAnInstantWhateverFollows() {
        var until = new Until(OffsetDateTime.parse("2022-02-02T00:00:00Z"), Boundary.INCLUSIVE);
        for (String space : List.of("", " ", "\n", "\n ", "\n  ", "\n   ", "\n    ")) {
            assertEquals(until, read("{\"at\":\"2022-02-02T00:00:00Z\"," + space + "\"boundary\":\"inclusive\"}", Until.class));
            assertEquals(until, read("{\"at\":\"2022-02-02T00:00:0\\u0030Z\"," + space + "\"boundary\":\"inclusive\"}", Until.class));
            assertEquals(until, read("{\"boundary\":\"inclusive\",\"at\":\"2022-02-02T00:00:00+00:00\"" + space + "}", Until.class));
        }
    }

    @Test
    void aCatalogueMayHaveMoreLists() {
        byte[] json = "{\"more\":[{\"a\":1}],\"reasons\":[{\"code\":\"paid\",\"ja\":{\"text\":\"a\",\"more\":1}}]}".getBytes(StandardCharsets.UTF_8);
        assertEquals("a", Catalogue.read(json, "ja").reasons().get("paid")[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "{", "null", "[]", "{\"date\":\"2022-02-01\"}", "{\"date\":\"2022-02-01\",\"steps\":null}",
        "{\"date\":\"2022-02-01\",\"steps\":1.0}", "{\"date\":\"2022-02-01\",\"steps\":1e2}",
        "{\"date\":\"2022-02-01\",\"steps\":01}", "{\"date\":\"2022-02-01\",\"steps\":-}",
        "{\"date\":\"2022-02-01\",\"steps\":9999999999999999999}", "{\"date\":\"2022-02-01\",\"steps\":1,}",
        "{\"date\":\"2022-02-01\",\"steps\":1,\"steps\":1}", "{\"date\":\"2022-02-01\",\"steps\":1} 1",
        "{\"date\":\"2022-02-29\",\"steps\":1}", "{\"date\":\"2022-2-01\",\"steps\":1}",
        "{\"date\":\"0000-01-01\",\"steps\":1}", "{\"date\":\"2022-02-01\",\"steps\":1,\"source\":\"\\x\"}",
        "{\"date\":\"2022-02-01\",\"steps\":1,\"source\":\"\n\"}", "{\"date\":\"2022-02-01\" \"steps\":1}",
        "{\"date\":\"2022-02-01\",\"steps\":1,\"source\":\"a}", "{\"date\":\"2022-02-01\",\"steps\":\"1\"}",
    })
    void refusesWhatIsNoArrival(String json) {
        assertThrows(IllegalArgumentException.class, () -> read(json, Arrival.class));
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] json = "{\"name\":\"a\",\"value\":\"b\"}".getBytes(StandardCharsets.UTF_8);
        json[9] = (byte) 0xff;
        assertThrows(IllegalArgumentException.class, () -> Json.decode(json, ValueRead.class));
        assertEquals("\ufffd", read("{\"name\":\"\ufffd\",\"value\":\"\"}", ValueRead.class).name());
    }

    /** Each byte of an answer is changed in many ways; what is still read has to be JSON. */
    @Test
    void whatIsReadIsJson() {
        String json = "{\"verdict\":{\"points\":10,\"lost\":0,\"balance\":-1,\"items\":[{\"error\":{\"code\":\"date_invalid\","
                + "\"path\":\"/é\\n\"}}]},\"store\":[],\"replayed\":true,\"more\":{\"a\":[1,\"健\"]}}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertTrue(isRead(bytes));
        JsonMapper other = new JsonMapper();
        int read = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte kept = bytes[at];
            for (int changed = 0; changed < 256; changed++) {
                bytes[at] = (byte) changed;
                if (isRead(bytes)) {
                    read++;
                    assertDoesNotThrow(() -> other.readTree(bytes), () -> new String(bytes, StandardCharsets.UTF_8));
                }
            }
            bytes[at] = kept;
        }
        assertTrue(read > 1_000, "read " + read);
    }

    private static boolean isRead(byte[] json) {
        try {
            AccruePosting posting = Json.decode(json, AccruePosting.class);
            assertEquals(posting, Json.decode(Json.encode(posting), AccruePosting.class));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void instantsAreWrittenInWholeSecondsWithTheirOffset() {
        String written = text(AccrueRequest.of(OffsetDateTime.parse("2022-02-02T00:00:00.999Z"), List.of()));
        assertEquals("{\"now\":\"2022-02-02T00:00:00Z\",\"arrivals\":[]}", written);
        written = text(AccrueRequest.of(OffsetDateTime.parse("0001-02-02T23:59:59-10:30"), List.of()));
        assertEquals("{\"now\":\"0001-02-02T23:59:59-10:30\",\"arrivals\":[]}", written);
        for (String no : List.of("2022-02-02T00:00:00+09:00:30", "+10000-01-01T00:00:00Z")) {
            AccrueRequest request = AccrueRequest.of(OffsetDateTime.parse(no), List.of());
            assertThrows(IllegalArgumentException.class, () -> Json.encode(request));
        }
        for (String no : List.of("2022-02-02T24:00:00Z", "2022-02-02T00:00:00+09:60", "2022-02-02T00:00:00+19:00", "2022-02-02T00:00:00.5Z")) {
            assertThrows(IllegalArgumentException.class, () -> read("{\"now\":\"" + no + "\",\"arrivals\":[]}", AccrueRequest.class));
        }
    }

    @Test
    void toStringNamesNoPerson() {
        var person = Person.of("p-7", LocalDate.of(1985, 3, 31), Relation.INSURED, LocalDate.of(2010, 4, 1));
        assertFalse(person.toString().matches(".*[0-9].*"), person.toString());
        var number = MemberNumberRequest.of(LocalDate.of(2024, 4, 1), "06133425").withNumber("7654321");
        assertFalse(number.toString().contains("06133425") || number.toString().contains("7654321"), number.toString());
        assertEquals(
                "ArrivalVerdict[date=2022-02-01, reason=PAID", read(
                        "{\"date\":\"2022-02-01\",\"reason\":\"paid\",\"points\":0}", ArrivalVerdict.class)
                .toString().substring(0, 43));
    }

    @Test
    void constantsAreFoundByTheirNames() {
        assertEquals(EntryKind.CREDIT, EntryKind.fromWire("credit"));
        assertThrows(IllegalArgumentException.class, () -> EntryKind.fromWire("CREDIT"));
        assertEquals(Reason.PAID, Reason.fromWire("paid"));
        assertEquals(Reason.UNKNOWN, Reason.fromWire("something_new"));
    }

    @Test
    void refusesWhatIsNoTypeOfThisPackage() {
        record Arrival(int steps) {}
        assertThrows(IllegalArgumentException.class, () -> Json.encode(new Arrival(1)));
        assertThrows(IllegalArgumentException.class, () -> read("{}", Arrival.class));
    }

    @Test
    void refusesWhatIsNotOfTheType() {
        var e = assertThrows(IllegalArgumentException.class, () -> read("{\"secret\":1}", ExchangePosting.class));
        assertEquals("not JSON of io.github.kenpo.types.ExchangePosting", e.getMessage());
        assertEquals(null, e.getCause());
    }
}
