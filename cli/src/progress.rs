//! How far a command is, with rows per second and the time left: on a terminal and after a second. Elsewhere nothing is drawn.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use indicatif::{ProgressBar, ProgressStyle};

/// Rows between two looks at the clock.
const LOOKED: u64 = 256;

/// Rows that are done, and how far that is: in bytes of a file, or in steps of a number that is known.
pub(crate) struct Progress {
    bar: ProgressBar,
    drawn: Drawn,
    rows: Cell<u64>,
    done: Rc<Cell<u64>>,
    /// When it was last drawn, in milliseconds from the start.
    drawn_at: Cell<u128>,
}

/// Milliseconds between two drawings.
const BETWEEN: u128 = 100;

/// A reader that counts its bytes.
pub(crate) struct Counted<R>(R, Rc<Cell<u64>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.set(self.1.get() + read as u64);
        Ok(read)
    }
}

/// What is drawn: templates of the bar, and what rows and their number a second are called.
#[derive(Clone, Copy)]
pub(crate) struct Drawn {
    pub(crate) bytes: &'static str,
    pub(crate) stream: &'static str,
    pub(crate) steps: &'static str,
    pub(crate) rows: &'static str,
    pub(crate) rate: &'static str,
}

impl Progress {
    /// Over a file of a number of bytes, or over a stream, whose end is not known.
    pub(crate) fn over_bytes(bytes: Option<u64>, drawn: Drawn) -> Self {
        let (bar, template) = match bytes {
            Some(bytes) => (ProgressBar::new(bytes), drawn.bytes),
            None => (ProgressBar::no_length(), drawn.stream),
        };
        Self {
            bar: styled(bar, template, drawn),
            drawn,
            rows: Cell::default(),
            done: Rc::default(),
            drawn_at: Cell::default(),
        }
    }

    /// Over a number of steps, each of which has some rows.
    pub(crate) fn over(steps: usize, drawn: Drawn) -> Self {
        let bar = styled(ProgressBar::new(steps as u64), drawn.steps, drawn);
        Self { bar, drawn, rows: Cell::default(), done: Rc::default(), drawn_at: Cell::default() }
    }

    pub(crate) fn reading<R>(&self, bytes: R) -> Counted<R> {
        Counted(bytes, Rc::clone(&self.done))
    }

    /// A row more: the clock is looked at now and then.
    pub(crate) fn row(&self) {
        let rows = self.rows.get() + 1;
        self.rows.set(rows);
        if rows.is_multiple_of(LOOKED) {
            self.show();
        }
    }

    /// A step more.
    pub(crate) fn step(&self) {
        self.done.set(self.done.get() + 1);
        self.show();
    }

    fn show(&self) {
        let elapsed = if self.bar.is_hidden() { 0 } else { self.bar.elapsed().as_millis() };
        if elapsed < 1_000 || elapsed < self.drawn_at.get() + BETWEEN {
            return;
        }
        self.drawn_at.set(elapsed);
        let rows = self.rows.get();
        let rate = rows as f64 / self.bar.elapsed().as_secs_f64();
        let Drawn { rows: name, rate: a_second, .. } = self.drawn;
        // What is drawn with the text is where the bar is then.
        self.bar.set_position(self.done.get());
        self.bar.set_message(format!("{rows} {name}, {rate:.0} {a_second}"));
    }

    /// What is said on the error stream stands above the bar.
    pub(crate) fn aside(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }
}

fn styled(bar: ProgressBar, template: &str, drawn: Drawn) -> ProgressBar {
    bar.with_message(format!("0 {}", drawn.rows))
        .with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
