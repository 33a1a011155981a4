//! What an RFC 3161 token over a draw hash shows without a list of trusted authorities: OpenSSL checks the signature, and `cms` and `x509-tsp` read the
//! token. `x509-tsp` takes no fractions of a second, so that the few fields of a token's content are read one by one.

use cms::{
    cert::CertificateChoices,
    content_info::ContentInfo,
    signed_data::{EncapsulatedContentInfo, SignedData},
};
use der::{
    Any, Decode, Encode, Tag, Tagged,
    asn1::{ObjectIdentifier, OctetString},
};
use kenpo::{Outcome, civil::Instant};
use openssl::{
    cms::{CMSOptions, CmsContentInfo},
    error::ErrorStack,
    x509::{
        X509, X509PurposeId,
        store::X509StoreBuilder,
        verify::{X509VerifyFlags, X509VerifyParam},
    },
};
use x509_tsp::{Accuracy, MessageImprint};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// `CMS_CADES`: the signature has to name its certificate (RFC 5035). The crate `openssl` has no name for it.
const NAMES_ITS_CERTIFICATE: CMSOptions = CMSOptions::from_bits_retain(0x10_0000);

const MICROSECONDS: i128 = 1_000_000;

/// How `timestamp_token`, `timestamp_imprint` and `timestamp_time` come out.
pub type Outcomes = [Outcome; 3];

/// Checks a token over a draw hash.
pub fn check(token: &[u8], draw_hash: &[u8; 32], draw_time: Instant) -> Outcomes {
    let Some(read) = Token::read(token) else { return [Outcome::Fail, Outcome::NotEvaluated, Outcome::NotEvaluated] };
    let held = |stands| if stands { Outcome::Pass } else { Outcome::Fail };
    let imprint = read.imprint.hash_algorithm.oid == SHA_256 && read.imprint.hashed_message.as_bytes() == draw_hash;
    let late = read.time + read.accuracy > i128::from(draw_time.unix()) * MICROSECONDS;
    [held(is_signed(token, &read)), held(imprint), held(!late)]
}

/// What is read of a token. Times are in microseconds since 1970; what is finer is cut off.
struct Token {
    signed: SignedData,
    imprint: MessageImprint,
    time: i128,
    accuracy: i128,
}

impl Token {
    /// `None` for what is not a token, and where bytes follow it.
    fn read(token: &[u8]) -> Option<Self> {
        let ContentInfo { content_type, content } = ContentInfo::from_der(token).ok()?;
        let signed: SignedData = content.decode_as().ok().filter(|_| content_type == SIGNED_DATA)?;
        let EncapsulatedContentInfo { econtent_type, econtent } = &signed.encap_content_info;
        let content = econtent.as_ref().filter(|_| *econtent_type == TST_INFO)?;
        let content: OctetString = content.decode_as().ok()?;
        let fields = Vec::<Any>::from_der(content.as_bytes()).ok()?;
        let [version, _policy, imprint, _serial, time, rest @ ..] = fields.as_slice() else { return None };
        let accuracy: Option<Accuracy> = match rest.first().filter(|field| field.tag() == Tag::Sequence) {
            Some(field) => Some(field.decode_as().ok()?),
            None => None,
        };
        (version.decode_as::<u8>() == Ok(1)).then_some(())?;
        let (imprint, time) = (imprint.decode_as().ok()?, time_of(time)?);
        Some(Self { signed, imprint, time, accuracy: accuracy.map_or(0, length_of) })
    }
}

/// `YYYYMMDDhhmmss`, a fraction or none, and `Z`.
fn time_of(field: &Any) -> Option<i128> {
    let text = std::str::from_utf8(field.value()).ok().filter(|_| field.tag() == Tag::GeneralizedTime)?;
    let digits = text.strip_suffix('Z')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (whole.len() == 14 && all_digits(whole) && all_digits(fraction)).then_some(())?;
    let part = |from, to| whole.get(from..to);
    let [year, month, day] = [part(0, 4)?, part(4, 6)?, part(6, 8)?];
    let [hour, minute, second] = [part(8, 10)?, part(10, 12)?, part(12, 14)?];
    let instant = Instant::parse(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z"))?;
    let micros: i128 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    Some(i128::from(instant.unix()) * MICROSECONDS + micros)
}

fn length_of(accuracy: Accuracy) -> i128 {
    let Accuracy { seconds, millis, micros } = accuracy;
    i128::from(seconds.unwrap_or(0)) * MICROSECONDS
        + i128::from(millis.unwrap_or(0)) * 1_000
        + i128::from(micros.unwrap_or(0))
}

/// Whether the token is signed once, under a certificate that it carries and names, which is for time stamps alone and in force at its time.
fn is_signed(token: &[u8], read: &Token) -> bool {
    let choices = read.signed.certificates.iter().flat_map(|set| set.0.iter());
    let mut certificates = choices.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => X509::from_der(&certificate.to_der().ok()?).ok(),
        CertificateChoices::Other(_) => None,
    });
    let at = i64::try_from(read.time.div_euclid(MICROSECONDS)).unwrap_or(i64::MAX);
    read.signed.signer_infos.0.len() == 1 && certificates.any(|trusted| verified(token, trusted, at).is_ok())
}

/// Verifies the signature. One certificate of the token is taken for trusted here, for whose it is stays to be seen: compare it with the authority's.
fn verified(token: &[u8], trusted: X509, at: i64) -> Result<(), ErrorStack> {
    let mut terms = X509VerifyParam::new()?;
    terms.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
    terms.set_purpose(X509PurposeId::TIMESTAMP_SIGN)?;
    terms.set_time(at);
    let mut store = X509StoreBuilder::new()?;
    store.set_param(&terms)?;
    store.add_cert(trusted)?;
    let options = CMSOptions::BINARY | NAMES_ITS_CERTIFICATE;
    CmsContentInfo::from_der(token)?.verify(None, Some(&store.build()), None, None, options)
}

#[cfg(test)]
mod tests {
    use std::{error::Error, fs, path::Path, process::Command, time::SystemTime};

    use Outcome::{Fail, NotEvaluated, Pass};

    use super::*;

    const HASH: [u8; 32] = [0x5a; 32];

    /// As the tests of the other hosts have it: tokens of an authority that nobody trusts, and which steps fail of each.
    #[test]
    fn tokens_of_an_authority_made_for_the_test() -> Result<(), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let (hash, other) = ("5a".repeat(32), "a5".repeat(32));
        let make = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/timestamp/make.sh");
        assert!(Command::new("sh").arg(make).arg(folder.path()).args([&hash, &other]).status()?.success());
        let token = |name: &str| fs::read(folder.path().join(format!("{name}.tst")));
        let now = i64::try_from(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs())?;
        let [before, after] = [-3_600, 3_600].map(|later| Instant::from_unix(now + later).expect("an instant"));
        for (name, draw_time, expected) in [
            (hash.as_str(), after, [Pass, Pass, Pass]),
            (&hash, before, [Pass, Pass, Fail]),
            (&other, after, [Pass, Fail, Pass]),
            ("resigned", after, [Pass, Pass, Pass]),
            ("other_hash", after, [Pass, Fail, Pass]),
            ("unnamed", after, [Fail, Pass, Pass]),
            ("renamed", after, [Fail, Pass, Pass]),
            ("other_use", after, [Fail, Pass, Pass]),
            ("two_uses", after, [Fail, Pass, Pass]),
            ("not_critical", after, [Fail, Pass, Pass]),
            ("earlier", after, [Fail, Pass, Pass]),
            ("two_signers", after, [Fail, Pass, Pass]),
            ("other_content", after, [Fail, NotEvaluated, NotEvaluated]),
        ] {
            assert_eq!(check(&token(name)?, &HASH, draw_time), expected, "{name}");
        }

        // Bytes after it, none, half of it, and one of its signature changed.
        let whole = token(&hash)?;
        let signature = whole.len() - 10;
        for bytes in [[whole.as_slice(), &[0]].concat(), Vec::new(), whole[..signature].to_vec()] {
            assert_eq!(check(&bytes, &HASH, after), [Fail, NotEvaluated, NotEvaluated]);
        }
        let mut changed = whole.clone();
        changed[signature] ^= 1;
        assert_eq!(check(&changed, &HASH, after)[0], Fail);
        // Nor can a byte of what is signed be another.
        let read = Token::read(&whole).expect("a token");
        let content = read.signed.encap_content_info.econtent.as_ref().expect("content").value();
        let first = whole.windows(content.len()).position(|window| window == content).expect("in it");
        for at in first..first + content.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x20;
            assert_eq!(check(&changed, &HASH, after)[0], Fail, "byte {at}");
        }
        // At the last moment of its accuracy, which is 1.5001 seconds, it is still in time.
        assert_eq!(read.accuracy, 1_500_100);
        let end = (read.time + read.accuracy).div_euclid(MICROSECONDS);
        let [at_end, in_time] = [end, end + 1].map(|unix| Instant::from_unix(i64::try_from(unix).expect("64 bits")));
        let times = [at_end, in_time].map(|time| check(&whole, &HASH, time.expect("an instant"))[2]);
        let exact = (read.time + read.accuracy) % MICROSECONDS == 0;
        assert_eq!(times, [if exact { Pass } else { Fail }, Pass]);
        Ok(())
    }

    #[test]
    fn times_with_a_fraction_and_without() {
        let time = |text: &str| time_of(&Any::new(Tag::GeneralizedTime, text.as_bytes()).expect("short"));
        assert_eq!(time("19700101000001Z"), Some(1_000_000));
        assert_eq!(time("19700101000001.5Z"), Some(1_500_000));
        assert_eq!(time("19700101000001.0000019999999999999Z"), Some(1_000_001));
        for text in [
            "",
            "Z",
            "19700101000001",
            "19700101000001.Z",
            "197001010000Z",
            "19700101000001.xZ",
            "19701301000001Z",
            "１９７０0Z",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
