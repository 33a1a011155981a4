//! What every command has at hand: the language, the form of the output, and where it goes.

use std::io::{self, BufWriter, Write};

use comfy_table::{ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle};
use serde::Serialize;

use crate::{
    lang::Lang,
    stop::{Outcome, Stop},
};

/// How wide a table is where there is no terminal.
const WIDTH: u16 = 120;

/// A line under the head, and nothing else drawn.
const PLAIN: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::new(' ', ' ', ' '))
    .header_separator(LineStyle::new('─', '─', '─', '─'))
    .content_lines(ContentLineStyle::new(' ', ' ', ' '));

/// Language, form and output.
pub(crate) struct Desk {
    pub(crate) lang: Lang,
    /// For scripts: JSON in place of text.
    pub(crate) json: bool,
    /// Whether the text of requests, steps and scenarios may be shown.
    pub(crate) show_input: bool,
    pub(crate) out: Box<dyn Write>,
}

impl Desk {
    pub(crate) fn new(lang: Lang, json: bool, show_input: bool) -> Self {
        let out = BufWriter::new(anstream::AutoStream::auto(io::stdout()));
        Self { lang, json, show_input, out: Box::new(out) }
    }

    /// A value as one line of JSON.
    pub(crate) fn line(&mut self, value: &impl Serialize) -> Outcome<()> {
        let text = serde_json::to_string(value).map_err(Stop::fault)?;
        Ok(writeln!(self.out, "{text}")?)
    }

    /// A table: nothing where it has no rows.
    pub(crate) fn table<const N: usize>(&mut self, head: [&str; N], rows: Vec<[String; N]>) -> Outcome<()> {
        self.rows(&head, rows.into_iter().map(Vec::from).collect())
    }

    /// A table of as many columns as its head has.
    pub(crate) fn rows(&mut self, head: &[impl ToString], rows: Vec<Vec<String>>) -> Outcome<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut table = Table::new();
        table.load_style(PLAIN).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width()).set_header(head.iter().map(ToString::to_string));
        table.add_rows(rows);
        for line in table.lines() {
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// The columns of the terminal.
pub(crate) fn width() -> u16 {
    let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    given.or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0)).unwrap_or(WIDTH).max(40)
}
