use kenpo_core::ErrorCode;

use super::{fault::Fault, fields::Fields, scan::Reader};

const ITEMS: &str = "items";

/// The items of a batch, `{"items":[…]}`, one after another: whoever asks for the next says where the last one ends.
pub(crate) struct Items<'de> {
    reader: Reader<'de>,
    /// Where the object begins, and the list: before that, the list has not been found.
    object: Option<(usize, Fields)>,
    list: Option<usize>,
    within: bool,
    first: bool,
    index: usize,
}

impl<'de> Items<'de> {
    pub(crate) fn of(text: &'de str) -> Self {
        Self { reader: Reader::new(text, 0), object: None, list: None, within: false, first: true, index: 0 }
    }

    /// Where the next item begins; `None` at the end of the text.
    pub(crate) fn next(&mut self) -> Result<Option<usize>, Fault> {
        if !self.within {
            return self.begin();
        }
        let list = self.list.unwrap_or(0);
        if self.reader.next_element(&mut self.first, b']').map_err(|fault| fault.within(&ITEMS, list))? {
            return Ok(Some(self.reader.at));
        }
        self.within = false;
        self.begin()
    }

    /// Goes on to the list, or from its end to that of the text.
    fn begin(&mut self) -> Result<Option<usize>, Fault> {
        let reader = &mut self.reader;
        let (start, fields) = match &mut self.object {
            Some((start, fields)) => (*start, fields),
            none => {
                let start = reader.record()?;
                let (start, fields) = none.insert((start, Fields::new(&[ITEMS], start)));
                (*start, fields)
            }
        };
        match (reader.next_field(fields)?, self.list) {
            (Some(_), Some(_)) => Err(Fault::field(ErrorCode::DuplicateKey, ITEMS).at(fields.key_at)),
            (Some(_), None) => {
                let at = reader.at;
                let list = reader.begin(b'[').and_then(|list| reader.enter().map(|()| list));
                self.list = Some(list.map_err(|fault| fault.within(&ITEMS, at))?);
                self.within = true;
                self.next()
            }
            (None, None) => Err(Fault::field(ErrorCode::MissingValue, ITEMS).at(start)),
            (None, Some(_)) => {
                reader.skip_space();
                if reader.at == reader.text.len() { Ok(None) } else { Err(reader.syntax()) }
            }
        }
    }

    /// Passes over the item, whose end may be known.
    pub(crate) fn pass(&mut self, end: Option<usize>) -> Result<(), Fault> {
        let start = self.reader.at;
        match end {
            Some(end) => self.reader.at = end,
            None => {
                let skipped = self.reader.skip_value();
                let within = |fault: Fault| fault.within(&self.index, start).within(&ITEMS, start);
                skipped.map_err(within)?;
            }
        }
        self.index = self.index.saturating_add(1);
        Ok(())
    }

    /// Where an item ends that begins there.
    pub(crate) fn end_of(text: &'de str, start: usize) -> Result<usize, Fault> {
        let mut reader = Reader::of_item(text, start);
        reader.skip_value().map(|()| reader.at)
    }

    /// The fault of a list that is too long.
    pub(crate) fn too_many(&self) -> Fault {
        Fault::field(ErrorCode::TooLarge, ITEMS).at(self.list.unwrap_or(0))
    }
}
