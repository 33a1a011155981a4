//! What Rust programs rely on besides the rules: conversions, errors, and no personal data in `Debug`.

use std::{error::Error, fmt::Debug, str::FromStr};

use kenpo::{
    ErrorCode, Reason, booking, card,
    civil::{Date, Instant, TimeOfDay},
    forms, json,
    member::Person,
    numbers::InsurerNumber,
    points, registration,
    value::{Amount, Code, Count},
};

#[test]
fn texts_are_parsed_and_printed_alike() {
    fn same<T: FromStr<Err = E> + for<'a> TryFrom<&'a str, Error = E> + ToString + PartialEq + Debug, E: Error>(
        text: &str,
    ) {
        let parsed: T = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(parsed.to_string(), text);
        assert!(T::try_from(text).is_ok_and(|other| other == parsed));
    }
    same::<Date, _>("2024-02-29");
    same::<Instant, _>("2024-02-18T09:30:00+09:00");
    same::<TimeOfDay, _>("23:59");
    same::<Code, _>("group_checkup");
    same::<InsurerNumber, _>("06133425");
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!("2023-02-29".parse::<Date>(), Err(ErrorCode::DateInvalid));
    assert_eq!("2024-02-18".parse::<Instant>(), Err(ErrorCode::InstantInvalid));
    assert_eq!("24:01".parse::<TimeOfDay>(), Err(ErrorCode::ValueInvalid));
    assert_eq!(Code::try_from("A"), Err(ErrorCode::CodeInvalid));
    assert_eq!("06133426".parse::<InsurerNumber>().err(), Some(Reason::WrongCheckDigit));
    assert_eq!((Count::try_from(-1), Amount::try_from(-1).map(i64::from)), (Err(ErrorCode::OutOfRange), Ok(-1)));
    let error: Box<dyn Error> = Box::new(ErrorCode::DateInvalid);
    assert_eq!(error.to_string(), "date_invalid");
}

#[test]
fn dates_are_chronos_within_the_years_1_to_9999() {
    for text in ["0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"] {
        let date: Date = text.parse().expect("a date");
        let chrono = chrono::NaiveDate::from(date);
        assert_eq!((chrono.to_string().as_str(), Date::try_from(chrono)), (text, Ok(date)));
    }
    for (year, month, day) in [(0, 12, 31), (10_000, 1, 1), (-1, 1, 1)] {
        let date = chrono::NaiveDate::from_ymd_opt(year, month, day).expect("a date of chrono's");
        assert_eq!(Date::try_from(date), Err(ErrorCode::OutOfRange));
    }
}

#[test]
fn a_failure_says_where() {
    let failure = json::from_text::<forms::AgeRequest>("{\"born\":\"2023-02-29\",\"on\":\"2024-01-01\"}")
        .expect_err("no such day");
    assert_eq!(failure.to_string(), "date_invalid at /born, line 1, column 9");
    let _: &dyn Error = &failure;
}

/// A request that holds the marker in every field about a person.
fn hides<'de, T: Debug + serde::Deserialize<'de>>(request: &'de str) {
    let read: T = json::from_text(request).unwrap_or_else(|failure| panic!("{request}: {failure}"));
    for shown in [format!("{read:?}"), format!("{read:#?}")] {
        for mark in ["マーカー", "19510203", "1951-02-03", "0312345678", "ﾏｰｶｰ"] {
            assert!(!shown.contains(mark), "{shown}");
        }
        assert!(shown.contains(".."), "{shown}");
    }
}

#[test]
fn debug_shows_nothing_of_a_person() {
    const PERSON: &str = r#"{"id":"マーカー","born":"1951-02-03","relation":"insured","insured_from":"1951-02-03"}"#;
    hides::<forms::AgeRequest>(r#"{"born":"1951-02-03","on":"2024-06-14"}"#);
    hides::<forms::DateRequest>(r#"{"text":"19510203"}"#);
    hides::<forms::NameRequest>(r#"{"name":"マーカー","kana":"full_width"}"#);
    hides::<card::MemberNumberRequest>(
        r#"{"as_of":"2024-02-01","insurer_number":"133033","symbol":"マーカー","number":"19510203"}"#,
    );
    hides::<card::WriteIdentifierRequest>(r#"{"insurer_number":"33130014","symbol":"マーカー","number":"19510203"}"#);
    hides::<card::IdentifierRequest>(r#"{"identifier":"33130014:マーカー:19510203:"}"#);
    hides::<registration::IdentityRequest>(
        r#"{"now":"2017-06-15T10:00:00+09:00","name":"マーカー","born":"1951-02-03",
            "records":[{"person":"p-1","name":"マーカー","born":"1951-02-03","relation":"insured"}]}"#,
    );
    hides::<registration::SocietyRecord>(
        r#"{"person":"p-1","name":"マーカー","born":"1951-02-03","relation":"insured"}"#,
    );
    hides::<Person>(PERSON);
    hides::<booking::BookRequest>(&format!(
        r#"{{"now":"2024-02-01T09:00:00+09:00","id":"b9","service":"x","person":{PERSON},
            "slot":{{"id":"s","date":"2024-03-31","capacity":10,"taken":3}},"consent":true,"telephone":"0312345678"}}"#
    ));
    for request in [
        r#"{"now":"2024-06-01T00:00:00+09:00","born":"1951-02-03","arrivals":[{"date":"2024-05-01","steps":1,"source":"healthkit"}]}"#,
        r#"{"now":"2024-06-01T00:00:00+09:00","person":PERSON,"arrivals":[]}"#,
    ] {
        let request = request.replace("PERSON", PERSON);
        hides::<points::AccrueRequest>(&request);
        hides::<points::CompareRequest>(&request.replacen('{', r#"{"other":"マーカー","#, 1));
    }
    hides::<points::EarnRequest>(
        r#"{"now":"2024-06-01T00:00:00+09:00","born":"1951-02-03","activity":"walk","date":"2024-05-01","event":"e-1"}"#,
    );
    hides::<points::SettleRequest>(
        r#"{"now":"2024-06-01T00:00:00+09:00","born":"1951-02-03","rule":"mean","date":"2024-05-01","days":[]}"#,
    );
    hides::<kenpo::eligibility::EligibilityRequest>(&format!(
        r#"{{"service":"x","on":"2024-06-01","person":{PERSON}}}"#
    ));
}

#[test]
fn debug_of_answers_shows_no_name() {
    let request = json::from_text(r#"{"name":"マーカー","kana":"full_width"}"#).expect("a request");
    let shown = format!("{:?}", kenpo::name::check(&request).expect("an answer"));
    assert!(!shown.contains("マーカー") && shown.contains("Accepted"), "{shown}");
}

#[test]
fn every_reason_and_error_has_its_message() {
    use kenpo::messages::{self, Language};
    for language in [Language::Japanese, Language::English] {
        for reason in Reason::ALL {
            let message = messages::reason(*reason, language).unwrap_or_else(|| panic!("{reason:?}"));
            let forms = [&message.operator, &message.short, &message.easy];
            assert!(!message.text.is_empty() && forms.iter().all(|form| form.is_some()), "{reason:?}");
        }
        for code in ErrorCode::ALL {
            assert!(messages::error(*code, language).is_some_and(|message| !message.remedy.is_empty()), "{code:?}");
        }
    }
}

#[test]
fn an_explanation_has_the_values_that_were_read() {
    use kenpo::messages::{Language, explain};
    // The first value of a name is the one that is meant.
    let check = kenpo::Check::new("ACC-01", Reason::TooManyAddresses, false).read("addresses", 3_i64);
    let check = check.read("at_most", 2_i64).read("addresses", 7_i64);
    let message = explain(&check, Language::English).expect("a reason of this version");
    assert_eq!(message.cause, "The account has 3 of at most 2.");
    let message = explain(&check, Language::Japanese).expect("a reason of this version");
    assert_eq!(message.cause, "登録済みは3件、上限は2件です。");
}

#[test]
fn every_operation_has_an_example() {
    let read = |file: std::path::PathBuf| std::fs::read_to_string(file).expect("a source file");
    let rooms =
        std::fs::read_dir("src/operations").expect("the operations").map(|entry| read(entry.expect("a file").path()));
    let pages: String = rooms.chain([read("src/lib.rs".into())]).collect();
    let docs = pages.lines().filter_map(|line| line.trim_start().strip_prefix("/// "));
    let examples: String = docs.filter(|line| !line.starts_with("Operation")).collect();
    for json::Operation { name, .. } in json::OPERATIONS {
        // The one operation that is known to Rust by another name.
        let function = if *name == "programme.check" { "parse_programme".into() } else { name.replace('.', "::") };
        assert!(examples.contains(&format!("{function}(")), "{name} has no example");
    }
}
