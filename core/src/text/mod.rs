//! Text as people paste it: widths, kana, radicals, hyphens, marks, and what nobody sees.

mod column;
mod kana;
mod likeness;
mod name;
mod radical;
mod second;
mod sign;
mod width;

pub use column::{KeysRefused, match_keys};
pub use kana::{compose, is_full_width_kana, is_half_width_kana, is_kana, katakana, large};
pub use likeness::{NameDifference, difference, is_same};
pub use name::{MATCH_KEY_VERSION, NAME_LIMIT, has_letter, match_key, to_full_width, to_half_width, unusable};
pub use radical::fold_radical;
pub use second::match_key_2;
pub use sign::{is_hyphen, is_invisible, is_long_vowel, is_space, seen};
pub use width::{fold_width, half_width};
