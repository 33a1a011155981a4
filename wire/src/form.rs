//! Texts that differ in their figures alone: written once, with blanks that are filled in for each.

use kenpo_core::points::Figures;
use serde::{Serialize, Serializer, ser::SerializeTupleStruct};

use crate::write::{FORM, append};

/// So many forms are kept of one list.
const MOST: usize = 8;

/// What is filled in, by the name of its field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Blank {
    Sequence,
    Date,
    Earned,
    Points,
    Paid,
    Lost,
    Revision,
}

impl Blank {
    /// What stands before it.
    fn key(self) -> &'static [u8] {
        match self {
            Self::Sequence => b"\"sequence\":",
            Self::Date => b"\"date\":\"",
            Self::Earned => b"\"earned\":",
            Self::Points | Self::Paid | Self::Lost => b"\"points\":",
            Self::Revision => b"\"revision\":",
        }
    }
}

/// A text with blanks.
#[derive(Debug)]
pub(crate) struct Form {
    /// Each blank, and the text before it.
    pieces: Vec<(Vec<u8>, Blank)>,
    rest: Vec<u8>,
}

impl Form {
    /// A text with these figures left blank, in the order in which they are written; `None` where one is not among them.
    fn of(text: &[u8], blanks: impl Iterator<Item = Blank>) -> Option<Self> {
        let (mut pieces, mut rest) = (Vec::new(), text);
        for blank in blanks {
            // A quote within a string is escaped, so that this is a field's name wherever it stands.
            let key = blank.key();
            let before = rest.windows(key.len()).position(|bytes| bytes == key)?.checked_add(key.len())?;
            let (before, after) = rest.split_at_checked(before)?;
            pieces.push((before.to_vec(), blank));
            let figure = after.iter().position(|byte| matches!(byte, b'"' | b',' | b'}'))?;
            rest = after.get(figure..)?;
        }
        Some(Self { pieces, rest: rest.to_vec() })
    }
}

/// The forms of one list, by what tells them apart.
pub(crate) struct Forms<W>(Vec<(W, Form)>);

impl<W: PartialEq> Forms<W> {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    /// The form of a wording filled in. It is made of a value of that wording when it is first asked for; `None` where there are too many.
    pub(crate) fn fill<V: Serialize>(
        &mut self,
        wording: W,
        blanks: impl Iterator<Item = Blank>,
        (sequence, figures): (i64, Figures),
        value: impl Fn() -> V,
    ) -> Option<Filled<'_>> {
        let place = match self.0.iter().position(|(known, _)| *known == wording) {
            Some(place) => place,
            None if self.0.len() == MOST => return None,
            None => {
                self.0.push((wording, Form::of(&text(&value())?, blanks)?));
                self.0.len().saturating_sub(1)
            }
        };
        let (_, form) = self.0.get(place)?;
        let filled = Filled { form, sequence, figures };
        debug_assert_eq!(text(&filled), text(&value()), "a value of the same wording");
        Some(filled)
    }
}

fn text(value: &impl Serialize) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    append(value, &mut text).ok().map(|()| text)
}

/// A form filled in.
pub(crate) struct Filled<'a> {
    form: &'a Form,
    sequence: i64,
    figures: Figures,
}

impl Serialize for Filled<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { form: Form { pieces, rest }, sequence, figures: Figures { date, earned, points, revision } } = self;
        let mut text = serializer.serialize_tuple_struct(FORM, pieces.len())?;
        for (before, blank) in pieces {
            text.serialize_field(&Bytes(before))?;
            match blank {
                Blank::Sequence => text.serialize_field(sequence)?,
                Blank::Date => text.serialize_field(&Bytes(&date.to_ascii()))?,
                Blank::Earned => text.serialize_field(earned)?,
                Blank::Points | Blank::Paid => text.serialize_field(points)?,
                Blank::Revision => text.serialize_field(revision)?,
                Blank::Lost => text.serialize_field(&earned.saturating_sub(*points))?,
            }
        }
        text.serialize_field(&Bytes(rest))?;
        text.end()
    }
}

/// Part of a text.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

#[cfg(test)]
mod tests {
    use kenpo_core::{civil::Date, value::Count};
    use proptest::prelude::*;

    use super::*;

    /// Texts around figures.
    #[derive(Serialize)]
    struct Row<'a> {
        before: &'a str,
        sequence: i64,
        points: i64,
        between: [&'a str; 2],
        date: Date,
        rule: Rule<'a>,
        revision: Count,
    }

    #[derive(Serialize)]
    struct Rule<'a> {
        id: &'a str,
        earned: i64,
        points: i64,
    }

    const BLANKS: [Blank; 6] =
        [Blank::Sequence, Blank::Points, Blank::Date, Blank::Earned, Blank::Lost, Blank::Revision];

    fn row<'a>([before, between, id]: [&'a str; 3], sequence: i64, figures: Figures) -> Row<'a> {
        let Figures { date, earned, points, revision } = figures;
        let rule = Rule { id, earned, points: earned - points };
        Row {
            before,
            sequence,
            points,
            between: [between, before],
            date,
            rule,
            revision: revision.unwrap_or(Count::ZERO),
        }
    }

    fn words() -> impl Strategy<Value = String> {
        prop_oneof!["\\PC{0,9}", "[\",:{}a\\\\]{0,9}", Just("\"points\":7".to_owned()), Just("points".to_owned())]
    }

    fn figures() -> impl Strategy<Value = Figures> {
        let date = (1_i32..10_000, 1_u32..13, 1_u32..29);
        let number = || 0_i64..1 << 53;
        (date, number(), number(), number()).prop_map(|((year, month, day), earned, points, revision)| Figures {
            date: Date::from_ymd(year, month, day).unwrap(),
            earned,
            points,
            revision: Count::new(revision),
        })
    }

    proptest! {
        #[test]
        fn a_form_filled_in_is_the_value(
            words in [words(), words(), words()], sample in figures(), others in [figures(), figures()], sequence in 0_i64..1 << 53,
        ) {
            let words = words.each_ref().map(String::as_str);
            let mut forms = Forms::new();
            for figures in [sample, others[0], others[1]] {
                let made = || row(words, sequence, figures);
                let filled = forms.fill((), BLANKS.into_iter(), (sequence, figures), made).map(|filled| text(&filled));
                prop_assert_eq!(filled, Some(text(&made())));
            }
            prop_assert_eq!(forms.0.len(), 1);
        }
    }

    #[test]
    fn of_many_wordings_some_are_kept() {
        let figures =
            Figures { date: Date::from_ymd(2026, 4, 1).unwrap(), earned: 10, points: 4, revision: Count::new(3) };
        let mut forms = Forms::new();
        for turn in 0..2 {
            for wording in 0..2 * MOST {
                let id = format!("rule-{wording}");
                let filled =
                    forms.fill(wording, BLANKS.into_iter(), (1, figures), || row(["", "", &id], 1, figures)).is_some();
                assert_eq!(filled, wording < MOST, "{turn}");
            }
        }
        assert!(Forms::new().fill((), BLANKS.into_iter(), (1, figures), || 7).is_none());
    }
}
