//! Which format holds for an insurer number, against a search through all of them; identifiers read as they were written.

use kenpo_core::{
    ErrorCode, Explain, Period, Programme, Reason,
    card::{IdentifierRequest, WriteIdentifierRequest, read_identifier, write_identifier},
    civil::Date,
    numbers::{InsurerKind, SchemeCode},
    programme::{CardFormat, Document, PartFormat},
    value::{Code, RuleId},
};
use proptest::{collection::vec, prelude::*, sample::subsequence};

const NUMBERS: [&str; 5] = ["06133425", "06130488", "39131016", "31010820", "133033"];
const FIRST_DIGITS: [&str; 5] = ["0", "0613", "061304", "39", "13303"];
const KINDS: [InsurerKind; 3] = [InsurerKind::Society, InsurerKind::LateElderly, InsurerKind::KokuhoSociety];

fn kind(number: &str) -> InsurerKind {
    match number.get(..2) {
        Some("06") => InsurerKind::Society,
        Some("39") => InsurerKind::LateElderly,
        Some("31") => InsurerKind::NationalPublicService,
        _ => InsurerKind::KokuhoSociety,
    }
}

fn day(n: i64) -> Date {
    Date::from_ymd(2024, 1, 1).unwrap().plus_days(n).unwrap()
}

fn formats() -> impl Strategy<Value = Vec<CardFormat>> {
    let few = |most| 0..=most;
    let format = (
        subsequence(NUMBERS.to_vec(), few(1)),
        subsequence(FIRST_DIGITS.to_vec(), few(2)),
        subsequence(vec![6_u8, 39, 31], few(1)),
        subsequence(KINDS.to_vec(), few(1)),
        prop::option::of(0_i64..8),
        prop::option::of(0_i64..8),
    );
    let format = format.prop_map(|(insurers, first_digits, schemes, kinds, from, more)| CardFormat {
        rule: RuleId::new("R").unwrap(),
        period: Period { from: from.map(day), until: more.map(|more| day(from.unwrap_or(0) + more)) },
        insurers: insurers.into_iter().map(|number| Code::new(number).unwrap()).collect(),
        first_digits: first_digits.into_iter().map(|digits| Code::new(digits).unwrap()).collect(),
        schemes: schemes.into_iter().map(|code| SchemeCode::new(code).unwrap()).collect(),
        kinds,
        symbol: None,
        symbol_optional: false,
        number: PartFormat::any(),
        clause: None,
    });
    vec(format, 0..5)
}

fn is_for_all_others(format: &CardFormat) -> bool {
    let CardFormat { insurers, first_digits, schemes, kinds, .. } = format;
    insurers.is_empty() && first_digits.is_empty() && schemes.is_empty() && kinds.is_empty()
}

/// Whether two formats are chosen by the same thing.
fn share(a: &CardFormat, b: &CardFormat) -> bool {
    is_for_all_others(a) && is_for_all_others(b)
        || a.insurers.iter().any(|x| b.insurers.contains(x))
        || a.first_digits.iter().any(|x| b.first_digits.contains(x))
        || a.schemes.iter().any(|x| b.schemes.contains(x))
        || a.kinds.iter().any(|x| b.kinds.contains(x))
}

/// How closely a format fits a number; `None` where it does not.
fn closeness(format: &CardFormat, number: &str) -> Option<usize> {
    let scheme = if number.len() == 8 { number.get(..2)?.parse().ok().and_then(SchemeCode::new) } else { None };
    let prefix = format.first_digits.iter().filter(|digits| number.starts_with(digits.as_str()));
    if format.insurers.iter().any(|insurer| insurer.as_str() == number) {
        Some(100)
    } else if let Some(longest) = prefix.map(|digits| digits.as_str().len()).max() {
        Some(10 + longest)
    } else if scheme.is_some_and(|scheme| format.schemes.contains(&scheme)) {
        Some(2)
    } else if format.kinds.contains(&kind(number)) {
        Some(1)
    } else if is_for_all_others(format) && !number.starts_with("39") {
        Some(0)
    } else {
        None
    }
}

/// A symbol or number as it is pasted: kanji, kana with marks, hyphens and what is typed for them, and what nobody sees.
fn part() -> impl Strategy<Value = Option<String>> {
    prop::option::of(
        "[組合任カハウ゛゜\u{3099}\u{309A}ーｰ‐\\-―~〜～A-Za-zＡ-ｚ0-9０-９ 　()（）\u{200B}\u{FEFF}]{0,12}",
    )
}

proptest! {
    #[test]
    fn an_identifier_is_read_as_it_was_written(symbol in part(), number in part(), branch in prop::option::of("[0-9]{2}")) {
        let write = |symbol: Option<String>, number: Option<String>, branch: Option<String>| {
            let request = WriteIdentifierRequest { insurer_number: "06133425".into(), symbol, number, branch, explain: Explain::None };
            write_identifier(&request).map(|written| written.verdict)
        };
        let written = write(symbol, number, branch).unwrap();
        prop_assume!(written.reason == Reason::Accepted);
        let identifier = written.identifier.unwrap();
        let read = read_identifier(&IdentifierRequest { identifier: identifier.clone(), explain: Explain::None }).unwrap().verdict;
        prop_assert_eq!(read.reason, Reason::Accepted, "{}", identifier);
        let parts = read.parts.unwrap();
        let again = write(parts.symbol.clone(), parts.number.clone(), parts.branch.clone()).unwrap();
        prop_assert_eq!(again.identifier, Some(identifier));
    }

    #[test]
    fn the_closest_format_in_effect_holds(formats in formats(), on in -2_i64..18) {
        let mut document = Document::new("p", "1", "p").unwrap();
        document.cards = formats.clone();
        let overlap = formats.iter().enumerate().find(|(place, format)| {
            formats.iter().take(*place).any(|other| {
                let days = |format: &CardFormat| {
                    (format.period.from.unwrap_or(day(-99)), format.period.until.unwrap_or(day(99)))
                };
                let (a, b) = (days(format), days(other));
                share(format, other) && a.0 <= b.1 && b.0 <= a.1
            })
        });
        match (Programme::new(document, b""), overlap) {
            (Err(error), Some((place, _))) => {
                prop_assert_eq!(error.code(), ErrorCode::PeriodsOverlap);
                prop_assert_eq!(error.path(), format!("/cards/{place}/period"));
            }
            (Ok(programme), None) => {
                for number in NUMBERS {
                    let in_effect = formats.iter().filter(|format| format.period.contains(day(on)));
                    let fitting = in_effect.filter_map(|format| Some((closeness(format, number)?, format)));
                    let closest = fitting.max_by_key(|(close, _)| *close);
                    prop_assert_eq!(programme.card_format(number, day(on)), closest.map(|(_, format)| format), "{}", number);
                }
            }
            (made, overlap) => prop_assert!(false, "{:?} {:?}", made.err(), overlap),
        }
    }
}
