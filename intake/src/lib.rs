//! Reads the files in which phones, watches and their services export steps.
//!
//! [`read`] takes any of the forms of [`Form`], recognised by content, and hands over one [`Interval`] after another: a start, an
//! end and a count. What cannot be counted is a [`Dropped`] row with its reason, and the [`Report`] adds up. [`Days`] makes totals
//! per civil day in Japan of the intervals; [`WholeDays`] keeps the rows of daily totals as they arrive.
//!
//! A file is read as a stream: what is held does not grow with it. [`Limits`] bound what an archive may unpack to.
//! Nothing here prints, logs or repeats in an error what a file holds.
//!
//! ```no_run
//! use kenpo_intake::{Days, Item, Options, read};
//! use std::{ops::ControlFlow, path::Path};
//!
//! let mut days = Days::default();
//! let report = read(Path::new("export.zip"), &Options::default(), &mut |item| {
//!     if let Item::Interval(interval) = item {
//!         days.push(&interval);
//!     }
//!     ControlFlow::Continue(())
//! })?;
//! println!("{} rows read, {} counted", report.read, report.counted);
//! # Ok::<(), kenpo_intake::Error>(())
//! ```
#![forbid(unsafe_code)]

mod archive;
mod budget;
mod days;
mod error;
mod form;
mod garmin_fit;
mod health_app;
mod health_connect;
mod item;
mod options;
mod recognise;
mod table;
mod whole;

use std::{
    fs::File,
    io::{Read, Seek as _, SeekFrom},
    ops::ControlFlow,
    path::Path,
};

pub use days::{Day, Days};
pub use error::{Error, Expected};
pub use form::Form;
pub use item::{Cause, Dropped, Interval, Item, Report};
pub use options::{DateOrder, Limits, Options};
pub use whole::WholeDays;

use item::Tally;
use recognise::{Container, HEAD, head, recognise};

/// Takes items as they are read; [`ControlFlow::Break`] ends the reading with [`Error::Stopped`].
pub type Each<'e> = dyn FnMut(Item<'_>) -> ControlFlow<()> + 'e;

/// Reads a file.
///
/// # Errors
/// Those of [`Error`]. Items handed over before an error were read before it.
pub fn read(path: &Path, options: &Options, each: &mut Each<'_>) -> Result<Report, Error> {
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    head(&mut file, &mut start)?;
    file.seek(SeekFrom::Start(0))?;
    match recognise(&start, options)? {
        Container::Archive => archive::read(file, options, each),
        Container::Database => {
            let mut tally = Tally::new(Form::HealthConnect, each);
            health_connect::read(path, &mut tally)?;
            Ok(tally.report())
        }
        Container::Stream(form) => read_form(form, file, options, each),
    }
}

/// Reads a stream that cannot be wound back, as the standard input.
///
/// # Errors
/// Those of [`Error`]: [`Error::NeedsFile`] for an archive or a database, whose parts are not in the order in which they are read.
pub fn read_stream(mut bytes: impl Read, options: &Options, each: &mut Each<'_>) -> Result<Report, Error> {
    let mut start = Vec::new();
    head(&mut bytes, &mut start)?;
    match recognise(&start, options)? {
        Container::Archive | Container::Database => Err(Error::NeedsFile),
        Container::Stream(form) => read_form(form, start.as_slice().chain(bytes), options, each),
    }
}

fn read_form(form: Form, bytes: impl Read, options: &Options, each: &mut Each<'_>) -> Result<Report, Error> {
    let mut tally = Tally::new(form, each);
    read_into(form, bytes, options, &mut tally)?;
    Ok(tally.report())
}

/// Reads one file of a form that is a stream, which may be one of several of an archive.
fn read_into(form: Form, bytes: impl Read, options: &Options, tally: &mut Tally<'_, '_>) -> Result<(), Error> {
    match form {
        Form::HealthApp => health_app::read(bytes, tally),
        Form::GarminFit => {
            let mut samples = garmin_fit::Samples::default();
            samples.read(bytes, options, tally)?;
            samples.finish(tally)
        }
        _ => table::read(bytes, options, tally),
    }
}

/// How many bytes of a file are looked at to recognise its form.
pub const LOOKED_AT: usize = HEAD;
