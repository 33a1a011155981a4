//! Which reasons an operation can answer, for the contract alone: no compiled library has these lists.
//!
//! A list covers the verdict and all that is in it: `reason`, `reasons`, `warnings`, `steps`, `details`, what a person is `shown`, and the verdicts of records,
//! holdings and intervals. It does not cover `checks`: a check names what it looks for, also where another answer follows. The lists were found by reading
//! the code of each operation; xtask holds them to every recorded answer of the vectors.

use kenpo_core::Reason;

/// A person before a service's terms.
const PERSON: &str = "not_in_effect not_for_person before_insured_period entitlement_lost too_young too_old age_not_listed not_enrolled_on_first \
    not_enrolled_on_day enrolled_too_briefly circumstance_left_out fact_needed fact_excluded sex_not_admitted relation_not_admitted";
/// The uses of a service.
const ONCE: &str = "used_this_year used_up";
/// A slot as someone may take a place in it.
const SLOT: &str = "not_open_yet deadline_passed event_cancelled full same_slot already_waiting";
/// An insurer number of eight digits.
const EIGHT_DIGITS: &str =
    "public_expense_number defunct_scheme unknown_scheme prefecture_out_of_range wrong_check_digit";
/// What was sent or typed in place of one.
const OTHER_NUMBERS: &str = "empty not_digits wrong_length lost_leading_zero";
/// A day of records before any rule.
const DAY: &str = "in_the_future before_enrolment day_closed";
/// A record under a rule that pays for it.
const RECORD: &str = "source_not_linked too_late arrived_after_last_day app_not_opened";
/// What a rule pays.
const PAID: &str = "paid paid_in_part cap_reached nothing_new already_expired grants_closed no_rule_in_effect";
/// The steps of a proof.
const PROOF: &str = "proof_format proof_manifest_bytes proof_draw_hash proof_list proof_log proof_totals proof_root proof_round proof_randomness proof_reveals \
    proof_key proof_scores proof_result proof_terms proof_events proof_settlement";

/// The operations whose answers have reasons, each with these: words, in groups.
const OF: &[(&str, &[&str])] = &[
    (
        "account.access",
        &[
            "accepted not_in_effect identity_check_needed secret_answer_needed not_offered under_review access_verification_needed",
        ],
    ),
    (
        "account.act",
        &[
            "accepted not_in_effect representative_only representative_first login_id_taken address_registered too_many_addresses",
        ],
    ),
    ("account.challenge", &["accepted not_in_effect challenge_due"]),
    ("account.first_password", &["accepted not_in_effect"]),
    ("account.issue_token", &["accepted not_in_effect time_before_last"]),
    ("account.password_term", &["accepted not_in_effect time_before_last password_expired password_must_change"]),
    (
        "account.proceed",
        &[
            "accepted not_in_effect time_before_last procedure_ended step_out_of_order step_done_already under_review",
            "consent_missing need_missing token_not_accepted address_registered address_missing address_unknown",
        ],
    ),
    (
        "account.redeem_token",
        &[
            "accepted not_in_effect token_malformed token_not_accepted token_voided token_used token_void_by_errors",
            "time_before_last token_expired",
        ],
    ),
    ("account.reissue", &["accepted not_in_effect"]),
    (
        "account.set_password",
        &[
            "accepted not_in_effect representative_only password_wrong passwords_differ password_unchanged",
            "password_too_short password_too_long password_character_not_accepted password_letter_missing",
            "password_lower_case_missing password_upper_case_missing password_digit_missing password_sign_missing",
        ],
    ),
    (
        "account.sign_in",
        &[
            "accepted not_in_effect locked challenge_due insurer_number_here not_half_width_kana login_id_unknown",
            "family_name_here name_not_on_record password_wrong registration_incomplete password_expired",
            "password_must_change sign_in_refused",
        ],
    ),
    ("account.verification", &["accepted not_in_effect not_offered"]),
    ("booking.attend", &["recorded booking_not_found booking_not_confirmed not_held_yet"]),
    (
        "booking.book",
        &["booked waiting request_key_reused consent_missing telephone_missing waiting_list_full", PERSON, ONCE, SLOT],
    ),
    (
        "booking.cancel",
        &["cancelled not_in_effect booking_not_found booking_not_confirmed cancel_not_offered deadline_passed"],
    ),
    (
        "booking.change",
        &[
            "changed request_key_reused booking_not_found booking_not_confirmed change_not_offered",
            "change_deadline_passed too_many_changes",
            PERSON,
            ONCE,
            SLOT,
        ],
    ),
    ("booking.deadlines", &["accepted not_in_effect"]),
    ("booking.next", &["booked next_in_line nobody_waiting not_next_in_line", PERSON, ONCE, SLOT]),
    ("booking.notices", &["accepted not_in_effect"]),
    ("coupon.issue", &["accepted not_in_effect"]),
    ("coupon.read", &["accepted coupon_code_malformed coupon_code_mistyped"]),
    (
        "coupon.redeem",
        &[
            "accepted not_in_effect coupon_code_malformed coupon_code_mistyped coupon_unknown coupon_of_another",
            "coupon_not_accepted request_key_reused time_before_last coupon_void coupon_used coupon_expired",
            "coupon_too_little_left coupon_whole_only",
        ],
    ),
    ("coupon.void", &["accepted request_key_reused time_before_last coupon_void coupon_used coupon_expired"]),
    ("date.read", &["accepted empty not_a_date before_the_era past_the_era wrong_weekday later_than_allowed"]),
    ("eligibility.check", &["accepted smartphone_needed app_needed", PERSON, ONCE]),
    ("eligibility.review", &["no_record", PERSON]),
    ("eligibility.year", &["accepted", PERSON, ONCE]),
    ("identifier.read", &["accepted identifier_malformed branch_not_two_digits number_missing", EIGHT_DIGITS]),
    (
        "identifier.write",
        &["accepted character_not_accepted branch_not_two_digits number_missing", EIGHT_DIGITS, OTHER_NUMBERS],
    ),
    ("insurer_number.check", &["accepted padded_on_form", EIGHT_DIGITS, OTHER_NUMBERS]),
    ("insurer_number.interchange", &["accepted", EIGHT_DIGITS, OTHER_NUMBERS]),
    ("lottery.check_heads", &["accepted log_not_consistent"]),
    (
        "lottery.check_receipt",
        &[
            "accepted receipt_tag proof_draw_hash receipt_included proof_randomness proof_reveals receipt_awards",
            "proof_time_evidence",
        ],
    ),
    ("lottery.schedule", &["accepted not_in_effect draw_not_announced"]),
    (
        "lottery.settle",
        &["accepted terms_differ rank_not_awarded award_final award_lapsed disqualification_not_listed", PROOF],
    ),
    ("lottery.tickets", &["accepted draw_not_announced"]),
    ("lottery.verify", &["accepted proof_time_evidence", PROOF]),
    (
        "member_number.check",
        &[
            "accepted padded_on_form insurer_number_here symbol_missing symbol_not_expected number_missing",
            "character_not_accepted part_too_short part_too_long hyphen_missing hyphen_not_expected",
            "branch_not_two_digits member_check_digit",
            EIGHT_DIGITS,
            OTHER_NUMBERS,
        ],
    ),
    ("member_number.form", &["accepted padded_on_form", EIGHT_DIGITS, OTHER_NUMBERS]),
    ("name.check", &["accepted empty not_full_width_kana not_half_width_kana"]),
    ("name.compare", &["accepted empty"]),
    (
        "points.accrue",
        &["stale_revision implausible below_lowest_tier taken_back taken_back_in_part", PAID, DAY, RECORD, PERSON],
    ),
    ("points.adjust", &["adjusted request_key_reused balance_too_low already_expired"]),
    ("points.earn", &["request_key_reused value_earns_nothing", PAID, DAY, RECORD, PERSON]),
    (
        "points.exchange",
        &[
            "exchanged not_in_effect request_key_reused exchange_closed quantity_too_low activity_required",
            "exchange_limit_reached out_of_stock balance_too_low",
        ],
    ),
    ("points.purse", &["accepted group_unknown"]),
    (
        "points.reverse",
        &[
            "reversed not_in_effect request_key_reused entry_not_found not_reversible already_reversed",
            "more_than_exchanged exchange_irrevocable",
        ],
    ),
    ("points.settle", &["not_settled_yet day_closed team_size too_few_days below_lowest_tier", PAID, PERSON]),
    (
        "registration.check",
        &["accepted not_in_effect padded_on_form length_not_accepted scheme_not_accepted", EIGHT_DIGITS, OTHER_NUMBERS],
    ),
    ("registration.group", &["accepted group_unknown"]),
    (
        "registration.identify",
        &[
            "accepted not_in_effect not_adopted in_maintenance empty not_full_width_kana no_record not_yet_available",
            "data_not_linked record_inconsistent relation_not_admitted already_registered identity_not_confirmed",
        ],
    ),
    ("steps.achievement", &["accepted not_in_effect goal_not_reached"]),
    ("steps.collect", &["source_not_linked deleted repeated end_before_start interval_too_long"]),
    (
        "subsidy.claim",
        &[
            "accepted insured_treatment claim_not_open_yet claim_too_late ceiling_reached nothing_to_claim",
            PERSON,
            ONCE,
        ],
    ),
    ("support.hours", &["accepted not_in_effect support_closed"]),
    ("voucher.check", &["accepted vouchers_not_issued_yet office_without_vouchers", PERSON, ONCE]),
];

/// The reasons that an operation can answer, in the order of their numbers; none where its answer has no reason.
///
/// # Panics
/// Where a word of the lists is not a reason: they are read when the contract is written.
pub(super) fn of(operation: &str) -> Vec<Reason> {
    let groups = OF.iter().find(|(name, _)| *name == operation).map_or(&[][..], |(_, groups)| groups);
    let words = groups.iter().flat_map(|group| group.split_ascii_whitespace());
    let reason = |word| Reason::from_name(word).unwrap_or_else(|| panic!("{operation}: {word} is not a reason"));
    let mut reasons: Vec<Reason> = words.map(reason).collect();
    reasons.sort_by_key(|reason| reason.number());
    reasons
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::OPERATIONS;

    #[test]
    fn each_operation_stands_once_with_each_reason_once() {
        let known: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        assert!(OF.is_sorted_by(|(one, _), (next, _)| one < next));
        for (name, _) in OF {
            assert!(known.contains(name), "{name} is not an operation");
            let reasons = of(name);
            for pair in reasons.windows(2) {
                assert!(pair.first() != pair.last(), "{name} has {pair:?} twice");
            }
        }
    }

    #[test]
    fn every_reason_is_one_of_some_operation() {
        let given: BTreeSet<&str> = OF.iter().flat_map(|(name, _)| of(name)).map(|reason| reason.name()).collect();
        let never: Vec<&str> =
            Reason::ALL.iter().map(|reason| reason.name()).filter(|name| !given.contains(name)).collect();
        assert_eq!(never, Vec::<&str>::new());
    }
}
