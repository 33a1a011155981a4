package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kenpo.types.CouponRequest;
import io.github.kenpo.types.DrawEntry;
import io.github.kenpo.types.FoldListRequest;
import io.github.kenpo.types.InsurerNumberRequest;
import io.github.kenpo.types.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KenpoTest {
    @Test
    void knowsItsVersions() {
        assertEquals(1, Kenpo.abi());
        assertEquals("0.1.0", Kenpo.version());
    }

    @Test
    void examinesInsurerNumbers() {
        assertEquals(Optional.empty(), Kenpo.insurerNumberReason("233064"));
        assertEquals(Optional.of(Reason.WRONG_CHECK_DIGIT), Kenpo.insurerNumberReason("233065"));
        assertEquals(Optional.of(Reason.EMPTY), Kenpo.insurerNumberReason(""));
        assertEquals(Optional.of(Reason.NOT_DIGITS), Kenpo.insurerNumberReason("保険者番号𠮷"));
        KenpoException e = assertThrows(KenpoException.class, () -> Kenpo.insurerNumberReason("1".repeat(65)));
        assertEquals(Status.TOO_LARGE, e.status());

        byte[] reasons = Kenpo.insurerNumberReasons("233064  233065  ".getBytes(StandardCharsets.US_ASCII));
        assertArrayEquals(new byte[] {0, (byte) Reason.WRONG_CHECK_DIGIT.number()}, reasons);
        assertArrayEquals(new byte[0], Kenpo.insurerNumberReasons(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> Kenpo.insurerNumberReasons(new byte[7]));

        var answered = Kenpo.insurerNumberCheck(InsurerNumberRequest.of("233065"));
        assertEquals(Reason.WRONG_CHECK_DIGIT, answered.reason());
        assertEquals(null, answered.programme());
    }

    @Test
    void makesMatchKeys() {
        assertEquals("ケンコムジヨウ", Kenpo.matchKey("ｹﾝｺﾑ　じょー・う"));
        assertEquals("𠮷", Kenpo.matchKey("𠮷"));
        assertEquals("", Kenpo.matchKey(""));
        assertEquals("", Kenpo.matchKey("　ー"));
        assertEquals("A".repeat(256), Kenpo.matchKey("A".repeat(256)));
        KenpoException e = assertThrows(KenpoException.class, () -> Kenpo.matchKey("A".repeat(257)));
        assertEquals(Status.TOO_LARGE, e.status());
        assertThrows(IllegalArgumentException.class, () -> Kenpo.matchKey("\ud842"));
    }

    @Test
    void makesTheMatchKeysOfAColumn() {
        List<String> names = List.of("ｹﾝｺﾑ　じょー・う", "", "𠮷", "カ", "\u3099", "　ー", "A".repeat(256));
        assertEquals(names.stream().map(Kenpo::matchKey).toList(), Kenpo.matchKeys(names));
        assertEquals(List.of(), Kenpo.matchKeys(List.of()));
        assertEquals(List.of("", ""), Kenpo.matchKeys(List.of("", "")));
        KenpoException e =
                assertThrows(KenpoException.class, () -> Kenpo.matchKeys(List.of("A", "A".repeat(257), "A".repeat(258))));
        assertEquals(List.of(Status.TOO_LARGE, "too_large", "/1"), List.of(e.status(), e.code(), e.path()));
        // The halves of 𠮷 are not put together.
        assertThrows(IllegalArgumentException.class, () -> Kenpo.matchKeys(List.of("\ud842", "\udfb7")));
    }

    @Test
    void checksADocumentByItsBytes() throws Exception {
        // The operation gets the document without the space around it, which a digest would count.
        String text = new String(Project.read("programmes/kkr.json"), StandardCharsets.UTF_8).strip();
        byte[] document = text.getBytes(StandardCharsets.UTF_8);
        String digest;
        try (Programme programme = Programme.parse(document)) {
            digest = programme.couponIssue(CouponRequest.of("kkr_coupon", java.time.LocalDate.of(2022, 6, 23)))
                    .programme().digest();
        }
        assertEquals(digest, Kenpo.programmeCheck(document).verdict().programme().digest());
        assertEquals(digest, Kenpo.programmeCheck(text).verdict().programme().digest());
        assertEquals("/format", Kenpo.programmeCheck("{\"format\":1}").verdict().faults().get(0).path());
        KenpoException e = assertThrows(KenpoException.class, () -> Kenpo.programmeCheck("{"));
        assertEquals("json_syntax", e.code());
    }

    private static DrawEntry entry(int holder) {
        return new DrawEntry(String.format("%064x", holder), 1 + holder % 3);
    }

    /** The state of the holders from one to before another, in chunks. */
    private static String folded(int first, int end) {
        var request = FoldListRequest.of().withPlace((long) first);
        for (int at = first; at < end; at += 64) {
            var chunk = IntStream.range(at, Math.min(at + 64, end)).mapToObj(KenpoTest::entry).toList();
            request = FoldListRequest.of().withState(Kenpo.lotteryFoldList(request.withEntries(chunk)).verdict().state());
        }
        return Objects.requireNonNull(request.state());
    }

    @Test
    void foldsALongListOnTwoThreads() {
        var whole = FoldListRequest.of().withEntries(IntStream.range(0, 1000).mapToObj(KenpoTest::entry).toList());
        var once = Kenpo.lotteryFoldList(whole).verdict();
        var second = CompletableFuture.supplyAsync(() -> folded(450, 1000));
        var first = FoldListRequest.of().withState(folded(0, 450));
        var joined = Kenpo.lotteryFoldList(first.withNext(second.join())).verdict();
        assertEquals(once, joined);
        assertEquals(1000, joined.holders());

        var again = first.withPlace(386L).withEntries(List.of(entry(450)));
        assertEquals("entries_unordered", assertThrows(KenpoException.class, () -> Kenpo.lotteryFoldList(again)).code());
        var repeated = first.withEntries(List.of(entry(449)));
        var refused = assertThrows(KenpoException.class, () -> Kenpo.lotteryFoldList(repeated));
        assertEquals("entry_repeated", refused.code());
        assertEquals("/entries/0/tag", refused.path());
        var cut = FoldListRequest.of().withState(joined.state().substring(2));
        assertEquals("fold_state_invalid", assertThrows(KenpoException.class, () -> Kenpo.lotteryFoldList(cut)).code());
    }

    @Test
    void refusesWhatIsNoOperation() {
        KenpoException e = assertThrows(KenpoException.class, () -> Kenpo.answer("coupon.print", "{}"));
        assertEquals(Status.UNKNOWN_OPERATION, e.status());
        e = assertThrows(KenpoException.class, () -> Kenpo.answer("coupon.issue", "{}"));
        assertEquals("programme_required", e.code());
    }

    @Test
    void refusesHalfASurrogatePair() {
        String half = "\ud842";
        assertThrows(IllegalArgumentException.class, () -> Kenpo.insurerNumberReason(half));
        assertThrows(KenpoException.class, () -> Kenpo.insurerNumberCheck(InsurerNumberRequest.of(half)));
        assertThrows(IllegalArgumentException.class, () -> Kenpo.answer("insurer_number.check", half));
    }

    @Test
    void refusesALibraryOfAnotherAbi() {
        assertThrows(UnsatisfiedLinkError.class, () -> Abi.checkVersion(2, "libkenpo.so"));
    }
}
