use kenpo_core::Programme;

use crate::{
    Failure,
    envelope::Item,
    limits::BATCH_ITEMS,
    operations::Operation,
    part::Part,
    read::Source,
    read::{Fault, Items, failure},
    write::Text,
};

/// Answers an operation for each of `items`. The text is read once, item by item; a batch that turns out not to be JSON is refused as a whole.
pub(crate) fn answer_batch(
    operation: &Operation,
    programme: Option<&Programme>,
    source: &Source<'_>,
    out: &mut Text,
) -> Result<(), Failure> {
    let failed = |fault: Fault| failure(fault, source, 0, &"");
    refuse_too_many(source.text).map_err(failed)?;
    let mut items = Items::of(source.text);
    out.append_plain(b"\"items\":[")?;
    let mut index = 0_usize;
    while let Some(start) = items.next().map_err(failed)? {
        out.append_plain(if index > 0 { b",{\"answer\":" } else { b"{\"answer\":" })?;
        let before = out.len().saturating_sub(b"{\"answer\":".len());
        let path = format_args!("/items/{index}");
        let part = Part::item(source, start, operation.limit, &path);
        let answered = (operation.run)(programme, &part, out);
        items.pass(part.end()).map_err(failed)?;
        match answered {
            Ok(()) => out.append_plain(b"}")?,
            Err(failure) if failure.is_of_answer() => return Err(failure),
            Err(failure) => {
                out.truncate(before);
                out.append(&Item::<()>::Error(failure))?;
            }
        }
        index = index.saturating_add(1);
    }
    Ok(out.append_plain(b"]")?)
}

/// Refuses more items than a batch may have. Mostly there are not even as many bytes, or commas, which takes no
/// reading to see.
fn refuse_too_many(text: &str) -> Result<(), Fault> {
    let commas = |bytes: &[u8]| usize::from(bytes.iter().map(|byte| u8::from(*byte == b',')).sum::<u8>());
    if text.len() < 2 * BATCH_ITEMS || text.as_bytes().chunks(255).map(commas).sum::<usize>() < BATCH_ITEMS {
        return Ok(());
    }
    let mut items = Items::of(text);
    for _ in 0..BATCH_ITEMS {
        if items.next()?.is_none() {
            return Ok(());
        }
        items.pass(None)?;
    }
    if items.next()?.is_some() { Err(items.too_many()) } else { Ok(()) }
}
