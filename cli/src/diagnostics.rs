//! Faults of a document, shown in its text.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use kenpo_wire::Fault;

use crate::{
    catalogue::{self, Reader},
    desk, fault,
    lang::Lang,
    syntax,
    words::phrases,
};

/// Characters of a line that are shown before and after a place.
const AROUND: usize = 160;

/// All faults of a document, each with its place in the text, what is allowed there, and what to do.
pub(crate) fn text(lang: Lang, path: &str, bytes: &[u8], faults: &[Fault]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines: Vec<&str> = text.split('\n').collect();
    faults.iter().map(|fault| one(lang, path, &lines, fault) + "\n").collect()
}

fn one(lang: Lang, path: &str, lines: &[&str], fault: &Fault) -> String {
    let code = fault.code.name();
    let title = Level::ERROR.with_name(phrases::fault(lang));
    let title = title.primary_title(catalogue::text(code, lang, Reader::Member)).id(code);
    let answered = &fault::as_answered(fault);
    let label = fault::kind_and_range(lang, answered).unwrap_or_default();
    let at = if fault.path.is_empty() { phrases::the_document(lang) } else { fault.path.clone() };
    let line = lines.get(fault.line.saturating_sub(1) as usize).copied().unwrap_or_default();
    let group = marked(Group::with_title(title), path, line, (fault.line.into(), fault.column), &label);
    let mut group = group.element(Level::NOTE.with_name(phrases::at(lang)).message(at));
    if let Some(list) = fault::list(lang, answered) {
        group = group.element(Level::NOTE.with_name(phrases::allowed(lang)).message(list));
    }
    if let Some(other) = &fault.other {
        group = group.element(Level::NOTE.with_name(phrases::the_other(lang)).message(other));
    }
    let help = Level::HELP.with_name(phrases::help(lang));
    if let Some(meant) = &fault.meant {
        group = group.element(help.message(fault::meant(lang, meant)));
    } else if code == "json_syntax" {
        // The catalogue speaks to programs; who reads this wrote the text.
        group = group.element(help.message(syntax::help(lang, lines, fault.line, fault.column)));
    } else if let Some(remedy) = catalogue::remedy(code, lang) {
        group = group.element(help.message(remedy));
    }
    renderer().render(&[group]) + "\n"
}

/// A place in a text that may be shown.
pub(crate) fn excerpt(path: &str, text: &str, line: u32, column: u32) -> String {
    let shown = text.split('\n').nth(line.saturating_sub(1) as usize).unwrap_or_default();
    excerpt_of(path, shown, (line.into(), column))
}

/// A place in a line that may be shown, by the number of the line.
pub(crate) fn excerpt_of(path: &str, line: &str, (number, column): (u64, u32)) -> String {
    let group = marked(Group::with_level(Level::NOTE), path, line, (number, column), "");
    renderer().render(&[group])
}

/// A group with the line of a place, which is marked there.
fn marked<'a>(
    group: Group<'a>,
    path: &'a str,
    line: &'a str,
    (number, column): (u64, u32),
    label: &'a str,
) -> Group<'a> {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    let (shown, start, end) = place(line, column);
    let annotation = AnnotationKind::Primary.span(start..end).label(label);
    let snippet = Snippet::source(shown).line_start(number).annotation(annotation);
    // Of a line that was cut, the column is not the one in what is shown.
    if line.trim_end_matches('\r') == shown {
        group.element(snippet.path(path))
    } else {
        group.element(Origin::path(path).line(number).char_column(column as usize)).element(snippet)
    }
}

/// Colours are taken out again where the output is not a terminal.
fn renderer() -> Renderer {
    Renderer::styled().term_width(desk::width().into())
}

/// The line, cut around the place where it is long, and the bytes of it that are marked.
fn place(line: &str, column: u32) -> (&str, usize, usize) {
    let line = line.trim_end_matches('\r');
    // `nth` skips quicker over `chars` than over `char_indices`: a document may be one long line with a hundred faults.
    let mut rest = line.chars();
    let _ = column.checked_sub(2).and_then(|last| rest.nth(last as usize));
    let at = line.len() - rest.as_str().len();
    let (head, tail) = line.split_at_checked(at).unwrap_or((line, ""));
    let first = head.char_indices().rev().nth(AROUND - 1).map_or(0, |(first, _)| first);
    let last = tail.char_indices().nth(AROUND).map_or(line.len(), |(last, _)| at + last);
    let shown = line.get(first..last).unwrap_or_default();
    let marked = line.get(at..last).unwrap_or_default();
    (shown, at - first, at - first + length(marked))
}

/// The bytes of the JSON value that a text begins with, of a list or an object its first one.
fn length(text: &str) -> usize {
    let mut escaped = false;
    match text.chars().next() {
        None => 0,
        Some('"') => {
            let end = text.char_indices().skip(1).find(|(_, c)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            });
            end.map_or(text.len(), |(at, _)| at + 1)
        }
        Some(c) if "{}[]:,".contains(c) => 1,
        Some(_) => text.find([',', '}', ']', ' ', ':']).filter(|end| *end > 0).unwrap_or(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_marked_to_its_end() {
        for (text, marked) in [
            ("\"a\\\"b\", 1", "\"a\\\"b\""),
            ("13,", "13"),
            ("{\"a\": 1}", "{"),
            ("true}", "true"),
            ("", ""),
            ("12", "12"),
        ] {
            assert_eq!(text.get(..length(text)), Some(marked));
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = "健".repeat(1000);
        let (shown, start, end) = place(&line, 501);
        assert_eq!((shown.chars().count(), start), (2 * AROUND, 3 * AROUND));
        assert_eq!(end, shown.len());
        assert_eq!(place("ab", 9), ("ab", 2, 2));
        assert_eq!(place("", 1), ("", 0, 0));
    }
}
