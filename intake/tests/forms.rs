//! Every form is recognised by its content and gives the steps that are in it.

mod made;

use std::{fs, ops::ControlFlow, path::PathBuf};

use kenpo_core::civil::Date;
use kenpo_intake::{Cause, DateOrder, Days, Error, Form, Item, Limits, Options, Report, read, read_stream};
use made::Made;

const SEED: u64 = 20_240_128;

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("written");
    path
}

fn days(
    read: impl FnOnce(&mut dyn FnMut(Item<'_>) -> ControlFlow<()>) -> Result<Report, Error>,
) -> (Vec<(Date, u64)>, Result<Report, Error>) {
    let mut days = Days::default();
    let report = read(&mut |item| {
        if let Item::Interval(interval) = item {
            days.push(&interval);
        }
        ControlFlow::Continue(())
    });
    (days.finish().into_iter().map(|day| (day.date, day.steps)).collect(), report)
}

fn text(text: &str, options: Options) -> (Vec<(String, u64)>, Result<Report, Error>) {
    let (days, report) = days(|each| read_stream(text.as_bytes(), &options, each));
    (days.into_iter().map(|(date, steps)| (date.to_string(), steps)).collect(), report)
}

#[test]
fn every_form_gives_its_days() {
    for Made { name, form, bytes, days: expected, without } in made::all(SEED) {
        let path = file(name, &bytes);
        let (found, report) = days(|each| read(&path, &Options::default(), each));
        let report = report.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(report.form, form, "{name}");
        assert_eq!(report.read, report.counted + report.dropped.values().sum::<u64>(), "{name}");
        assert_eq!(report.faults(), 0, "{name}: {report}");
        assert_eq!(report.dropped.get(&Cause::NoSteps).copied().unwrap_or(0), without, "{name}");
        assert_eq!(found, expected, "{name}");
        let (streamed, report) = days(|each| read_stream(bytes.as_slice(), &Options::default(), each));
        match bytes.starts_with(b"PK") || bytes.starts_with(b"SQLite") {
            true => assert!(matches!(report, Err(Error::NeedsFile)), "{name}"),
            false => assert_eq!((streamed, report.is_ok()), (expected, true), "{name}"),
        }
    }
}

#[test]
fn no_error_repeats_what_is_in_a_file() {
    for Made { name, bytes, .. } in made::all(SEED) {
        for cut in [1, 13, bytes.len() / 2, bytes.len() - 1] {
            let path = file("cut", &bytes[..cut]);
            if let (_, Err(error)) = days(|each| read(&path, &Options::default(), each)) {
                let said = format!("{error} {error:?}");
                assert!(!said.contains("1503960366") && !said.contains("iPhone & Co"), "{name}, {cut}: {said}");
            }
        }
    }
}

/// Bytes changed, doubled or taken out, from a seed: whatever becomes of a file, it is read or refused.
#[test]
fn a_damaged_file_is_read_or_refused() {
    let mut seeded = made::Seeded(SEED);
    let mut refused = 0;
    for Made { name, bytes, .. } in made::all(SEED) {
        for _ in 0..40 {
            let mut bytes = bytes.clone();
            let at = |seeded: &mut made::Seeded, length: usize| {
                usize::try_from(seeded.below(length as u64)).expect("within")
            };
            for _ in 0..=seeded.below(8) {
                // The first bytes of binary files say how the others are read.
                let length = if seeded.below(2) == 0 { bytes.len().min(64) } else { bytes.len() };
                let place = at(&mut seeded, length);
                match seeded.below(3) {
                    0 => bytes[place] = u8::try_from(seeded.below(256)).expect("a byte"),
                    1 => drop(bytes.drain(place..(place + 16).min(bytes.len()))),
                    _ => bytes.insert(place, b'"'),
                }
            }
            let path = file("damaged", &bytes);
            match days(|each| read(&path, &Options::default(), each)).1 {
                Ok(report) => assert_eq!(report.read, report.counted + report.dropped.values().sum::<u64>(), "{name}"),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn an_open_order_of_dates_is_asked_for_and_not_guessed() {
    let open = "date,steps\n3/4/2016,100\n5/6/2016,200\n";
    assert!(matches!(text(open, Options::default()).1, Err(Error::DateOrder { line: 2, column: Some(1) })));
    let ordered = |dates| text(open, Options { dates: Some(dates), ..Options::default() }).0;
    assert_eq!(ordered(DateOrder::MonthFirst), [("2016-03-04".into(), 100), ("2016-05-06".into(), 200)]);
    assert_eq!(ordered(DateOrder::DayFirst), [("2016-04-03".into(), 100), ("2016-06-05".into(), 200)]);
    // The file itself leaves one order only, and a date that contradicts it is dropped.
    let (days, report) = text("date,steps\n3/4/2016,100\n3/13/2016,200\n13/3/2016,1\n", Options::default());
    assert_eq!(days, [("2016-03-04".into(), 100), ("2016-03-13".into(), 200)]);
    assert_eq!(report.expect("read").dropped.get(&Cause::DateInvalid), Some(&1));
}

#[test]
fn rows_are_counted_or_dropped_with_a_cause() {
    let (days, report) = text(
        "date,steps\n2024-01-01,10\n2024-01-02,\n2024-01-32,5\n2024-01-03,-5\n2024-01-04\n\n合計,15\n",
        Options::default(),
    );
    let report = report.expect("read");
    assert_eq!(days, [("2024-01-01".into(), 10)]);
    let mut lines = Vec::new();
    for end in ["\n", "\r\n"] {
        let file = "date,steps\n\n2024-01-32,5\n\n\n2024-01-01,10\nx,1".replace('\n', end);
        let mut each = |item: Item<'_>| {
            if let Item::Dropped(dropped) = item {
                lines.push(dropped.to_string());
            }
            ControlFlow::Continue(())
        };
        read_stream(file.as_bytes(), &Options::default(), &mut each).expect("read");
    }
    let places = [3, 7].map(|line| format!("line {line}, column 1: expected a date, as 2017-04-01"));
    assert_eq!(lines, [&places[..], &places[..]].concat());
    assert_eq!((report.read, report.counted, report.faults()), (6, 1, 4));
    let causes = [(Cause::NoSteps, 1), (Cause::StepsInvalid, 1), (Cause::DateInvalid, 2), (Cause::FieldMissing, 1)];
    assert_eq!(report.dropped, causes.into());
    assert_eq!(
        report.to_string(),
        "date,steps: 6 rows of steps read, 1 counted, 1 dropped: no_steps, 1 dropped: steps_invalid, 2 dropped: date_invalid, 1 dropped: field_missing"
    );
}

#[test]
fn what_fits_no_form_is_told_what_is_expected() {
    for text in ["", "hello\n", "weight,mood\n70,good\n", "{\"steps\":1}", "<html></html>", "%PDF-1.7\n"] {
        let error = self::text(text, Options::default()).1.expect_err("no form").to_string();
        assert!(
            error.contains("date,steps")
                && error.contains("日付,歩数")
                && error.contains("export.zip")
                && error.contains("2017-04-01")
        );
    }
    let (_, report) =
        days(|each| read(&file("empty.zip", &made::archive(&[("a.txt", b"hello")])), &Options::default(), each));
    assert!(matches!(report, Err(Error::NoForm(_))));
}

#[test]
fn archives_are_bounded() {
    let limits = |limits| Options { dates: None, limits };
    let steps = format!("date,steps\n{}", "2024-01-01,10\n".repeat(400_000));
    let bomb = file("bomb.zip", &made::archive(&[("steps.csv", steps.as_bytes())]));
    assert!(fs::metadata(&bomb).expect("written").len() < 50_000);
    let read = |limits| days(|each| read(&bomb, &limits, each)).1;
    let report = read(limits(Limits { unpacked: 4_000_000, ..Limits::default() }));
    assert!(matches!(report, Err(Error::TooLarge { limit: 4_000_000, .. })), "{report:?}");
    assert!(read(Options::default()).is_ok());
    let report = read(limits(Limits { entries: 0, ..Limits::default() }));
    assert!(matches!(report, Err(Error::TooLarge { limit: 0, .. })), "{report:?}");
    for (name, limits) in [
        ("Health Connect.zip", Limits { database: 1_000, ..Limits::default() }),
        ("monitoring.zip", Limits { fit: 1_000, ..Limits::default() }),
        ("monitoring.fit", Limits { fit: 1_000, ..Limits::default() }),
    ] {
        let made = made::all(SEED).into_iter().find(|made| made.name == name).expect("made");
        let (_, report) =
            days(|each| kenpo_intake::read(&file("limited", &made.bytes), &Options { dates: None, limits }, each));
        assert!(matches!(report, Err(Error::TooLarge { limit: 1_000, .. })), "{name}: {report:?}");
    }
}

#[test]
fn a_row_that_does_not_end_is_not_held() {
    let open = format!("date,steps\n2024-01-01,10\n2024-01-02,\"{}", "x\n".repeat(4_000_000));
    assert!(matches!(text(&open, Options::default()).1, Err(Error::TooLarge { .. })));
}

#[test]
fn several_members_are_told_apart() {
    let mut rows = Vec::new();
    let report = read_stream(
        &b"Member,Date,Steps\na,2024-01-01,5\n,2024-01-01,6\nb,2024-01-01,7\n"[..],
        &Options::default(),
        &mut |item| {
            if let Item::Interval(interval) = item {
                rows.push((interval.member.map(str::to_owned), interval.count));
            }
            ControlFlow::Continue(())
        },
    );
    assert_eq!(rows, [(Some("a".to_owned()), 5), (Some("b".to_owned()), 7)]);
    let report = report.expect("read");
    assert_eq!((report.form, report.dropped.get(&Cause::MemberMissing)), (Form::Days, Some(&1)));
}

#[test]
fn the_receiver_may_stop() {
    let stopped = read_stream(&b"date,steps\n2024-01-01,5\n2024-01-02,5\n"[..], &Options::default(), &mut |_| {
        ControlFlow::Break(())
    });
    assert!(matches!(stopped, Err(Error::Stopped)));
}
