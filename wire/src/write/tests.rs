use kenpo_core::{
    ErrorCode, Reason,
    civil::{Date, Instant, TimeOfDay},
    value::{Code, DrawId},
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::Value;

use super::*;

/// A value of every kind that is written.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Unit,
    Whole(i64),
    Small { byte: i8, short: i16, word: u16, long: u64, flag: bool },
    Text(String),
    Wrapped(Wrapper),
    Pair((u8, u32)),
    Many(Vec<Kind>),
    Sparse(Sparse),
}

#[derive(Clone, Debug, Serialize)]
struct Wrapper(String);

#[derive(Clone, Debug, Serialize)]
struct Sparse {
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Box<Kind>>,
}

fn kind() -> impl Strategy<Value = Kind> {
    let leaf =
        prop_oneof![
            Just(Kind::Unit),
            any::<i64>().prop_map(Kind::Whole),
            (-10..20_000_i64).prop_map(Kind::Whole),
            (any::<(i8, i16, u16, bool)>(), 0..=u64::MAX >> 1)
                .prop_map(|((byte, short, word, flag), long)| Kind::Small { byte, short, word, long, flag }),
            text().prop_map(Kind::Text),
            text().prop_map(|text| Kind::Wrapped(Wrapper(text))),
            any::<(u8, u32)>().prop_map(Kind::Pair),
        ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        let last = option::of(inner.clone().prop_map(Box::new));
        prop_oneof![
            vec(inner, 0..5).prop_map(Kind::Many),
            (option::of(any::<i32>()), last).prop_map(|(first, last)| Kind::Sparse(Sparse { first, last })),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,20}", "[a-z\"\\\\/\u{0}-\u{1f}\u{7f}健🦀]{0,24}"]
}

fn maps() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![any::<bool>().prop_map(Value::from), any::<i64>().prop_map(Value::from)];
    leaf.prop_recursive(4, 32, 5, |inner| {
        vec((text(), inner), 0..5).prop_map(|pairs| Value::Object(pairs.into_iter().collect()))
    })
}

fn written(value: &impl Serialize) -> Option<String> {
    let mut out = Text::new(usize::MAX, 0);
    out.append(value).ok()?;
    String::from_utf8(out.into_bytes()).ok()
}

proptest! {
    #[test]
    fn what_is_written_is_what_serde_json_writes(kind in kind(), maps in maps()) {
        prop_assert_eq!(written(&kind), serde_json::to_string(&kind).ok());
        prop_assert_eq!(written(&maps), serde_json::to_string(&maps).ok());
    }
}

/// Pieces wherever they fall: at the end of a block, behind it, and longer than it.
#[test]
fn a_block_ends_anywhere() {
    let text = |length: usize| Kind::Text("x".repeat(length));
    for before in 0..2_100 {
        let pieces = vec![Kind::Whole(2_024), Kind::Whole(1 << 40), text(5), text(before % 70), Kind::Unit];
        let small = Kind::Small { byte: -1, short: 7, word: 10, long: 8, flag: true };
        let value = Kind::Many(vec![text(before), small, Kind::Many(pieces), text(4_000)]);
        assert_eq!(written(&value), serde_json::to_string(&value).ok(), "{before}");
    }
}

#[test]
fn every_small_number_has_its_digits() {
    for number in -100..20_000_i64 {
        assert_eq!(written(&number), Some(number.to_string()));
    }
}

/// Texts that are written without a look at them: all that their types admit.
#[test]
fn plain_texts_hold_nothing_to_escape() {
    fn same(value: impl Serialize) {
        let theirs = serde_json::to_string(&value).unwrap();
        assert_eq!(written(&value).as_deref(), Some(&*theirs));
        let text: String = serde_json::from_str(&theirs).unwrap();
        assert_eq!(theirs, format!("\"{text}\""));
    }
    for byte in 0..=u8::MAX {
        let text = char::from(byte).to_string();
        Code::new(&text).into_iter().for_each(same);
        DrawId::new(&text).into_iter().for_each(same);
    }
    Reason::ALL.iter().for_each(same);
    ErrorCode::ALL.iter().for_each(same);
    (0..24 * 60).filter_map(|m| TimeOfDay::parse(&format!("{:02}:{:02}", m / 60, m % 60))).for_each(same);
    for day in (0..3_652_059).step_by(7) {
        let date = Date::from_ymd(1, 1, 1).and_then(|first| first.plus_days(day)).unwrap();
        same(date);
        same(Instant::from_unix(Instant::start_of(date).unix() + day * 7_919 % 86_400).unwrap());
    }
}

#[test]
fn other_kinds_are_refused() {
    #[derive(Serialize)]
    struct Pair(u8, u8);
    assert!(written(&Pair(1, 2)).is_none());
    assert!(written(&1.5).is_none());
    assert!(written(&'a').is_none());
    assert!(written(&()).is_none());
    assert!(written(&None::<i64>).is_none());
    assert!(written(&u64::MAX).is_none());
    assert!(written(&[(1, 2)].into_iter().collect::<std::collections::BTreeMap<_, _>>()).is_none());
}
