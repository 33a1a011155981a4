package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kenpo.types.CouponRequest;
import io.github.kenpo.types.InsurerNumberRequest;
import io.github.kenpo.types.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KenpoTest {
    @Test
    void knowsItsVersions() {
        assertEquals(1, Kenpo.abiVersion());
        assertEquals("0.1.0", Kenpo.version());
    }

    @Test
    void examinesInsurerNumbers() {
        assertEquals(Optional.empty(), Kenpo.insurerNumberCheck("233064"));
        assertEquals(Optional.of(Reason.WRONG_CHECK_DIGIT), Kenpo.insurerNumberCheck("233065"));
        assertEquals(Optional.of(Reason.EMPTY), Kenpo.insurerNumberCheck(""));
        assertEquals(Optional.of(Reason.NOT_DIGITS), Kenpo.insurerNumberCheck("保険者番号𠮷"));
        KenpoException e = assertThrows(KenpoException.class, () -> Kenpo.insurerNumberCheck("1".repeat(65)));
        assertEquals(Status.TOO_LARGE, e.status());

        byte[] reasons = Kenpo.insurerNumbersCheck("233064  233065  ".getBytes(StandardCharsets.US_ASCII));
        assertArrayEquals(new byte[] {0, (byte) Reason.WRONG_CHECK_DIGIT.number()}, reasons);
        assertArrayEquals(new byte[0], Kenpo.insurerNumbersCheck(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> Kenpo.insurerNumbersCheck(new byte[7]));

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
        assertThrows(IllegalArgumentException.class, () -> Kenpo.insurerNumberCheck(half));
        assertThrows(KenpoException.class, () -> Kenpo.insurerNumberCheck(InsurerNumberRequest.of(half)));
        assertThrows(IllegalArgumentException.class, () -> Kenpo.answer("insurer_number.check", half));
    }

    @Test
    void refusesALibraryOfAnotherAbi() {
        assertThrows(UnsatisfiedLinkError.class, () -> Abi.checkVersion(2, "libkenpo.so"));
    }
}
