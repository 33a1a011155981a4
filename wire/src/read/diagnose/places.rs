//! Where values of a document stand: of many at once, in one walk through its text.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::{Fault, scan::Reader};

/// The places of values in a document, by their paths: the offset of each, or of the nearest around it, and its path. Paths do not count the
/// elements of lists that are `gone`, which are given by their offsets; those that are returned do.
pub(crate) fn locate(text: &str, paths: &[&str], gone: &BTreeSet<usize>) -> Vec<(usize, String)> {
    let mut places: Vec<(usize, String)> = paths.iter().map(|path| (0, (*path).to_owned())).collect();
    let wanted = paths.iter().enumerate().map(|(at, path)| (at, path.strip_prefix('/'))).collect();
    // The document was walked before, so that it is JSON and not too deep.
    let _ = find(&mut Reader::new(text, 0), wanted, &mut String::new(), gone, &mut places);
    places
}

/// Passes over a value, and notes the places of what is wanted of it: paths from there on, `None` for the value itself.
fn find(
    reader: &mut Reader<'_>,
    wanted: Vec<(usize, Option<&str>)>,
    path: &mut String,
    gone: &BTreeSet<usize>,
    places: &mut [(usize, String)],
) -> Result<(), Fault> {
    reader.skip_space();
    let here = reader.at;
    let mut parts: BTreeMap<&str, Vec<(usize, Option<&str>)>> = BTreeMap::new();
    for (at, rest) in wanted {
        if let Some(place) = places.get_mut(at) {
            *place = (here, rest.map_or_else(|| path.clone(), |rest| format!("{path}/{rest}")));
        }
        if let Some(rest) = rest {
            let (first, rest) = rest.split_once('/').map_or((rest, None), |(first, rest)| (first, Some(rest)));
            parts.entry(first).or_default().push((at, rest));
        }
    }
    let close = match reader.peek() {
        Some(b'[') if !parts.is_empty() => b']',
        Some(b'{') if !parts.is_empty() => b'}',
        _ => return reader.skip_value(),
    };
    reader.enter()?;
    let (mut first, mut index, mut counted) = (true, 0_usize, 0_usize);
    while reader.next_element(&mut first, close)? {
        let (name, segment) = if close == b'}' {
            let key = reader.key()?.into_owned();
            (key.clone(), key)
        } else {
            let counts = !gone.contains(&reader.at);
            let name = if counts { counted.to_string() } else { String::new() };
            let segment = index.to_string();
            (index, counted) = (index.saturating_add(1), counted.saturating_add(counts.into()));
            (name, segment)
        };
        match parts.remove(name.as_str()) {
            None => reader.skip_value()?,
            Some(wanted) => {
                let before = path.len();
                path.push('/');
                path.push_str(&segment);
                find(reader, wanted, path, gone, places)?;
                path.truncate(before);
            }
        }
    }
    Ok(())
}
