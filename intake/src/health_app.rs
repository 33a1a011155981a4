//! Health on iPhone (ヘルスケア): `export.xml`.
//!
//! An element `Record` has the type, the name of its source, the device, two times with their offset and the value. The children of
//! a `Correlation` stand among the other records once more.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;
use kenpo_core::civil::Instant;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event, attributes::Attribute},
};

use crate::{
    Cause, Error, Form, Interval,
    budget::{Budget, Within},
    item::{Tally, span, steps},
};

/// The type of records of steps.
const STEPS: &str = "HKQuantityTypeIdentifierStepCount";

/// Bytes of one element at most, beyond what is read ahead.
const LONGEST: u64 = 4 << 20;

pub(crate) fn read(bytes: impl Read, tally: &mut Tally<'_, '_>) -> Result<(), Error> {
    let budget = Budget::new(LONGEST);
    let decoded = DecodeReaderBytesBuilder::new().build(Within::new(bytes, budget.clone()));
    let mut bytes = BufReader::with_capacity(1 << 16, decoded);
    if !skip_to_root(&mut bytes)? {
        return Ok(());
    }
    let mut xml = Reader::from_reader(b"<".chain(bytes));
    // The root has been passed; nothing hangs on ends but the depth within correlations.
    xml.config_mut().check_end_names = false;
    xml.config_mut().allow_unmatched_ends = true;
    let (mut buffer, mut texts, mut record, mut within) = (Vec::new(), Texts::default(), 0, 0_u64);
    loop {
        budget.grant(LONGEST);
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) if element.name().as_ref() == "Correlation" => within += 1,
            Ok(Event::End(element)) if element.name().as_ref() == "Correlation" => within = within.saturating_sub(1),
            Ok(Event::Start(element) | Event::Empty(element)) if element.name().as_ref() == "Record" && within == 0 => {
                record += 1;
                if texts.fill(&element) {
                    tally.row(record, texts.interval())?;
                } else {
                    tally.other();
                }
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) if budget.is_spent() => {
                return Err(Error::TooLarge { what: "bytes of an element", limit: LONGEST });
            }
            Err(quick_xml::Error::Io(fault)) => return Err(io::Error::from(fault.kind()).into()),
            Err(_) => return Err(malformed("record", record, "no XML, or cut off")),
        }
    }
}

fn malformed(unit: &'static str, place: u64, what: &'static str) -> Error {
    Error::Malformed { form: Form::HealthApp, unit, place, what }
}

/// Passes over the declaration, the document type, which some versions of iOS write with faults, and the start of the root.
/// Says whether anything follows; its `<` has been read.
fn skip_to_root(bytes: &mut impl BufRead) -> Result<bool, Error> {
    let (mut piece, mut passed) = (Vec::new(), 0);
    loop {
        piece.clear();
        passed += bytes.read_until(b'<', &mut piece)?;
        if piece.starts_with(b"HealthData") {
            return Ok(piece.ends_with(b"<"));
        }
        if piece.is_empty() {
            return Err(malformed("byte", passed as u64, "no element HealthData"));
        }
    }
}

/// The texts of a record, in room that is used again.
#[derive(Default)]
struct Texts {
    source: String,
    device: String,
    start: Option<Instant>,
    end: Option<Instant>,
    value: Option<Result<u64, Cause>>,
}

impl Texts {
    /// Takes a record's attributes, and says whether it is one of steps.
    fn fill(&mut self, element: &BytesStart<'_>) -> bool {
        let attributes = || {
            let mut attributes = element.attributes();
            attributes.with_checks(false);
            attributes.flatten()
        };
        let is_steps = attributes().any(|attribute| attribute.key.as_ref() == "type" && &*attribute.value == STEPS);
        if !is_steps {
            return false;
        }
        self.source.clear();
        self.device.clear();
        (self.start, self.end, self.value) = (None, None, None);
        for attribute in attributes() {
            let plain = &*attribute.value;
            match attribute.key.as_ref() {
                "sourceName" => unescape(&attribute, &mut self.source),
                "device" => unescape(&attribute, &mut self.device),
                "startDate" => self.start = instant(plain),
                "endDate" => self.end = instant(plain),
                "value" => self.value = Some(steps(plain)),
                _ => {}
            }
        }
        true
    }

    fn interval(&self) -> Result<Interval<'_>, Cause> {
        let count = self.value.ok_or(Cause::NoSteps)??;
        let (start, end) = self.start.zip(self.end).ok_or(Cause::TimeInvalid)?;
        let (start, end) = span(start, end)?;
        Ok(Interval {
            line: 0,
            text: "",
            start,
            end,
            count,
            source: &self.source,
            device: &self.device,
            id: None,
            deleted: false,
            member: None,
        })
    }
}

/// The text of an attribute; of one with an entity that nobody defined, what stands there.
fn unescape(attribute: &Attribute<'_>, text: &mut String) {
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    text.push_str(value.as_deref().unwrap_or(&attribute.value));
}

/// `2024-02-18 09:30:00 +0900`.
fn instant(text: &str) -> Option<Instant> {
    let (date, rest) = text.split_once(' ')?;
    let (time, offset) = rest.split_once(' ')?;
    let (hours, minutes) = offset.split_at_checked(3)?;
    Instant::parse(&format!("{date}T{time}{hours}:{minutes}"))
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{LONGEST, read};
    use crate::{Cause, Error, Form, Item, item::Tally};

    const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 14 -->\n\
        <!ELEMENT HealthData (ExportDate,Me,(Record|Correlation)*)>\n<!ATTLIST Record\n  device CDATA #IMPLIED\n]>\n<HealthData locale=\"ja_JP\">\n";

    fn record(attributes: &str) -> String {
        format!("<Record type=\"HKQuantityTypeIdentifierStepCount\" {attributes}/>\n")
    }

    fn items(body: &str) -> (Vec<String>, Result<(), Error>) {
        let mut items = Vec::new();
        let mut each = |item: Item<'_>| {
            items.push(match item {
                Item::Interval(i) => format!("{} {} {} {} {}", i.start, i.end, i.count, i.source, i.device),
                Item::Dropped(dropped) => format!("{} {:?}", dropped.line, dropped.cause),
            });
            ControlFlow::Continue(())
        };
        let mut tally = Tally::new(Form::HealthApp, &mut each);
        let read = read(format!("{START}{body}").as_bytes(), &mut tally);
        let report = tally.report();
        assert_eq!(report.read, report.counted + report.dropped.values().sum::<u64>());
        (items, read)
    }

    #[test]
    fn records_of_steps_are_read_and_no_others() {
        let body = [
            "<ExportDate value=\"2024-02-19 08:00:00 +0900\"/>\n",
            "<Record type=\"HKQuantityTypeIdentifierHeartRate\" value=\"60\"/>",
            &record(
                "sourceName=\"A &amp; B\" device=\"&lt;x&gt;\" startDate=\"2024-02-18 23:50:00 +0900\" endDate=\"2024-02-19 00:10:00 +0900\" value=\"120\"",
            ),
            "<Correlation><Record type=\"HKQuantityTypeIdentifierStepCount\" value=\"1\"/></Correlation>",
            &record("startDate=\"2024-02-18 14:00:00 +0000\" endDate=\"2024-02-18 13:00:00 +0000\" value=\"1\""),
            &record("startDate=\"2024-02-18 14:00:00 +0000\" value=\"1\""),
            &record("startDate=\"2024-02-18 14:00:00 +0000\" endDate=\"2024-02-18 14:00:00 +0000\" value=\"-1\""),
            "</HealthData>\n",
        ];
        let (items, read) = items(&body.concat());
        assert!(read.is_ok(), "{read:?}");
        let expected = [
            "2024-02-18T23:50:00+09:00 2024-02-19T00:10:00+09:00 120 A & B <x>",
            "3 EndBeforeStart",
            "4 TimeInvalid",
            "5 StepsInvalid",
        ];
        assert_eq!(items, expected);
        assert!(Cause::EndBeforeStart.is_fault());
    }

    #[test]
    fn a_file_that_is_cut_off_is_malformed_after_what_it_has() {
        let whole = record("startDate=\"2024-02-18 14:00:00 +0000\" endDate=\"2024-02-18 14:00:00 +0000\" value=\"1\"");
        let (items, read) = items(&format!("{whole}<Record type=\"HKQ"));
        assert_eq!(items.len(), 1);
        assert!(matches!(read, Err(Error::Malformed { place: 1, .. })), "{read:?}");
    }

    #[test]
    fn an_element_that_does_not_end_is_not_held() {
        let (_, read) = items(&format!("<Record type=\"{}", "x".repeat(usize::try_from(LONGEST).expect("fits") * 3)));
        assert!(matches!(read, Err(Error::TooLarge { .. })), "{read:?}");
    }
}
