//! What is probably wrong where a document is no JSON, for those who write by hand.

use crate::lang::Lang;

/// A sentence on what stands at a place, counted from 1, or before it.
pub(crate) fn help(lang: Lang, lines: &[&str], line: u32, column: u32) -> &'static str {
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
        (_, None) => lang.pick(
            "文書が途中で終わっています。開いた「{」「[」「\"」をすべて閉じてください",
            "the document ends too early: close every { and [ and \" that is open",
        ),
        (Some(','), Some('}' | ']')) => {
            lang.pick("最後の項目の後のコンマを消してください", "remove the comma after the last item")
        }
        (_, Some('“' | '”' | '‘' | '’' | '「' | '」' | '＂')) => {
            lang.pick("引用符は半角の \" にしてください", "write the straight quotation mark \"")
        }
        (_, Some('\'')) => lang.pick("引用符は \" にしてください", "write \" in place of '"),
        (_, Some('０'..='９' | '－' | '：' | '，' | '｛' | '｝' | '［' | '］' | '\u{3000}')) => {
            lang.pick("数字と記号は半角にしてください", "write digits and signs in half width")
        }
        (_, Some('/' | '#')) => lang.pick(
            "コメントは書けません。notes や name を使ってください",
            "there are no comments; notes and name are for that",
        ),
        (Some('"' | '}' | ']' | '0'..='9' | 'e' | 'l'), Some('"' | '{' | '[' | '0'..='9')) => {
            lang.pick("この前にコンマ（,）が要ります", "a comma is missing before this")
        }
        (Some('{' | ','), Some(next)) if next.is_alphabetic() => {
            lang.pick("キーは \" で囲んでください", "put the key between quotation marks")
        }
        (Some(':'), Some(next)) if next.is_alphabetic() => {
            lang.pick("文字列は \" で囲んでください", "put a text between quotation marks")
        }
        _ => lang.pick(
            "この場所の前後の括弧、コンマ、引用符を確かめてください",
            "look at the brackets, commas and quotation marks around this place",
        ),
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
