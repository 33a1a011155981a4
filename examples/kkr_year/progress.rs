//! How far a file has been read, on a terminal; elsewhere nothing is drawn.

use std::fmt::Display;

use indicatif::{ProgressBar, ProgressStyle};

use crate::members::Totals;

/// Members between two looks at the clock.
const MEMBERS: u64 = 64;

pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Over so many bytes, or over what comes from a pipe, which nobody knows the length of.
    pub(crate) fn over(bytes: Option<u64>) -> Self {
        let (bar, template) = match bytes {
            Some(bytes) => (ProgressBar::new(bytes), "{bar:30} {bytes} of {total_bytes}, {msg}, {eta} to go"),
            None => (ProgressBar::no_length(), "{spinner} {bytes}, {msg}"),
        };
        Self(bar.with_style(ProgressStyle::with_template(template).expect("a template")))
    }

    pub(crate) fn show(&mut self, bytes: u64, totals: &Totals) {
        if self.0.is_hidden() || !totals.members.is_multiple_of(MEMBERS) {
            return;
        }
        let seconds = self.0.elapsed().as_secs_f64().max(0.001);
        let rows = totals.rows as f64 / seconds;
        self.0.set_message(format!("{} members, {rows:.0} rows/s", totals.members));
        self.0.set_position(bytes);
    }

    /// A line on the error stream, above the bar.
    pub(crate) fn say(&self, line: &impl Display) {
        self.0.suspend(|| eprintln!("{line}"));
    }

    pub(crate) fn end(self) {
        self.0.finish_and_clear();
    }
}
