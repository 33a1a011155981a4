//! A day's steps as phones mostly write them: with its keys in order and without space, it is compared rather than parsed.

use kenpo_core::{
    civil::Date,
    points::Arrival,
    value::{Code, Count},
};

use super::kept::Plain;
use crate::bytes::plain_in_eights;

impl Plain for Arrival {
    /// The source, which is mostly that of the day before.
    type Memory = Option<Code>;

    fn plain(text: &str, last: &mut Option<Code>) -> Option<(Self, usize)> {
        let mut left = Left(text);
        left.pass(r#"{"date":""#)?;
        let date = Date::parse(left.take(10)?)?;
        left.pass(r#"","steps":"#)?;
        let steps = left.count()?;
        let source = match left.pass(r#","source":""#) {
            None => None,
            Some(()) => {
                let words = left.words()?;
                if last.as_ref().is_none_or(|last| last.as_str() != words) {
                    *last = Some(Code::new(words).ok()?);
                }
                last.clone()
            }
        };
        let mut revision = None;
        if left.pass(r#","revision":"#).is_some() {
            revision = Some(left.count()?);
        }
        left.pass("}")?;
        Some((Self { date, steps, source, revision }, text.len().saturating_sub(left.0.len())))
    }
}

/// What is left of a text.
struct Left<'a>(&'a str);

impl<'a> Left<'a> {
    /// Passes over what stands next, if it is this.
    #[inline(always)]
    fn pass(&mut self, next: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(next)?;
        Some(())
    }

    #[inline(always)]
    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, left) = self.0.split_at_checked(length)?;
        self.0 = left;
        Some(taken)
    }

    /// Takes what stands before a quote, and the quote.
    #[inline(always)]
    fn words(&mut self) -> Option<&'a str> {
        let words = self.take(plain_in_eights(self.0.as_bytes())?)?;
        self.pass("\"").map(|()| words)
    }

    /// Takes an integer of few digits.
    #[inline(always)]
    fn count(&mut self) -> Option<Count> {
        let bytes = self.0.as_bytes();
        let (mut value, mut length) = (0_i64, 0_usize);
        while let Some(digit) = bytes.get(length).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
            value = value.wrapping_mul(10).wrapping_add(digit.into());
            length = length.wrapping_add(1);
        }
        let alone = length == 1 || bytes.first() != Some(&b'0');
        self.take(length)?;
        Count::new(value).filter(|_| (1..=15).contains(&length) && alone)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::from_text;

    #[test]
    fn as_phones_write_it() {
        let text = r#"{"date":"2022-04-01","steps":8123,"source":"healthkit"}"#;
        for text in [text, &text.replace("}", r#","revision":3}"#), r#"{"date":"2022-04-01","steps":0}"#] {
            let read = Arrival::plain(&format!("{text},{text}"), &mut None);
            assert_eq!(read, Some((from_text(text).unwrap(), text.len())));
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        let fixed = vec![
            r#"{"date":""#,
            r#"2022-04-01"#,
            r#"","steps":"#,
            "8123",
            r#","source":""#,
            "healthkit",
            "\"",
            r#","revision":"#,
            "}",
            ",",
            " ",
            "0",
            "01",
            "-1",
            "9007199254740991",
            "9007199254740992",
            "999999999999999",
            "1e2",
            "2.0",
            "2022-02-30",
            "Health",
            "a\\u0062",
            "健",
            "null",
            "{",
            "\n",
        ];
        prop_oneof![9 => select(fixed).prop_map(str::to_owned), 1 => "[ -~]{0,3}"]
    }

    proptest! {
        #[test]
        fn what_is_read_so_is_read_the_same(
            at in 0_usize..10, other in piece(), end in "[\\]},{ a]{0,9}",
            date in piece(), steps in "[0-9]{1,17}", source in "[a-z0-9_-]{1,70}",
        ) {
            let whole = [r#"{"date":""#, "2022-04-01", r#"","steps":"#, &steps, r#","source":""#, &source, "\"", r#","revision":"#, "7", "}"];
            let mut pieces: Vec<&str> = whole.to_vec();
            pieces[at] = &other;
            let loose = [r#"{"date":""#, &date, r#"","steps":"#, &steps, "}"];
            let mut last = None;
            for pieces in [&whole[..], &pieces[..], &loose[..]] {
                let text = pieces.concat();
                let with_end = format!("{text}{end}");
                if let Some((arrival, length)) = Arrival::plain(&with_end, &mut last) {
                    prop_assert_eq!(from_text::<Arrival>(&with_end[..length]).ok(), Some(arrival));
                }
            }
            // It is for most of them, unless the number is long or begins with a zero.
            let plain = steps.len() <= 15 && (steps.len() == 1 || !steps.starts_with('0')) && source.len() <= 64;
            prop_assert_eq!(Arrival::plain(&whole.concat(), &mut None).is_some(), plain);
        }
    }
}
