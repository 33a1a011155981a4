//! Zip archives: the one export within, found by content, since its name depends on the phone's language.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write as _},
};

use zip::{ZipArchive, result::ZipError};

use crate::{
    Each, Error, Expected, Form, Options, Report,
    budget::{Budget, Within},
    garmin_fit, health_connect,
    item::Tally,
    read_into,
    recognise::{Container, recognise},
};

/// Bytes of an entry that are unpacked to recognise it.
const LOOKED_AT: u64 = 1 << 14;

pub(crate) fn read(file: File, options: &Options, each: &mut Each<'_>) -> Result<Report, Error> {
    let limits = options.limits;
    let mut archive = ZipArchive::new(file).map_err(fault)?;
    if archive.len() > limits.entries {
        return Err(Error::TooLarge { what: "entries of the archive", limit: limits.entries as u64 });
    }
    let budget = Budget::new(limits.unpacked);
    let mut found: Vec<(Form, Container, usize)> = Vec::new();
    for index in 0..archive.len() {
        let start = start_of(&mut archive, index, &budget).map_err(|error| over(error, &budget, options))?;
        match start.map(|start| recognise(&start, options)) {
            Some(Ok(Container::Stream(form))) => found.push((form, Container::Stream(form), index)),
            Some(Ok(Container::Database)) => found.push((Form::HealthConnect, Container::Database, index)),
            // Archives within archives are not looked into.
            Some(Ok(Container::Archive) | Err(_)) | None => {}
        }
    }
    found.sort_by_key(|(form, _, index)| (*form, *index));
    let Some(&(form, container, index)) = found.first() else { return Err(Error::NoForm(Expected { line: None })) };
    let of_form: Vec<usize> = found.iter().filter(|other| other.0 == form).map(|other| other.2).collect();
    let mut tally = Tally::new(form, each);
    let read = match container {
        Container::Database => database(&mut archive, index, options, &mut tally),
        _ if form.is_in_parts() => {
            let mut samples = garmin_fit::Samples::default();
            let parts = of_form.iter().try_for_each(|index| {
                let bytes = Within::new(archive.by_index(*index).map_err(fault)?, budget.clone());
                samples.read(bytes, options, &mut tally)
            });
            parts.and_then(|()| samples.finish(&mut tally))
        }
        _ => of_form.iter().try_for_each(|index| {
            let bytes = Within::new(archive.by_index(*index).map_err(fault)?, budget.clone());
            read_into(form, bytes, options, &mut tally)
        }),
    };
    read.map_err(|error| over(error, &budget, options))?;
    Ok(tally.report())
}

/// The first bytes of an entry, unless it is a folder or encrypted.
fn start_of(archive: &mut ZipArchive<File>, index: usize, budget: &Budget) -> Result<Option<Vec<u8>>, Error> {
    let entry = match archive.by_index(index) {
        Ok(entry) if entry.is_file() => entry,
        Ok(_) | Err(ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword) => return Ok(None),
        Err(error) => return Err(fault(error)),
    };
    let mut start = Vec::new();
    Within::new(entry, budget.clone()).take(LOOKED_AT).read_to_end(&mut start)?;
    Ok(Some(start))
}

/// Reads a database, which is read in no order, from a temporary file.
fn database(
    archive: &mut ZipArchive<File>,
    index: usize,
    options: &Options,
    tally: &mut Tally<'_, '_>,
) -> Result<(), Error> {
    let limit = options.limits.database;
    let mut entry = archive.by_index(index).map_err(fault)?;
    let mut unpacked = tempfile::NamedTempFile::new()?;
    if io::copy(&mut (&mut entry).take(limit), &mut unpacked)? == limit && entry.read(&mut [0])? > 0 {
        return Err(Error::TooLarge { what: "bytes of the database", limit });
    }
    unpacked.flush()?;
    unpacked.seek(SeekFrom::Start(0))?;
    health_connect::read(unpacked.path(), tally)
}

fn over(error: Error, budget: &Budget, options: &Options) -> Error {
    if budget.is_spent() {
        return Error::TooLarge { what: "bytes of the archive when unpacked", limit: options.limits.unpacked };
    }
    error
}

/// What is wrong with an archive, without the library's text.
fn fault(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => Error::Io(error.kind().into()),
        _ => Error::Io(io::Error::new(
            io::ErrorKind::InvalidData,
            "the archive is damaged, or of a kind that is not read",
        )),
    }
}
