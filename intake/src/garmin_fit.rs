//! Garmin's monitoring files in FIT.
//!
//! A message `monitoring` has the steps of the day so far, for walking and for running each, in a field `cycles`: one cycle is two
//! steps. Which activity it counts is a field of its own or, on most watches, five bits of the byte `current_activity_type_intensity`.
//! Readers that look for the former alone report cycles and no steps; the reader used here does so for some messages and not for
//! others, from run to run. Both are taken as what they are: steps, and cycles times two.

use std::{collections::BTreeMap, io::Read};

use fitparser::{
    FitDataField, FitDataRecord, Value,
    de::{DecodeOption, FitObject, FitStreamProcessor},
    profile::MesgNum,
};
use kenpo_core::civil::Instant;

use crate::{Cause, Error, Form, Interval, Options, item::Tally};

/// Running and walking.
const ON_FOOT: [i64; 2] = [1, 6];

/// The most steps of a day so far, beyond which a message is damaged.
const MOST: f64 = 10_000_000.0;

/// Numbers of fields.
const CYCLES: u8 = 3;
const ACTIVITY: u8 = 5;
const ACTIVITY_AND_INTENSITY: u8 = 24;
const TIMESTAMP_16: u8 = 26;
const TIMESTAMP: u8 = 253;
const LOCAL_TIMESTAMP: u8 = 0;
const SERIAL_NUMBER: u8 = 3;

/// Seconds from 1970 to FIT's own epoch, the last day of 1989.
const EPOCH: i64 = 631_065_600;

const DAY: i64 = 86_400;
const JAPAN: i64 = 9 * 3_600;

/// Readings of one counter: a device, its local day and an activity. A day's total so far, by time.
type Counters = BTreeMap<(String, i64, i64, i64), BTreeMap<i64, u64>>;

/// The readings of all files, which are put in order before they are taken apart into intervals.
#[derive(Default)]
pub(crate) struct Samples {
    counters: Counters,
    bytes: u64,
    record: u64,
}

/// What later messages of a file hang on.
struct Clock {
    device: String,
    /// The last full time, in seconds since FIT's epoch.
    time: Option<i64>,
    /// Seconds that the device's local time is ahead.
    offset: i64,
}

impl Samples {
    /// Reads one file.
    pub(crate) fn read(&mut self, bytes: impl Read, options: &Options, tally: &mut Tally<'_, '_>) -> Result<(), Error> {
        let limit = options.limits.fit;
        let mut file = Vec::new();
        let left = limit.saturating_sub(self.bytes);
        self.bytes += bytes.take(left + 1).read_to_end(&mut file)? as u64;
        if self.bytes > limit {
            return Err(Error::TooLarge { what: "bytes of FIT files", limit });
        }
        let mut clock = Clock { device: String::new(), time: None, offset: JAPAN };
        let mut processor = FitStreamProcessor::new();
        processor.add_option(DecodeOption::ReturnNumericEnumValues);
        processor.add_option(DecodeOption::KeepCompositeFields);
        let mut rest = file.as_slice();
        while !rest.is_empty() {
            let (left, object) = processor.deserialize_next(rest).map_err(|_| self.malformed())?;
            rest = left;
            match object {
                FitObject::Crc(_) => processor.reset(),
                FitObject::DataMessage(message) => {
                    let message = processor.decode_message(message).map_err(|_| self.malformed())?;
                    self.take(&message, &mut clock, tally)?;
                }
                FitObject::Header(_) | FitObject::DefinitionMessage(_) => {}
            }
        }
        Ok(())
    }

    fn malformed(&self) -> Error {
        Error::Malformed { form: Form::GarminFit, unit: "record", place: self.record, what: "no FIT, or damaged" }
    }

    fn take(&mut self, message: &FitDataRecord, clock: &mut Clock, tally: &mut Tally<'_, '_>) -> Result<(), Error> {
        self.record += 1;
        // Fields of the profile stand before those of developers, which have numbers of their own.
        let field = |number| message.fields().iter().find(|field| field.number() == number);
        let whole = |number| field(number).and_then(|field| whole(field.value()));
        let time = |number| field(number).and_then(|field| fit_seconds(field.value()));
        if let Some(full) = time(TIMESTAMP) {
            clock.time = Some(full);
        }
        match message.kind() {
            MesgNum::FileId => {
                clock.device = whole(SERIAL_NUMBER).map_or_else(String::new, |number| number.to_string())
            }
            MesgNum::MonitoringInfo => {
                let ahead = time(LOCAL_TIMESTAMP).zip(clock.time).map(|(local, time)| local - time);
                clock.offset = ahead.filter(|ahead| ahead.abs() < DAY).unwrap_or(JAPAN);
            }
            MesgNum::Monitoring => {
                if let (Some(short), Some(full)) = (whole(TIMESTAMP_16), clock.time) {
                    // The low sixteen bits of a time that is later than the last one.
                    clock.time = Some(full + (short - full).rem_euclid(1 << 16));
                }
                match field(CYCLES).filter(|field| matches!(field.name(), "cycles" | "steps" | "strokes")) {
                    None => tally.other(),
                    Some(counted) => {
                        let packed = whole(ACTIVITY_AND_INTENSITY).map(|packed| packed & 0x1F);
                        let row = self.reading(counted, whole(ACTIVITY).or(packed), clock);
                        if let Err(cause) = row {
                            tally.row(self.record, Err(cause))?;
                        }
                    }
                }
            }
            _ => tally.other(),
        }
        Ok(())
    }

    /// Notes a reading of a counter.
    fn reading(&mut self, counted: &FitDataField, activity: Option<i64>, clock: &Clock) -> Result<(), Cause> {
        let activity = activity.filter(|activity| ON_FOOT.contains(activity)).ok_or(Cause::OtherActivity)?;
        let number: f64 = counted.value().clone().try_into().map_err(|_| Cause::StepsInvalid)?;
        let steps = if counted.name() == "steps" { number } else { number * 2.0 };
        if !(0.0..=MOST).contains(&steps) {
            return Err(Cause::StepsInvalid);
        }
        let time = clock.time.ok_or(Cause::TimeInvalid)?;
        // A reading at midnight closes the day before.
        let day = (time + clock.offset - 1).div_euclid(DAY);
        let counter = (clock.device.clone(), day, activity, clock.offset);
        let highest = self.counters.entry(counter).or_default().entry(time).or_default();
        // In range: compared above.
        *highest = (*highest).max(steps as u64);
        Ok(())
    }

    /// Takes the counters apart: between two readings lie the steps by which they differ; the first of a day begins at its midnight.
    pub(crate) fn finish(self, tally: &mut Tally<'_, '_>) -> Result<(), Error> {
        for ((device, day, _, offset), readings) in &self.counters {
            let (mut from, mut before) = (day * DAY - offset, 0);
            for (&time, &steps) in readings {
                // A counter that fell began anew.
                let count = steps.checked_sub(before).unwrap_or(steps);
                let interval = || {
                    let (start, end) = Instant::from_unix(from + EPOCH)
                        .zip(Instant::from_unix(time + EPOCH))
                        .ok_or(Cause::TimeInvalid)?;
                    Ok(Interval {
                        line: 0,
                        text: "",
                        start,
                        end,
                        count,
                        source: device,
                        device,
                        id: None,
                        deleted: false,
                        member: None,
                    })
                };
                tally.row(self.record, interval())?;
                (from, before) = (time, steps);
            }
        }
        Ok(())
    }
}

fn whole(value: &Value) -> Option<i64> {
    value.try_into().ok()
}

/// Seconds since FIT's epoch.
fn fit_seconds(value: &Value) -> Option<i64> {
    match value {
        Value::Timestamp(time) => Some(time.timestamp() - EPOCH),
        _ => None,
    }
}
