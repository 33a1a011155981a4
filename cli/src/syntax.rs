//! What is probably wrong where a document is no JSON, for those who write by hand.

use crate::{lang::Lang, words::phrases};

/// A sentence on what stands at a place, counted from 1, or before it.
pub(crate) fn help(lang: Lang, lines: &[&str], line: u32, column: u32) -> String {
    let line = line.saturating_sub(1) as usize;
    let column = column.saturating_sub(1) as usize;
    let of_line = |line: usize| lines.get(line).copied().unwrap_or_default();
    let (before, after): (String, String) = {
        let chars = of_line(line).chars();
        (chars.clone().take(column).collect(), chars.skip(column).collect())
    };
    let earlier = (0..line).rev().map(of_line).find_map(|line| line.trim_end().chars().next_back());
    let last = before.trim_end().chars().next_back().or(earlier);
    let later = lines.iter().skip(line + 1).find_map(|line| line.trim_start().chars().next());
    let next = after.trim_start_matches([' ', '\t', '\r']).chars().next().or(later);
    match (last, next) {
        (_, None) => phrases::ends_early(lang),
        (Some(','), Some('}' | ']')) => phrases::last_comma(lang),
        (_, Some('“' | '”' | '‘' | '’' | '「' | '」' | '＂')) => phrases::straight_quotation(lang),
        (_, Some('\'')) => phrases::double_quotation(lang),
        (_, Some('０'..='９' | '－' | '：' | '，' | '｛' | '｝' | '［' | '］' | '\u{3000}')) => {
            phrases::half_width(lang)
        }
        (_, Some('/' | '#')) => phrases::no_comments(lang),
        (Some('"' | '}' | ']' | '0'..='9' | 'e' | 'l'), Some('"' | '{' | '[' | '0'..='9')) => {
            phrases::comma_missing(lang)
        }
        (Some('{' | ','), Some(next)) if next.is_alphabetic() => phrases::quote_key(lang),
        (Some(':'), Some(next)) if next.is_alphabetic() => phrases::quote_text(lang),
        _ => phrases::look_around(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        for (text, said) in [
            ("{\"id\":\"a\"\n \"version\":\"2\"}", "a comma is missing before this"),
            ("{\"id\":\"a\",\n}", "remove the comma after the last item"),
            ("{\"id\":“a”}", "write the straight quotation mark \""),
            ("{'id':1}", "write \" in place of '"),
            ("{\"id\":２０}", "write digits and signs in half width"),
            ("{\"notes\":[\"b\"]", "the document ends too early: close every { and [ and \" that is open"),
            ("{\"id\":\"a\", // b\n\"version\":2}", "there are no comments; notes and name are for that"),
            ("{id:1}", "put the key between quotation marks"),
            ("{\"id\":b}", "put a text between quotation marks"),
        ] {
            let faults = kenpo_wire::document_faults(text.as_bytes());
            let fault = faults.first().expect("a fault");
            let lines: Vec<&str> = text.split('\n').collect();
            assert_eq!(help(Lang::En, &lines, fault.line, fault.column), said, "{text}");
        }
    }
}
