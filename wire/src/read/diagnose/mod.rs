//! What is wrong with a programme document that cannot be read, all of it: `docs/decisions/0028-faults-of-a-document.md`.

mod cut;
#[rustfmt::skip]
mod document;
mod places;
mod shape;
mod walk;

pub(crate) use cut::GoneId;
pub(crate) use places::locate;
pub(crate) use walk::{Walked, walk};
