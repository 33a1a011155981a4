//! Health Connect on Android: an SQLite database.
//!
//! `steps_record_table` has times in milliseconds since 1970, a count, the application that wrote the record and a UUID.

use std::{collections::HashMap, path::Path};

use kenpo_core::civil::Instant;
use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit, types::ValueRef};

use crate::{
    Cause, Error, Expected, Form, Interval,
    item::{MOST, Tally, span},
};

/// Applications and devices at most.
const MOST_NAMES: u32 = 10_000;

/// Bytes of a value at most.
const LONGEST: i32 = 1 << 20;

const TABLES: &str =
    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1 AND sql LIKE 'CREATE TABLE%'";

const STEPS: &str =
    "SELECT start_time, end_time, count, app_info_id, device_info_id, hex(uuid) FROM steps_record_table ORDER BY rowid";

/// What applications or devices are called, by their number.
type Names = HashMap<i64, String>;

pub(crate) fn read(path: &Path, tally: &mut Tally<'_, '_>) -> Result<(), Error> {
    let database = open(path).map_err(|_| malformed(0, "the database cannot be opened"))?;
    let has = |table: &str| database.query_row(TABLES, [table], |row| row.get(0)).map(|tables: i64| tables == 1);
    if !has("steps_record_table").map_err(|_| malformed(0, "the database is damaged"))? {
        return Err(Error::NoForm(Expected { line: None }));
    }
    let apps = names(
        &database,
        has("application_info_table"),
        "SELECT row_id, package_name FROM application_info_table LIMIT ?1",
    );
    let devices = names(&database, has("device_info_table"), "SELECT row_id, model FROM device_info_table LIMIT ?1");
    let mut statement = database.prepare(STEPS).map_err(|_| malformed(0, "steps_record_table has other columns"))?;
    let mut rows = statement.query([]).map_err(|_| malformed(0, "the database is damaged"))?;
    let mut record = 0;
    while let Some(row) = rows.next().map_err(|_| malformed(record, "the database is damaged"))? {
        record += 1;
        let value = |column| row.get_ref(column).unwrap_or(ValueRef::Null);
        let (source, device) = (name(&apps, value(3)), name(&devices, value(4)));
        tally.row(
            record,
            interval([value(0), value(1), value(2)], source, device, value(5).as_str().unwrap_or_default()),
        )?;
    }
    Ok(())
}

fn names(database: &Connection, there: rusqlite::Result<bool>, query: &str) -> Names {
    let read = || -> rusqlite::Result<Names> {
        let mut statement = database.prepare(query)?;
        let rows = statement.query_map([MOST_NAMES], |row| Ok((row.get(0)?, row.get(1)?)))?;
        // An application without a name has none here either.
        Ok(rows.flatten().collect())
    };
    if there.unwrap_or(false) { read().unwrap_or_default() } else { Names::new() }
}

fn name<'n>(names: &'n Names, number: ValueRef<'_>) -> &'n str {
    number.as_i64().ok().and_then(|number| names.get(&number)).map_or("", String::as_str)
}

/// Opens a database that somebody else wrote: nothing in it is run, and nothing is written.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let database =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    Ok(database)
}

fn malformed(place: u64, what: &'static str) -> Error {
    Error::Malformed { form: Form::HealthConnect, unit: "record", place, what }
}

fn interval<'r>(
    [start, end, count]: [ValueRef<'r>; 3],
    source: &'r str,
    device: &'r str,
    id: &'r str,
) -> Result<Interval<'r>, Cause> {
    let count = match count {
        ValueRef::Null => return Err(Cause::NoSteps),
        count => count.as_i64().ok().and_then(|count| u64::try_from(count).ok()).filter(|count| *count <= MOST),
    };
    let count = count.ok_or(Cause::StepsInvalid)?;
    let instant = |time: ValueRef<'_>| Instant::from_unix(time.as_i64().ok()?.div_euclid(1_000));
    let (start, end) = instant(start).zip(instant(end)).ok_or(Cause::TimeInvalid)?;
    let (start, end) = span(start, end)?;
    let id = (!id.is_empty()).then_some(id);
    Ok(Interval { line: 0, text: "", start, end, count, source, device, id, deleted: false, member: None })
}
