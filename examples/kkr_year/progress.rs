//! How far a file has been read, on a terminal; elsewhere nothing is drawn.

use std::{
    cell::Cell,
    fmt::Display,
    io::{self, Read},
    rc::Rc,
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::members::Totals;

/// Members between two looks at the clock.
const MEMBERS: u64 = 64;

pub(crate) struct Progress {
    bar: ProgressBar,
    read: Rc<Cell<u64>>,
}

/// A reader that counts its bytes.
pub(crate) struct Counted<R>(R, Rc<Cell<u64>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.set(self.1.get() + read as u64);
        Ok(read)
    }
}

impl Progress {
    /// Over a number of bytes, or over what comes from a pipe, whose length is not known.
    pub(crate) fn over(bytes: Option<u64>) -> Self {
        let (bar, template) = match bytes {
            Some(bytes) => (ProgressBar::new(bytes), "{bar:30} {bytes} of {total_bytes}, {msg}, {eta} to go"),
            None => (ProgressBar::no_length(), "{spinner} {bytes}, {msg}"),
        };
        let bar = bar.with_style(ProgressStyle::with_template(template).expect("a template"));
        Self { bar, read: Rc::default() }
    }

    /// Counts what is read.
    pub(crate) fn reading<R>(&self, bytes: R) -> Counted<R> {
        Counted(bytes, Rc::clone(&self.read))
    }

    pub(crate) fn show(&self, totals: &Totals) {
        if self.bar.is_hidden() || !totals.members.is_multiple_of(MEMBERS) {
            return;
        }
        let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
        let rows = totals.rows as f64 / seconds;
        self.bar.set_message(format!("{} members, {rows:.0} rows/s", totals.members));
        self.bar.set_position(self.read.get());
    }

    /// A line on the error stream, above the bar.
    pub(crate) fn say(&self, line: &impl Display) {
        self.bar.suspend(|| eprintln!("{line}"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
