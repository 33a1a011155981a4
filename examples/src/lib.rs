//! The package of the examples, which stand beside this file: it has no code of its own.
