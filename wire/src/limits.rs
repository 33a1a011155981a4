//! How much is taken and given: `docs/abi.md` lists the limits, and beside them the operations' own.

pub(crate) const KIB: usize = 1 << 10;
pub(crate) const MIB: usize = 1 << 20;

/// The longest programme document, in bytes.
pub const DOCUMENT_LIMIT: usize = MIB;

/// The longest batch, in bytes.
pub(crate) const BATCH_LIMIT: usize = 64 * MIB;

/// The longest answer, in bytes.
pub const ANSWER_LIMIT: usize = 256 * MIB;

/// The most items of a batch.
pub const BATCH_ITEMS: usize = 1_000_000;

/// The most records of `points.accrue`.
pub const ACCRUE_RECORDS: usize = 100_000;
