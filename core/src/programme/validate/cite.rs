//! A setting without a rule of its own is cited by its path.

use core::fmt::Display;

use crate::{
    base::value::RuleId,
    programme::{
        AccountTerms, CouponTerms, Document, EligibilityTerms, IdentityTerms, PointsTerms, SubsidyTerms,
        booking::BookingTerms,
    },
};

/// Gives every setting that names no rule its path to be cited by, such as `/points/rules/0`.
pub(in crate::programme) fn cite(document: &mut Document) {
    each(&mut document.registration, &"/registration", |terms, at| terms.rule.or_path(at));
    each(&mut document.identity, &"/identity", identity);
    account(&mut document.account);
    each(&mut document.cards, &"/cards", |format, at| format.rule.or_path(at));
    each(&mut document.eligibility, &"/eligibility", eligibility);
    each(&mut document.bookings, &"/bookings", booking);
    each(&mut document.subsidies, &"/subsidies", subsidy);
    each(&mut document.vouchers, &"/vouchers", |terms, at| terms.rule.or_path(at));
    points(&mut document.points);
    each(&mut document.draws, &"/draws", |terms, at| terms.rule.or_path(at));
    each(&mut document.coupons, &"/coupons", coupon);
}

fn each<T>(all: &mut [T], list: &dyn Display, mut cite: impl FnMut(&mut T, &dyn Display)) {
    for (place, terms) in all.iter_mut().enumerate() {
        cite(terms, &format_args!("{list}/{place}"));
    }
}

/// The settings that an object has by key, where it has them.
fn parts<'r>(parts: impl IntoIterator<Item = (&'static str, Option<&'r mut RuleId>)>, at: &dyn Display) {
    for (key, rule) in parts {
        if let Some(rule) = rule {
            rule.or_path(&format_args!("{at}/{key}"));
        }
    }
}

fn identity(terms: &mut IdentityTerms, at: &dyn Display) {
    let IdentityTerms { adoption, name, record, once, relations, .. } = terms;
    let citations = [("adoption", adoption), ("name", name), ("record", record), ("once", once)];
    parts(citations.map(|(key, citation)| (key, Some(&mut citation.rule))), at);
    each(relations, &format_args!("{at}/relations"), |terms, at| terms.rule.or_path(at));
}

fn account(terms: &mut AccountTerms) {
    each(&mut terms.disclosure, &"/account/disclosure", |terms, at| terms.rule.or_path(at));
    each(&mut terms.tokens, &"/account/tokens", |terms, at| terms.rule.or_path(at));
    each(&mut terms.passwords, &"/account/passwords", |terms, at| {
        terms.rule.or_path(at);
        let life = terms.life.as_mut().map(|life| &mut life.rule);
        parts([("life", life), ("first", terms.first.as_mut().map(|first| &mut first.rule))], at);
    });
    each(&mut terms.sign_in, &"/account/sign_in", |terms, at| {
        terms.rule.or_path(at);
        let lock = terms.lock.as_mut().map(|lock| &mut lock.rule);
        let challenge = terms.challenge.as_mut().map(|challenge| &mut challenge.rule);
        let incomplete = terms.incomplete.as_mut().map(|incomplete| &mut incomplete.rule);
        parts([("lock", lock), ("challenge", challenge), ("incomplete", incomplete)], at);
    });
    each(&mut terms.procedures, &"/account/procedures", |terms, at| {
        terms.rule.or_path(at);
        each(&mut terms.steps, &format_args!("{at}/steps"), |step, at| {
            each(&mut step.consents, &format_args!("{at}/consents"), |consent, at| consent.rule.or_path(at));
        });
    });
    each(&mut terms.features, &"/account/features", |terms, at| {
        terms.rule.or_path(at);
        each(&mut terms.needs, &format_args!("{at}/needs"), |need, at| need.rule.or_path(at));
    });
    each(&mut terms.verification, &"/account/verification", |terms, at| terms.rule.or_path(at));
    each(&mut terms.reissues, &"/account/reissues", |terms, at| terms.rule.or_path(at));
    each(&mut terms.rights, &"/account/rights", |terms, at| {
        let only = format_args!("{at}/representative_only");
        each(&mut terms.representative_only, &only, |right, at| right.rule.or_path(at));
        parts([("addresses", terms.addresses.as_mut().map(|addresses| &mut addresses.rule))], at);
    });
    each(&mut terms.support, &"/account/support", |terms, at| terms.rule.or_path(at));
}

fn eligibility(terms: &mut EligibilityTerms, at: &dyn Display) {
    parts(
        [
            ("insured", terms.insured.as_mut().map(|terms| &mut terms.rule)),
            ("age", terms.age.as_mut().map(|terms| &mut terms.rule)),
            ("circumstances", terms.circumstances.as_mut().map(|terms| &mut terms.rule)),
            ("sex", terms.sex.as_mut().map(|terms| &mut terms.rule)),
            ("device", terms.device.as_mut().map(|terms| &mut terms.rule)),
            ("once", terms.once.as_mut().map(|terms| &mut terms.rule)),
        ],
        at,
    );
    each(&mut terms.facts, &format_args!("{at}/facts"), |terms, at| terms.rule.or_path(at));
    each(&mut terms.relations, &format_args!("{at}/relations"), |terms, at| terms.rule.or_path(at));
}

fn booking(terms: &mut BookingTerms, at: &dyn Display) {
    terms.rule.or_path(at);
    parts(
        [
            ("opens_at", terms.opens_at.as_mut().map(|terms| &mut terms.rule)),
            ("opens", terms.opens.as_mut().map(|terms| &mut terms.rule)),
            ("grace", terms.grace.as_mut().map(|terms| &mut terms.rule)),
            ("changes", terms.changes.as_mut().map(|terms| &mut terms.rule)),
            ("closes", terms.closes.as_mut().map(|terms| &mut terms.rule)),
            ("change", terms.change.as_mut().map(|terms| &mut terms.rule)),
            ("cancel", terms.cancel.as_mut().map(|terms| &mut terms.rule)),
        ],
        at,
    );
    if let Some(notices) = &mut terms.notices {
        parts([("notices/mails", Some(&mut notices.mails)), ("notices/posts", Some(&mut notices.posts))], at);
    }
}

fn subsidy(terms: &mut SubsidyTerms, at: &dyn Display) {
    terms.rule.or_path(at);
    let claimed = terms.claimed.as_mut().map(|terms| &mut terms.rule);
    let together = terms.together.as_mut().map(|terms| &mut terms.rule);
    parts([("claimed", claimed), ("together", together)], at);
}

fn points(points: &mut PointsTerms) {
    each(&mut points.rules, &"/points/rules", |terms, at| terms.rule.or_path(at));
    each(&mut points.campaigns, &"/points/campaigns", |terms, at| terms.rule.or_path(at));
    each(&mut points.caps, &"/points/caps", |terms, at| terms.rule.or_path(at));
    parts([("balance_cap", points.balance_cap.as_mut().map(|terms| &mut terms.rule))], &"/points");
    each(&mut points.step_goals, &"/points/step_goals", |terms, at| terms.rule.or_path(at));
    each(&mut points.step_sources, &"/points/step_sources", |terms, at| terms.rule.or_path(at));
    each(&mut points.exchanges, &"/points/exchanges", |terms, at| terms.rule.or_path(at));
    each(&mut points.expiry, &"/points/expiry", |terms, at| terms.rule.or_path(at));
    each(&mut points.purses, &"/points/purses", |terms, at| terms.rule.or_path(at));
}

fn coupon(terms: &mut CouponTerms, at: &dyn Display) {
    terms.rule.or_path(at);
    terms.expiry.rule.or_path(&format_args!("{at}/expiry"));
}
