//! What opens, and what does not.

use kenpo_kiosk::{Head, Opened, Refused, Seen, open, pack, public};

const SEED: [u8; 32] = [7; 32];
const HEAD: Head = Head { number: 12, made_on: 2026_11_30, last_day: 2027_03_31 };

fn bundle(head: Head) -> Vec<u8> {
    pack(head, b"{programme}", "{\"ことば\":1}".as_bytes(), SEED).unwrap()
}

fn opened(bundle: &[u8], today: u32, seen: Seen) -> Result<Opened<'_>, Refused> {
    open(bundle, public(SEED), today, seen)
}

#[test]
fn what_was_packed_is_what_opens() {
    let bundle = bundle(HEAD);
    let found = opened(&bundle, 2026_12_01, Seen::default()).unwrap();
    assert_eq!((found.head, found.programme, found.messages), (HEAD, &b"{programme}"[..], "{\"ことば\":1}".as_bytes()));
    assert_eq!(found.seen, Seen { number: 12, day: 2026_12_01 });
    // After a restart on the same day.
    assert!(opened(&bundle, 2026_12_01, found.seen).is_ok());
    let empty = pack(HEAD, b"", b"", SEED).unwrap();
    assert!(opened(&empty, 2026_12_01, Seen::default()).is_ok_and(|found| found.programme.is_empty()));
}

#[test]
fn its_last_day_is_the_last() {
    let bundle = bundle(HEAD);
    assert!(opened(&bundle, 2027_03_31, Seen::default()).is_ok());
    assert_eq!(opened(&bundle, 2027_04_01, Seen::default()), Err(Refused::Stale(2027_03_31)));
}

#[test]
fn one_older_than_the_last_is_refused() {
    let bundle = bundle(HEAD);
    assert!(opened(&bundle, 2026_12_01, Seen { number: 12, day: 0 }).is_ok());
    assert_eq!(opened(&bundle, 2026_12_01, Seen { number: 13, day: 0 }), Err(Refused::Older(13)));
}

#[test]
fn a_clock_set_back_is_told() {
    let bundle = bundle(HEAD);
    let seen = opened(&bundle, 2026_12_24, Seen::default()).unwrap().seen;
    assert!(opened(&bundle, 2026_12_24, seen).is_ok());
    assert_eq!(opened(&bundle, 2026_12_23, seen), Err(Refused::ClockBack(2026_12_24)));
    // Back into the bundle's time, to use it on beyond its end.
    assert_eq!(opened(&bundle, 2027_03_31, Seen { number: 12, day: 2027_04_01 }), Err(Refused::ClockBack(2027_04_01)));
    // On a machine that has seen nothing, the day on which the bundle was made has been.
    assert!(opened(&bundle, 2026_11_30, Seen::default()).is_ok());
    assert_eq!(opened(&bundle, 2026_11_29, Seen::default()), Err(Refused::ClockBack(2026_11_30)));
}

#[test]
fn no_bit_can_be_changed_and_no_byte_left_out() {
    let bundle = bundle(HEAD);
    for at in 0..bundle.len() {
        for bit in 0..8 {
            let mut changed = bundle.clone();
            changed[at] ^= 1 << bit;
            assert!(
                matches!(opened(&changed, 2026_12_01, Seen::default()), Err(Refused::Signature | Refused::Form)),
                "{at}"
            );
        }
        assert!(
            matches!(opened(&bundle[..at], 2026_12_01, Seen::default()), Err(Refused::Signature | Refused::Form)),
            "{at}"
        );
        assert!(
            matches!(opened(&bundle[at + 1..], 2026_12_01, Seen::default()), Err(Refused::Signature | Refused::Form)),
            "{at}"
        );
    }
    assert_eq!(opened(&[bundle.as_slice(), b"x"].concat(), 2026_12_01, Seen::default()), Err(Refused::Signature));
    assert_eq!(open(&bundle, public([8; 32]), 2026_12_01, Seen::default()), Err(Refused::Signature));
    assert_eq!(open(&bundle, [0; 32], 2026_12_01, Seen::default()), Err(Refused::Signature));
}

#[test]
fn what_is_no_bundle_is_not_packed() {
    for head in [
        Head { number: 0, ..HEAD },
        Head { last_day: 2026_11_29, ..HEAD },
        Head { last_day: 2027_13_01, ..HEAD },
        Head { made_on: 0, ..HEAD },
    ] {
        assert_eq!(pack(head, b"", b"", SEED), Err(Refused::Form));
    }
    assert_eq!(bundle(HEAD), bundle(HEAD));
}
