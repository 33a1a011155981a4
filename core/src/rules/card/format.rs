//! Which format applies to an insurer's cards.

use crate::{
    civil::Date,
    programme::{CardFormat, Characters, Hyphen, PartFormat, Programme},
};

/// Whether a part stands on the cards.
pub(super) enum Presence {
    None,
    Optional(PartFormat),
    Required(PartFormat),
}

/// The format that applies to an insurer.
pub(super) struct Format<'p> {
    pub(super) settings: Option<&'p CardFormat>,
    pub(super) symbol: Presence,
    pub(super) number: PartFormat,
    pub(super) has_branch: bool,
    /// Whether the eighth digit of a number of eight is a check digit.
    pub(super) has_check_digit: bool,
}

impl<'p> Format<'p> {
    pub(super) fn of(programme: &'p Programme, insurer_number: &str, as_of: Date) -> Self {
        let late_elderly = insurer_number.len() == 8 && insurer_number.starts_with("39");
        if let Some(settings) = programme.card_format(insurer_number, as_of) {
            let symbol = match settings.symbol.clone() {
                None => Presence::None,
                Some(part) if settings.symbol_optional => Presence::Optional(part),
                Some(part) => Presence::Required(part),
            };
            return Self {
                settings: Some(settings),
                symbol,
                number: settings.number.clone(),
                has_branch: true,
                has_check_digit: late_elderly,
            };
        }
        // 後期高齢者医療: eight digits, no symbol, no branch number.
        if late_elderly {
            let number = PartFormat {
                characters: Characters::Digits,
                hyphen: Hyphen::None,
                min_length: 8,
                max_length: 8,
                ..PartFormat::any()
            };
            return Self { settings: None, symbol: Presence::None, number, has_branch: false, has_check_digit: true };
        }
        // Real cards hold kanji, letters and hyphens: without the insurer's own format nothing is refused for its characters.
        Self {
            settings: None,
            symbol: Presence::Optional(PartFormat::any()),
            number: PartFormat::any(),
            has_branch: true,
            has_check_digit: false,
        }
    }

    pub(super) fn rule(&self) -> &str {
        self.settings.map_or("member_number", |settings| settings.rule.as_str())
    }
}
