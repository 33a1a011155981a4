//! Accounts: links and codes, passwords, signing in, rights.

mod steps;

use alloc::{string::String, vec::Vec};

use super::faults::{Faults, ids};
use crate::{
    base::{ErrorCode, Reason},
    programme::{
        account::{AccountTerms, PasswordTerms, SignInTerms, TokenKind, TokenTerms, concealed},
        group::Group,
    },
};

/// The longest life of a link, a code or a lock: 31 days in minutes.
const MOST_MINUTES: u16 = 44_640;

pub(super) fn validate(terms: &AccountTerms, groups: &[Group], faults: &mut Faults) {
    let groups = ids(groups.iter().map(|group| &group.id));
    faults.under("account", |faults| {
        faults.each("disclosure", &terms.disclosure, |faults, terms| {
            faults.forward(terms.period);
            faults.filled("named", &terms.named);
            // A cause that is never concealed would be named without effect.
            faults.each("named", &terms.named, |faults, reason| {
                if concealed(*reason).is_none() {
                    let all = Reason::ALL.iter().filter(|reason| concealed(**reason).is_some());
                    faults
                        .add("", ErrorCode::ValueInvalid)
                        .choices(&all.map(|reason| reason.name()).collect::<Vec<_>>());
                }
            });
        });
        faults.settings("tokens", &terms.tokens, |x| (Some(&x.id), x.period), token);
        faults.settings(
            "passwords",
            &terms.passwords,
            |x| (x.group.as_ref(), x.period),
            |faults, x| {
                if let Some(group) = &x.group {
                    faults.known("group", group, &groups, &["/groups"]);
                }
                password(faults, x);
            },
        );
        faults.settings("sign_in", &terms.sign_in, |x| (None, x.period), sign_in);
        faults.settings(
            "rights",
            &terms.rights,
            |x| (None, x.period),
            |faults, x| {
                faults.each("representative_only", &x.representative_only, |_, _| ());
                if let Some(addresses) = &x.addresses {
                    faults.within("addresses/at_most", addresses.at_most, 1..=100);
                }
            },
        );
        steps::validate(terms, &groups, faults);
    });
}

fn token(faults: &mut Faults, terms: &TokenTerms) {
    faults.within("valid_minutes", terms.valid_minutes, 1..=MOST_MINUTES);
    match terms.kind {
        TokenKind::Link => {
            for (key, given) in [("digits", terms.digits.is_some()), ("max_wrong", terms.max_wrong.is_some())] {
                if given {
                    faults.conflict(key, "kind");
                }
            }
        }
        TokenKind::Code => {
            match terms.digits {
                Some(digits) => faults.within("digits", digits, 4..=10),
                None => drop(faults.add("digits", ErrorCode::MissingValue).range(4..=10)),
            }
            match terms.max_wrong {
                Some(wrong) => faults.within("max_wrong", wrong, 1..=100),
                None => drop(faults.add("max_wrong", ErrorCode::MissingValue).range(1..=100)),
            }
        }
    }
}

fn password(faults: &mut Faults, terms: &PasswordTerms) {
    faults.within("min_length", terms.min_length, 1..=128);
    if let Some(most) = terms.max_length {
        faults.within("max_length", most, terms.min_length..=256);
    }
    faults.filled("characters", &terms.characters);
    faults.each("characters", &terms.characters, |_, _| ());
    // Whatever a required class holds, another that may be used holds too: else no password would do.
    let usable: String = ('!'..='~').filter(|c| terms.characters.iter().any(|class| class.holds(*c))).collect();
    let characters = faults.path("characters");
    faults.each("required", &terms.required, |faults, class| {
        if !usable.chars().any(|c| class.holds(c)) {
            faults.add("", ErrorCode::SettingsConflict).other = Some(characters.clone());
        }
    });
    if let Some(life) = &terms.life {
        faults.within("life/months", life.months, 1..=120);
    }
}

fn sign_in(faults: &mut Faults, terms: &SignInTerms) {
    if let Some(lock) = &terms.lock {
        faults.within("lock/failures", lock.failures, 1..=1_000);
        faults.within("lock/minutes", lock.minutes, 1..=MOST_MINUTES);
    }
    let Some(challenge) = &terms.challenge else { return };
    faults.under("challenge", |faults| {
        faults.within("allow_listed_failures", challenge.allow_listed_failures, 1..=1_000);
        faults.each("levels", &challenge.levels, |faults, level| {
            faults.within("difficulty", level.difficulty, 2..=10);
            let counts = [level.failures, level.address_failures, level.address_attempts];
            // A level without a count, or with the count 0, would be due always: that is difficulty 1.
            let keys = ["failures", "address_failures", "address_attempts"];
            if counts.iter().all(Option::is_none) {
                faults.add("", ErrorCode::WayMissing).keys(&keys);
            }
            for (key, count) in keys.into_iter().zip(counts) {
                faults.within(key, count.unwrap_or(1), 1..=u16::MAX);
            }
        });
    });
}
