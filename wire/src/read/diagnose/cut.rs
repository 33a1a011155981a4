//! What is cut from a document that cannot be read, what is written in its place, and the ids that go with it.

use kenpo_core::programme::FORMAT;

use crate::read::{Fault, scan::Reader};

/// The id of an element that was cut from a list of settings, which may be named elsewhere.
pub(crate) struct GoneId {
    /// The list, as a JSON Pointer.
    pub(crate) list: String,
    /// The id; `None` where the element has none that can be read, so that it may have any.
    pub(crate) id: Option<String>,
}

/// The text with spaces in place of what is cut.
pub(super) fn without(text: &str, cut: &[(usize, usize)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in cut {
        bytes.get_mut(*start..*end).unwrap_or_default().fill(b' ');
    }
    // What is cut is whole values and what stands between them.
    String::from_utf8(bytes).unwrap_or_default()
}

/// The ids of a setting, which is an object of an `id` and, where it has them, further ones in `also`.
pub(super) fn ids(reader: &mut Reader<'_>) -> Result<Vec<String>, Fault> {
    let (mut ids, mut first) = (Vec::new(), true);
    reader.record()?;
    while reader.next_element(&mut first, b'}')? {
        match &*reader.key()? {
            "id" => ids.push(reader.string()?.into_owned()),
            "also" => {
                let mut first = true;
                reader.begin(b'[')?;
                reader.enter()?;
                while reader.next_element(&mut first, b']')? {
                    ids.push(reader.string()?.into_owned());
                }
            }
            _ => reader.skip_value()?,
        }
    }
    Ok(ids)
}

/// What is written for the texts that a document lacks.
pub(super) fn stand_ins(lacks: &[&str], is_followed: bool) -> String {
    let text = |name: &&str| format!("\"{name}\":\"{}\"", if *name == "format" { FORMAT } else { "-" });
    let mut fields = lacks.iter().map(text).collect::<Vec<_>>().join(",");
    if is_followed {
        fields.push(',');
    }
    fields
}
