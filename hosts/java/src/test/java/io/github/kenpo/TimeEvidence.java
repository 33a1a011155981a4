package io.github.kenpo;

import io.github.kenpo.types.Outcome;
import io.github.kenpo.types.Proof;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Selector;
import org.jspecify.annotations.Nullable;

/**
 * What an RFC 3161 token over a draw hash shows without a list of trusted authorities, by Bouncy Castle (bcpkix). An example to be copied: the package
 * itself depends on no such library. The steps are those of {@code docs/rules/lottery.md}.
 *
 * @param steps Every step, in order.
 * @param time The token's time, where it could be read.
 * @param certificate The certificate under which it is signed, where the first step holds. Whose it is stays to be seen.
 */
record TimeEvidence(List<Check> steps, @Nullable Instant time, @Nullable X509CertificateHolder certificate) {
    /**
     * How a step came out.
     *
     * @param step Its name.
     * @param outcome How it came out.
     */
    record Check(String step, Outcome outcome) {}

    /** The first step that failed; {@code accepted} where none did. */
    String reason() {
        var failed = steps.stream().filter(check -> check.outcome() == Outcome.FAIL).map(Check::step);
        return failed.findFirst().orElse("accepted");
    }

    /** Checks the token of a proof. What {@code lottery.verify} says is shown with it: neither is enough alone. */
    static TimeEvidence of(Proof proof) {
        return of(proof.timeEvidence(), proof.manifestBytes(), proof.manifest().drawTime());
    }

    /**
     * Checks a token.
     *
     * @param token The proof's {@code time_evidence}; absent where it has none.
     * @param manifestBytes The proof's {@code manifest_bytes}, whose SHA-256 is the draw hash.
     * @param drawTime When the draw is.
     */
    static TimeEvidence of(@Nullable String token, String manifestBytes, OffsetDateTime drawTime) {
        if (token == null) {
            return found(null, null, Outcome.NOT_EVALUATED, Outcome.NOT_EVALUATED, Outcome.NOT_EVALUATED);
        }
        TimeStampToken stamp;
        byte[] drawHash;
        try {
            // What follows the token is refused here.
            stamp = new TimeStampToken(ContentInfo.getInstance(ASN1Primitive.fromByteArray(HexFormat.of().parseHex(token))));
            drawHash = MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(manifestBytes));
        } catch (IOException | TSPException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            return found(null, null, Outcome.FAIL, Outcome.NOT_EVALUATED, Outcome.NOT_EVALUATED);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
        var info = stamp.getTimeStampInfo();
        X509CertificateHolder certificate = signer(stamp);
        boolean imprinted = info.getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
                && Arrays.equals(info.getMessageImprintDigest(), drawHash);
        Instant time = info.getGenTime().toInstant();
        boolean late = time.plus(accuracy(info.getGenTimeAccuracy())).isAfter(drawTime.toInstant());
        return found(time, certificate, held(certificate != null), held(imprinted), held(!late));
    }

    /**
     * The certificate that the token carries and is signed under. Bouncy Castle sees to it that it is one for time stamps, in force at the time, and
     * the one that the signature names.
     */
    private static @Nullable X509CertificateHolder signer(TimeStampToken stamp) {
        @SuppressWarnings("unchecked")
        Selector<X509CertificateHolder> named = stamp.getSID();
        for (X509CertificateHolder certificate : stamp.getCertificates().getMatches(named)) {
            try {
                stamp.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
                return certificate;
            } catch (TSPException | OperatorCreationException | CertificateException | RuntimeException e) {
                // Not this one.
            }
        }
        return null;
    }

    private static Duration accuracy(@Nullable GenTimeAccuracy accuracy) {
        if (accuracy == null) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(accuracy.getSeconds()).plusMillis(accuracy.getMillis()).plusNanos(accuracy.getMicros() * 1_000L);
    }

    private static Outcome held(boolean stands) {
        return stands ? Outcome.PASS : Outcome.FAIL;
    }

    private static TimeEvidence found(
            @Nullable Instant time, @Nullable X509CertificateHolder certificate, Outcome token, Outcome imprint, Outcome before) {
        return new TimeEvidence(
                List.of(
                        new Check("timestamp_token", token),
                        new Check("timestamp_imprint", imprint),
                        new Check("timestamp_time", before),
                        new Check("timestamp_authority", Outcome.NOT_EVALUATED)),
                time,
                certificate);
    }
}
