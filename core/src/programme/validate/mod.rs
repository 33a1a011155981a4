//! A document whose settings contradict each other is refused when it is read.

mod caps;
mod earning;
mod elements;
mod grants;
mod people;

use alloc::collections::BTreeSet;

use self::{
    earning::{campaigns, rules},
    elements::{at_least_one, bounded, each, filled, one_at_a_time, within},
};
use super::{
    booking::{BookingTerms, DayRange, DeadlineTerms},
    card::{CardFormat, PartFormat},
    document::{Document, FORMAT},
    group::{Group, GroupKind},
    identity::IdentityTerms,
    subsidy::{SubsidyBand, SubsidyTerms},
};
use crate::{
    base::{Error, ErrorCode, value::Code},
    numbers::examine_insurer_number,
};

pub(super) fn validate(document: &Document) -> Result<(), Error> {
    if document.format.as_str() != FORMAT {
        return Err(Error::new(ErrorCode::FormatUnknown, "/format"));
    }
    registration(document).map_err(|e| e.within("registration"))?;
    groups(&document.groups).map_err(|e| e.within("groups"))?;
    identity(&document.identity).map_err(|e| e.within("identity"))?;
    cards(&document.cards).map_err(|e| e.within("cards"))?;
    people::facts(&document.facts).map_err(|e| e.within("facts"))?;
    people::eligibility(document).map_err(|e| e.within("eligibility"))?;
    bookings(&document.bookings).map_err(|e| e.within("bookings"))?;
    subsidies(&document.subsidies).map_err(|e| e.within("subsidies"))?;
    one_at_a_time(&document.vouchers, |x| (Some(&x.id), x.period))
        .and_then(|()| each(&document.vouchers, |x| within(x.from_month, 1..=12, "/from_month")))
        .map_err(|e| e.within("vouchers"))?;
    rules(&document.points.rules).map_err(|e| e.within("rules").within("points"))?;
    campaigns(&document.points.campaigns, &document.points.rules)
        .map_err(|e| e.within("campaigns").within("points"))?;
    caps::validate(&document.points).map_err(|e| e.within("caps").within("points"))?;
    one_at_a_time(&document.points.step_goals, |x| (None, x.period))
        .and_then(|()| each(&document.points.step_goals, |x| at_least_one(x.steps, "/steps")))
        .map_err(|e| e.within("step_goals").within("points"))?;
    one_at_a_time(&document.points.step_sources, |x| (None, x.period))
        .and_then(|()| each(&document.points.step_sources, |x| order_of_sources(&x.order)))
        .map_err(|e| e.within("step_sources").within("points"))?;
    one_at_a_time(&document.points.exchanges, |x| (Some(&x.id), x.period))
        .map_err(|e| e.within("exchanges").within("points"))?;
    each(&document.points.exchanges, |x| at_least_one(x.points, "/points"))
        .map_err(|e| e.within("exchanges").within("points"))?;
    grants::validate(&document.points, &document.groups).map_err(|e| e.within("points"))?;
    one_at_a_time(&document.coupons, |x| (Some(&x.id), x.period)).map_err(|e| e.within("coupons"))
}

/// An order has a source, and no source twice.
fn order_of_sources(order: &[Code]) -> Result<(), Error> {
    if order.is_empty() {
        return Err(Error::new(ErrorCode::ListEmpty, "/order"));
    }
    bounded(order).map_err(|e| e.within("order"))?;
    let mut seen = BTreeSet::new();
    match order.iter().position(|source| !seen.insert(source)) {
        Some(index) => Err(Error::new(ErrorCode::ValueInvalid, "").within(index).within("order")),
        None => Ok(()),
    }
}

fn registration(document: &Document) -> Result<(), Error> {
    one_at_a_time(&document.registration, |terms| (None, terms.period))?;
    each(&document.registration, |terms| {
        if terms.insurer_number_digits.is_empty() {
            return Err(Error::new(ErrorCode::ListEmpty, "/insurer_number_digits"));
        }
        each(&terms.insurer_number_digits, |digits| match digits {
            6 | 8 => Ok(()),
            _ => Err(Error::new(ErrorCode::OutOfRange, "")),
        })
        .map_err(|e| e.within("insurer_number_digits"))?;
        if terms.insurer_number_digits.contains(&8) && terms.schemes.is_empty() {
            return Err(Error::new(ErrorCode::ListEmpty, "/schemes"));
        }
        Ok(())
    })
}

fn groups(groups: &[Group]) -> Result<(), Error> {
    let insurer = |id: &Code, path| match examine_insurer_number(id.as_str()) {
        None => Ok(()),
        Some(_) => Err(Error::new(ErrorCode::ValueInvalid, path)),
    };
    each(groups, |group| {
        if group.kind == GroupKind::Insurer {
            insurer(&group.id, "/id")?;
        }
        each(&group.numbers, |number| insurer(number, "")).map_err(|e| e.within("numbers"))?;
        group.period.validate()?;
        each(&group.maintenance, |maintenance| match maintenance.from < maintenance.until {
            true => Ok(()),
            false => Err(Error::new(ErrorCode::PeriodUpsideDown, "")),
        })
        .map_err(|e| e.within("maintenance"))
    })?;
    // What a member enters finds one group at a time.
    for (index, group) in groups.iter().enumerate() {
        let shared = |other: &Group| group.names().any(|name| other.names().any(|theirs| theirs == name));
        if groups.iter().take(index).any(|other| group.period.overlaps(&other.period) && shared(other)) {
            return Err(Error::new(ErrorCode::PeriodsOverlap, "/period").within(index));
        }
    }
    Ok(())
}

/// The longest that a society's data may take to hold a new member, in months.
const MOST_WAITING_MONTHS: u8 = 12;

fn identity(terms: &[IdentityTerms]) -> Result<(), Error> {
    one_at_a_time(terms, |terms| (None, terms.period))?;
    each(terms, |terms| {
        within(terms.waiting_months, 0..=MOST_WAITING_MONTHS, "/waiting_months")?;
        each(&terms.relations, |relations| filled(&relations.admitted, "/admitted")).map_err(|e| e.within("relations"))
    })
}

fn cards(formats: &[CardFormat]) -> Result<(), Error> {
    each(formats, |format| {
        format.period.validate()?;
        each(&format.insurers, |insurer| match examine_insurer_number(insurer.as_str()) {
            None => Ok(()),
            Some(_) => Err(Error::new(ErrorCode::ValueInvalid, "")),
        })
        .map_err(|e| e.within("insurers"))?;
        let lengths = |part: &PartFormat| (1..=part.max_length).contains(&part.min_length);
        let fault = |path| Err(Error::new(ErrorCode::OutOfRange, path));
        match &format.symbol {
            Some(part) if !lengths(part) => fault("/symbol/min_length"),
            _ if !lengths(&format.number) => fault("/number/min_length"),
            _ => Ok(()),
        }
    })?;
    // One insurer has one format at a time, and so have those that no format names.
    for (index, format) in formats.iter().enumerate() {
        let shared = |other: &CardFormat| match (format.insurers.as_slice(), other.insurers.as_slice()) {
            ([], []) => true,
            (these, those) => these.iter().any(|insurer| those.contains(insurer)),
        };
        if formats.iter().take(index).any(|other| shared(other) && format.period.overlaps(&other.period)) {
            return Err(Error::new(ErrorCode::PeriodsOverlap, "/period").within(index));
        }
    }
    Ok(())
}

/// The most calendar days that a deadline or a notice lies from a date.
const MOST_DAYS: u16 = 366;

fn bookings(all: &[BookingTerms]) -> Result<(), Error> {
    one_at_a_time(all, |terms| (Some(&terms.id), terms.period))?;
    each(all, |terms| {
        let days = |terms: &DeadlineTerms| within(terms.deadline.days_before, 0..=MOST_DAYS, "/deadline/days_before");
        if let Some(opens) = &terms.opens {
            days(opens).map_err(|e| e.within("opens"))?;
        }
        for (name, limit) in [("closes", &terms.closes), ("change", &terms.change), ("cancel", &terms.cancel)] {
            days(limit).map_err(|e| e.within(name))?;
            let (Some(opens), limit) = (&terms.opens, limit.deadline) else { continue };
            let opens = opens.deadline;
            let earlier = opens.days_before > limit.days_before
                || (opens.days_before == limit.days_before && opens.at < limit.at);
            if !earlier {
                return Err(Error::new(ErrorCode::DeadlinesContradict, "").within(name));
            }
        }
        let Some(notices) = &terms.notices else { return Ok(()) };
        within(notices.reminder_days_before.unwrap_or(0), 0..=MOST_DAYS, "/notices/reminder_days_before")?;
        for (path, range) in [
            ("/notices/kit_days_before", notices.kit_days_before),
            ("/notices/results_days_after", notices.results_days_after),
        ] {
            let DayRange { at_least, at_most } = range.unwrap_or(DayRange { at_least: 0, at_most: 0 });
            within(at_most, 0..=MOST_DAYS, path)?;
            if at_most < at_least {
                return Err(Error::new(ErrorCode::PeriodUpsideDown, path));
            }
        }
        Ok(())
    })
}

fn subsidies(all: &[SubsidyTerms]) -> Result<(), Error> {
    one_at_a_time(all, |terms| (Some(&terms.id), terms.period))?;
    each(all, |terms| {
        filled(&terms.bands, "/bands")?;
        each(&terms.bands, |band| {
            at_least_one(band.at_least, "/at_least")?;
            match band {
                // Nobody is paid more than it cost.
                SubsidyBand { at_least, yen: Some(yen), basis_points: None } if yen <= at_least => Ok(()),
                SubsidyBand { yen: Some(_), basis_points: None, .. } => Err(Error::new(ErrorCode::OutOfRange, "/yen")),
                SubsidyBand { yen: None, basis_points: Some(share), .. } => within(*share, 0..=10_000, "/basis_points"),
                _ => Err(Error::new(ErrorCode::ValueInvalid, "")),
            }
        })
        .map_err(|e| e.within("bands"))?;
        for (index, (lower, upper)) in terms.bands.iter().zip(terms.bands.iter().skip(1)).enumerate() {
            if lower.at_least >= upper.at_least {
                return Err(Error::new(ErrorCode::TiersUnordered, "").within(index.saturating_add(1)).within("bands"));
            }
        }
        Ok(())
    })
}
