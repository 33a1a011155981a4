package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.kenpo.types.Beacon;
import io.github.kenpo.types.BeaconKind;
import io.github.kenpo.types.DrawRequest;
import io.github.kenpo.types.EnterRequest;
import io.github.kenpo.types.FreezeRequest;
import io.github.kenpo.types.Holder;
import io.github.kenpo.types.Outcome;
import io.github.kenpo.types.Prize;
import io.github.kenpo.types.Proof;
import io.github.kenpo.types.Reason;
import io.github.kenpo.types.VerifyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens over the draw hash, made for the test by an authority that nobody trusts. */
class TimeEvidenceTest {
    private static final List<Outcome> HELD = List.of(Outcome.PASS, Outcome.PASS, Outcome.PASS, Outcome.NOT_EVALUATED);

    @TempDir
    Path folder;

    private record Frozen(String drawHash, DrawRequest request) {}

    /** A small draw at this time. */
    private static Frozen frozen(OffsetDateTime drawTime) {
        var holders = List.of(new Holder("m-1", 2), new Holder("m-2", 1));
        var entries = Kenpo.lotteryEnter(new EnterRequest("kkr-2022-06", "07".repeat(32), holders)).entries();
        var beacon = Beacon.of(BeaconKind.PUBLIC_TEXT).withDescription("Example");
        var prizes = List.of(new Prize("kkr_coupon", 1));
        var frozen = Kenpo.lotteryFreeze(
                FreezeRequest.of("kkr-2022-06", drawTime.minusDays(2), drawTime, beacon, entries, prizes, 1, 1));
        return new Frozen(frozen.drawHash(), DrawRequest.of(frozen.manifest(), entries).withPublicText("1./"));
    }

    /** The proofs of these draws, each with its token. */
    private List<Proof> stamped(Frozen... draws) throws Exception {
        var command = new ArrayList<>(List.of(Project.root().resolve("tests/timestamp/make.sh").toString(), folder.toString()));
        Arrays.stream(draws).map(Frozen::drawHash).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        var proofs = new ArrayList<Proof>();
        for (Frozen draw : draws) {
            String token = HexFormat.of().formatHex(Files.readAllBytes(folder.resolve(draw.drawHash() + ".tst")));
            proofs.add(Kenpo.lotteryDraw(draw.request().withTimeEvidence(token)).proof());
        }
        return proofs;
    }

    /** The first token's content, signed once more; {@code make.sh} says how. */
    private String signedAgain(String name) throws Exception {
        return HexFormat.of().formatHex(Files.readAllBytes(folder.resolve(name + ".tst")));
    }

    private static List<Outcome> outcomes(TimeEvidence found) {
        return found.steps().stream().map(TimeEvidence.Check::outcome).toList();
    }

    @Test
    void showsWhatATokenOverTheDrawHashShows() throws Exception {
        var now = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS);
        var proofs = stamped(frozen(now.plusDays(1)), frozen(now.minusMinutes(1)));
        Proof ahead = proofs.get(0);
        Proof over = proofs.get(1);

        var verdict = Kenpo.lotteryVerify(new VerifyRequest(ahead)).verdict();
        assertEquals(Reason.ACCEPTED, verdict.reason());
        assertEquals("present", verdict.timeEvidence().wireName());
        TimeEvidence found = TimeEvidence.of(ahead);
        assertEquals("accepted", found.reason());
        assertEquals(HELD, outcomes(found));
        assertNotNull(found.certificate());

        assertEquals("timestamp_time", TimeEvidence.of(over).reason());
        assertEquals("timestamp_imprint", TimeEvidence.of(ahead.withTimeEvidence(over.timeEvidence())).reason());
        // The authority says 1.5001 seconds.
        var time = TimeEvidence.of(over).time();
        assertNotNull(time);
        for (long after : new long[] {0, 999_000, 1_500_099, 1_500_100}) {
            var draw = time.plus(after, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
            String reason = TimeEvidence.of(over.timeEvidence(), over.manifestBytes(), draw).reason();
            assertEquals(after < 1_500_100 ? "timestamp_time" : "accepted", reason);
        }

        assertEquals("accepted", TimeEvidence.of(ahead.withTimeEvidence(signedAgain("resigned"))).reason());
        assertEquals("timestamp_imprint", TimeEvidence.of(ahead.withTimeEvidence(signedAgain("other_hash"))).reason());
        for (String name : List.of("unnamed", "renamed", "other_use", "two_uses", "not_critical", "earlier", "two_signers", "other_content")) {
            assertEquals("timestamp_token", TimeEvidence.of(ahead.withTimeEvidence(signedAgain(name))).reason(), name);
        }

        byte[] token = HexFormat.of().parseHex(ahead.timeEvidence());
        int imprint = ahead.timeEvidence().indexOf(ahead.drawHash()) / 2;
        for (int place : IntStream.concat(
                        IntStream.range(imprint - 30, imprint + 50),
                        IntStream.range(token.length - 40, token.length))
                .toArray()) {
            byte[] changed = token.clone();
            changed[place] ^= 1;
            var other = TimeEvidence.of(ahead.withTimeEvidence(HexFormat.of().formatHex(changed)));
            assertEquals("timestamp_token", other.reason(), () -> "byte " + place);
            assertNull(other.certificate());
        }
        String text = ahead.timeEvidence();
        for (String other : List.of("", "00", "3000", ahead.drawHash(), text.substring(2), text.substring(0, text.length() - 2), text + "00")) {
            var nothing = TimeEvidence.of(other, ahead.manifestBytes(), ahead.manifest().drawTime());
            assertEquals(List.of(Outcome.FAIL, Outcome.NOT_EVALUATED, Outcome.NOT_EVALUATED, Outcome.NOT_EVALUATED), outcomes(nothing));
        }
    }

    @Test
    void saysThatThereIsNone() {
        Proof proof = Kenpo.lotteryDraw(frozen(OffsetDateTime.parse("2022-06-23T12:00:00+09:00")).request()).proof();
        assertEquals("none", Kenpo.lotteryVerify(new VerifyRequest(proof)).timeEvidence().wireName());
        var found = TimeEvidence.of(proof);
        assertEquals(Collections.nCopies(4, Outcome.NOT_EVALUATED), outcomes(found));
        assertNull(found.time());
    }
}
