//! Procedures, levels of access and support hours.

use crate::{
    base::ErrorCode,
    programme::{
        account::{AccountTerms, ProcedureTerms, RemarksEffect, SupportTerms, VerificationPaper, VerificationTerms},
        validate::faults::{Faults, Ids, ids},
    },
};

/// The most days until something arrives by post.
const MOST_DAYS: u16 = 366;
/// The most steps of a procedure: a row counts them in a byte.
const MOST_STEPS: i64 = 255;

pub(super) fn validate(terms: &AccountTerms, groups: &Ids<'_>, faults: &mut Faults) {
    let purposes = ids(terms.tokens.iter().map(|token| &token.id));
    faults.settings(
        "procedures",
        &terms.procedures,
        |x| (Some(&x.id), x.period),
        |faults, x| procedure(faults, x, &purposes),
    );
    faults.settings(
        "features",
        &terms.features,
        |x| (Some(&x.id), x.period),
        |faults, x| faults.each("needs", &x.needs, |_, _| ()),
    );
    faults.settings(
        "verification",
        &terms.verification,
        |x| (None, x.period),
        |faults, x| verification(faults, x, groups),
    );
    faults.settings(
        "reissues",
        &terms.reissues,
        |x| (Some(&x.id), x.period),
        |faults, x| {
            faults.within("days/at_most", x.days.at_most, 0..=MOST_DAYS);
            faults.within("days/at_least", x.days.at_least, 0..=x.days.at_most);
        },
    );
    faults.settings("support", &terms.support, |x| (None, x.period), support);
}

fn procedure(faults: &mut Faults, terms: &ProcedureTerms, purposes: &Ids<'_>) {
    faults.filled("steps", &terms.steps);
    let last = terms.steps.last().map(|step| &step.id);
    let (list, end) = (faults.path("steps"), terms.steps.len().saturating_sub(1));
    let firsts = ids(terms.steps.iter().map(|step| &step.id));
    faults.each("steps", &terms.steps, |faults, step| {
        faults.each("needs", &step.needs, |_, _| ());
        faults.each("optional", &step.optional, |_, _| ());
        faults.each("consents", &step.consents, |_, _| ());
        let first = firsts.get(step.id.as_str()).copied().unwrap_or(0);
        if terms.steps.get(first).is_some_and(|other| !core::ptr::eq(other, step)) {
            faults.add("id", ErrorCode::IdTaken).contradicts(&list, first);
        }
        if let Some(purpose) = &step.sends {
            faults.known("sends", purpose, purposes, &["/account/tokens"]);
        }
        if step.review.is_some() && last != Some(&step.id) {
            faults.add("review", ErrorCode::SettingsConflict).contradicts(&list, end);
        }
        // What is not told of an address is hidden in the mail that follows, which is for a later step.
        if step.address.is_some() && last == Some(&step.id) {
            faults.add("address", ErrorCode::SettingsConflict).contradicts(&list, end);
        }
    });
    if terms.steps.len() > 255 {
        faults.add("steps", ErrorCode::ListTooLong).at_most(MOST_STEPS);
    }
}

fn verification(faults: &mut Faults, terms: &VerificationTerms, groups: &Ids<'_>) {
    faults.each("groups_without", &terms.groups_without, |faults, group| {
        faults.known("", group, groups, &["/groups"]);
    });
    let papers = faults.path("papers");
    faults.each("papers", &terms.papers, |faults, paper| {
        // The number side of a マイナンバーカード is never asked for.
        if paper.paper == VerificationPaper::MyNumberCard && paper.remarks == RemarksEffect::Back {
            faults.conflict("remarks", "paper").choices(&["not_asked", "nothing", "review"]);
        }
        let first = terms.papers.iter().position(|other| other.paper == paper.paper).unwrap_or(0);
        if terms.papers.get(first).is_some_and(|other| !core::ptr::eq(other, paper)) {
            faults.add("paper", ErrorCode::IdTaken).contradicts(&papers, first);
        }
    });
    // Papers go with photographs of the face.
    if !terms.papers.is_empty() {
        faults.filled("poses", &terms.poses);
    }
    faults.each("poses", &terms.poses, |_, _| ());
}

fn support(faults: &mut Faults, terms: &SupportTerms) {
    faults.filled("weekdays", &terms.weekdays);
    faults.list("weekdays", &terms.weekdays, |faults, days| {
        for (place, day) in days.iter().enumerate() {
            if days.iter().take(place).any(|earlier| earlier == day) {
                faults.at(place, |faults| {
                    faults.add("", ErrorCode::IdTaken);
                });
            }
        }
    });
    if terms.closes <= terms.opens {
        faults.add("closes", ErrorCode::PeriodUpsideDown);
    }
}
