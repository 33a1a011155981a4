//! XML, databases, FIT and archives.

use std::{
    io::{self, Cursor, Write},
    path::Path,
};

use kenpo_core::civil::{Date, Instant};
use kenpo_intake::Form;
use rusqlite::Connection;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Made, Walk, walks, with_steps};

type Days<'d> = &'d [(Date, Vec<Walk>)];

pub(super) fn all(days: Days<'_>) -> Vec<Made> {
    let made = |name, form, bytes| Made { name, form, bytes, days: with_steps(days), without: 0 };
    let mut xml = Vec::new();
    export(&mut xml, days).expect("written");
    let database = database(days);
    let (early, late) = days.split_at(days.len() / 2);
    let (early, late) = (monitoring(early, Packed::Yes), monitoring(late, Packed::Yes));
    vec![
        made("export.xml", Form::HealthApp, xml.clone()),
        made(
            "書き出したデータ.zip",
            Form::HealthApp,
            archive(&[
                ("apple_health_export/export_cda.xml", b"<ClinicalDocument/>"),
                ("apple_health_export/書き出したデータ.xml", &xml),
                ("apple_health_export/electrocardiograms/ecg_2024.csv", b"Name,A\n"),
            ]),
        ),
        made("health_connect_export.db", Form::HealthConnect, database.clone()),
        made("Health Connect.zip", Form::HealthConnect, archive(&[("health_connect_export.db", &database)])),
        made("monitoring.fit", Form::GarminFit, monitoring(days, Packed::Yes)),
        made("monitoring_spelled.fit", Form::GarminFit, monitoring(days, Packed::No)),
        // The later file comes first.
        made("monitoring.zip", Form::GarminFit, archive(&[("2_WELLNESS.fit", &late), ("1_WELLNESS.fit", &early)])),
    ]
}

const DOCTYPE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
]>
<HealthData locale="ja_JP">
 <ExportDate value="2024-03-10 08:00:00 +0900"/>
 <Me HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexNotSet"/>
"#;

/// A phone's records, a watch's that count half of the same walks, and heart rates.
fn export(out: &mut impl Write, days: Days<'_>) -> io::Result<()> {
    out.write_all(DOCTYPE.as_bytes())?;
    records(out, days)?;
    out.write_all(b"</HealthData>\n")
}

fn records(out: &mut impl Write, days: Days<'_>) -> io::Result<()> {
    let time = |unix: i64| {
        let text = Instant::from_unix(unix).expect("in range").to_string();
        format!("{} {} +0900", &text[..10], &text[11..19])
    };
    for walk in days.iter().flat_map(|(_, walks)| walks) {
        let (start, end) = (time(walk.start), time(walk.start + walk.length));
        writeln!(
            out,
            r#" <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" unit="count/min" creationDate="{end}" startDate="{start}" endDate="{start}" value="80"/>"#
        )?;
        for (source, steps) in [("iPhone &amp; Co", walk.steps), ("Watch", walk.steps / 2)] {
            writeln!(
                out,
                r#" <Record type="HKQuantityTypeIdentifierStepCount" sourceName="{source}" sourceVersion="17.3" device="&lt;&lt;HKDevice: 0x2823cc1e0&gt;, name:{source}, manufacturer:Apple Inc., model:{source}, hardware:X1,2, software:17.3&gt;" unit="count" creationDate="{end}" startDate="{start}" endDate="{end}" value="{steps}">
  <MetadataEntry key="HKMetadataKeySyncVersion" value="1"/>
 </Record>"#
            )?;
        }
    }
    Ok(())
}

pub(super) fn big_export(out: &mut impl Write, bytes: u64, seed: u64) -> io::Result<Vec<(Date, u64)>> {
    /// Counts what is written.
    struct Counted<'o, W>(&'o mut W, u64);
    impl<W: Write> Write for Counted<'_, W> {
        fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
            let written = self.0.write(buffer)?;
            self.1 += written as u64;
            Ok(written)
        }
        fn flush(&mut self) -> io::Result<()> {
            self.0.flush()
        }
    }
    let days = walks(seed, 3_650);
    let mut out = Counted(out, 0);
    out.write_all(DOCTYPE.as_bytes())?;
    let mut times = 0;
    while out.1 < bytes {
        records(&mut out, &days)?;
        times += 1;
    }
    out.write_all(b"</HealthData>\n")?;
    Ok(with_steps(&days).into_iter().map(|(date, steps)| (date, steps * times)).collect())
}

fn database(days: Days<'_>) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("made.db");
    write_database(&path, days).expect("written");
    std::fs::read(path).expect("read")
}

fn write_database(path: &Path, days: Days<'_>) -> rusqlite::Result<()> {
    let mut database = Connection::open(path)?;
    database.execute_batch(
        "CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY AUTOINCREMENT, package_name TEXT NOT NULL UNIQUE, app_name TEXT, app_icon BLOB, record_types_used TEXT);
         CREATE TABLE device_info_table (row_id INTEGER PRIMARY KEY AUTOINCREMENT, manufacturer TEXT, model TEXT, device_type INTEGER);
         CREATE TABLE steps_record_table (row_id INTEGER PRIMARY KEY AUTOINCREMENT, uuid BLOB NOT NULL UNIQUE, last_modified_time INTEGER, client_record_id TEXT, client_record_version TEXT, device_info_id INTEGER, app_info_id INTEGER, recording_method INTEGER, dedupe_hash BLOB UNIQUE, start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, local_date INTEGER, count INTEGER, local_date_time_start_time INTEGER AS (start_time + 1000 * start_zone_offset), local_date_time_end_time INTEGER AS (end_time + 1000 * end_zone_offset));
         INSERT INTO application_info_table (package_name) VALUES ('com.google.android.apps.fitness'), ('com.sec.android.app.shealth');
         INSERT INTO device_info_table (manufacturer, model, device_type) VALUES ('Maker', 'Phone', 2);",
    )?;
    let transaction = database.transaction()?;
    let mut insert = transaction.prepare(
        "INSERT INTO steps_record_table (uuid, device_info_id, app_info_id, start_time, start_zone_offset, end_time, end_zone_offset, local_date, count)
         VALUES (?1, 1, ?2, ?3, 32400, ?4, 32400, ?5, ?6)",
    )?;
    for (number, walk) in days.iter().flat_map(|(_, walks)| walks).enumerate() {
        for (app, steps) in [(1, walk.steps), (2, walk.steps / 2)] {
            let uuid = (number as u128 * 2 + app as u128).to_be_bytes();
            let (start, end) = (walk.start * 1_000, (walk.start + walk.length) * 1_000);
            insert.execute((
                uuid,
                app,
                start,
                end,
                (walk.start + 32_400).div_euclid(86_400),
                i64::try_from(steps).expect("fits"),
            ))?;
        }
    }
    drop(insert);
    transaction.commit()
}

/// Monitoring with the activity packed in one byte and times of sixteen bits, as watches write it.
/// Whether a message has its activity in five bits of a byte and its time in the low sixteen bits, or each in a field of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packed {
    Yes,
    No,
}

fn monitoring(days: Days<'_>, packed: Packed) -> Vec<u8> {
    const EPOCH: i64 = 631_065_600;
    let stamp = |unix: i64| u32::try_from(unix - EPOCH).expect("after 1989").to_le_bytes();
    let mut data = Vec::new();
    let define = |data: &mut Vec<u8>, local: u8, message: u16, fields: &[[u8; 3]]| {
        data.extend([0x40 | local, 0, 0]);
        data.extend(message.to_le_bytes());
        data.push(u8::try_from(fields.len()).expect("few"));
        data.extend(fields.as_flattened());
    };
    let first = Instant::start_of(days[0].0).unix();
    define(&mut data, 0, 0, &[[0, 1, 0x00], [3, 4, 0x8C], [4, 4, 0x86]]);
    data.extend([0, 32]);
    data.extend(123_456_u32.to_le_bytes());
    data.extend(stamp(first));
    define(&mut data, 1, 103, &[[253, 4, 0x86], [0, 4, 0x86]]);
    match packed {
        Packed::Yes => define(&mut data, 2, 55, &[[3, 4, 0x86], [24, 1, 0x0D], [26, 2, 0x84]]),
        Packed::No => define(&mut data, 2, 55, &[[3, 4, 0x86], [5, 1, 0x00], [253, 4, 0x86]]),
    }
    define(&mut data, 3, 55, &[[27, 1, 0x02], [26, 2, 0x84]]);
    for (date, walks) in days {
        let midnight = Instant::start_of(*date).unix();
        data.push(1);
        data.extend(stamp(midnight));
        data.extend(stamp(midnight + 9 * 3_600));
        let mut so_far = [0_u32; 2];
        for (number, walk) in walks.iter().enumerate() {
            // Walking and running in turn, each with a total of its own; cycling in between counts nothing.
            let [kind, other] = if number % 2 == 0 { [6_u8, 2] } else { [1, 2] };
            let low = |unix: i64| ((unix - EPOCH) & 0xFFFF).to_le_bytes();
            let intensity = if packed == Packed::Yes { 3 << 5 } else { 0 };
            let time = |unix: i64| match packed {
                Packed::Yes => low(unix)[..2].to_vec(),
                Packed::No => stamp(unix).to_vec(),
            };
            so_far[number % 2] += u32::try_from(walk.steps).expect("small");
            data.push(2);
            data.extend(so_far[number % 2].to_le_bytes());
            data.push(intensity | kind);
            data.extend(time(walk.start + walk.length));
            data.extend([2, 100, 0, 0, 0, other]);
            data.extend(time(walk.start + walk.length));
            data.extend([3, 70]);
            data.extend(&low(walk.start + walk.length + 60)[..2]);
        }
    }
    let mut file = vec![14, 0x20, 0x5C, 0x08];
    file.extend(u32::try_from(data.len()).expect("small").to_le_bytes());
    file.extend(b".FIT");
    file.extend(crc(&file).to_le_bytes());
    file.extend(data);
    let sum = crc(&file);
    file.extend(sum.to_le_bytes());
    file
}

/// FIT's checksum: CRC-16/ARC.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xA001 } else { crc >> 1 })
    })
}

/// A zip archive.
pub(crate) fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}
