//! Who takes part: registration, groups, the identity check, cards.

use super::{faults::Faults, taken::Taken};
use crate::{
    base::{ErrorCode, value::Code},
    numbers::examine_insurer_number,
    programme::{
        card::{CardFormat, PartFormat, are_first_digits},
        document::RegistrationTerms,
        group::{Group, GroupKind},
        identity::IdentityTerms,
        plan::days_of,
    },
};

pub(super) fn registration(all: &[RegistrationTerms], faults: &mut Faults) {
    faults.settings(
        "registration",
        all,
        |terms| (None, terms.period),
        |faults, terms| {
            faults.filled("insurer_number_digits", &terms.insurer_number_digits);
            faults.each("insurer_number_digits", &terms.insurer_number_digits, |faults, digits| {
                if !matches!(digits, 6 | 8) {
                    faults.add("", ErrorCode::OutOfRange).choices(&["6", "8"]);
                }
            });
            faults.list("schemes", &terms.schemes, |_, _| {});
            if terms.insurer_number_digits.contains(&8) {
                faults.filled("schemes", &terms.schemes);
            }
        },
    );
}

fn insurer_number(key: &str, number: &Code, faults: &mut Faults) {
    if examine_insurer_number(number.as_str()).is_some() {
        faults.add(key, ErrorCode::ValueInvalid).kind("insurer_number");
    }
}

pub(super) fn groups(all: &[Group], faults: &mut Faults) {
    faults.list("groups", all, |faults, all| {
        faults.elements(all, |faults, group| {
            if group.kind == GroupKind::Insurer {
                insurer_number("id", &group.id, faults);
            }
            faults.each("numbers", &group.numbers, |faults, number| insurer_number("", number, faults));
            faults.forward(group.period);
            faults.each("maintenance", &group.maintenance, |faults, maintenance| {
                if maintenance.until <= maintenance.from {
                    faults.add("", ErrorCode::PeriodUpsideDown);
                }
            });
        });
        // What a member enters finds one group at a time.
        faults.one_at_a_time(all, |group| group.names().map(Some), |group| group.period);
    });
}

/// The longest that a society's data may take to hold a new member, in months.
const MOST_WAITING_MONTHS: u8 = 12;

pub(super) fn identity(all: &[IdentityTerms], faults: &mut Faults) {
    faults.settings(
        "identity",
        all,
        |terms| (None, terms.period),
        |faults, terms| {
            faults.within("waiting_months", terms.waiting_months, 0..=MOST_WAITING_MONTHS);
            faults.each("relations", &terms.relations, |faults, terms| {
                faults.filled("admitted", &terms.admitted);
                faults.list("admitted", &terms.admitted, |_, _| {});
            });
        },
    );
}

pub(super) fn cards(all: &[CardFormat], faults: &mut Faults) {
    faults.list("cards", all, |faults, all| {
        faults.elements(all, |faults, format| {
            faults.forward(format.period);
            faults.each("insurers", &format.insurers, |faults, insurer| insurer_number("", insurer, faults));
            faults.each("first_digits", &format.first_digits, |faults, digits| {
                if !are_first_digits(digits.as_str()) {
                    faults.add("", ErrorCode::ValueInvalid);
                }
            });
            faults.each("schemes", &format.schemes, |_, _| {});
            faults.each("kinds", &format.kinds, |_, _| {});
            if format.symbol_optional && format.symbol.is_none() {
                faults.add("symbol", ErrorCode::MissingValue).kind("object");
            }
            if let Some(part) = &format.symbol {
                faults.under("symbol", |faults| lengths(part, faults));
            }
            faults.under("number", |faults| lengths(&format.number, faults));
        });
        // What a format is chosen by chooses one at a time.
        let mut taken = Taken::new();
        for (place, format) in all.iter().enumerate().filter(|(_, format)| format.period.is_forward()) {
            let days = days_of(format.period);
            if let Some(other) = format.selectors().find_map(|selector| taken.by(selector, days)) {
                faults.at(place, |faults| {
                    faults.add("period", ErrorCode::PeriodsOverlap).contradicts("/cards", other);
                });
            }
            format.selectors().for_each(|selector| taken.take(selector, days, place));
        }
    });
}

fn lengths(part: &PartFormat, faults: &mut Faults) {
    if !(1..=part.max_length).contains(&part.min_length) {
        faults.add("min_length", ErrorCode::OutOfRange).range(1..=part.max_length.into());
    }
}
