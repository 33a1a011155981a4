//! Text as people paste it: widths, kana, radicals, hyphens.

mod kana;
mod name;
mod radical;
mod width;

pub use kana::{compose, is_full_width_kana, is_half_width_kana, is_hyphen, katakana, large};
pub use name::{MATCH_KEY_VERSION, NAME_LIMIT, has_letter, match_key, to_full_width, to_half_width, unusable};
pub use radical::fold_radical;
pub use width::{fold_width, half_width};
