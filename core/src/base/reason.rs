use core::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{EnumAccess, VariantAccess, Visitor},
};

use super::{ErrorCode, refuse, registry::registry, value::read_text};

registry! {
    /// Why a decision came out as it did. An answer, not an error: see [`ErrorCode`](crate::ErrorCode) for input that cannot be used.
    ///
    /// The numbers are what columns of the typed lane report, and 0 means that there is no reason.
    Reason {
        1 "empty" Empty "Nothing was entered.";
        2 "not_digits" NotDigits "Something other than digits was entered.";
        3 "wrong_length" WrongLength "The number has neither 8 nor 6 digits.";
        4 "padded_on_form" PaddedOnForm "A 6-digit number was filled up to 8 digits, which only interfaces do.";
        5 "public_expense_number" PublicExpenseNumber "The number is a public-expense (公費) number, not an insurer's.";
        6 "defunct_scheme" DefunctScheme "The scheme (67, 退職者医療) is closed.";
        7 "unknown_scheme" UnknownScheme "The first two digits are no current scheme (法別番号).";
        8 "prefecture_out_of_range" PrefectureOutOfRange "The prefecture is not 01 to 47.";
        9 "wrong_check_digit" WrongCheckDigit "The last digit does not fit the others.";
        10 "length_not_accepted" LengthNotAccepted "The programme's members have numbers of another length.";
        11 "scheme_not_accepted" SchemeNotAccepted "The programme is not open to this scheme.";
        12 "not_in_effect" NotInEffect "The programme has no such setting on this day.";
        13 "lost_leading_zero" LostLeadingZero "The number has one digit too few, and with a zero before it it would be right.";
        14 "not_full_width_kana" NotFullWidthKana "A character is not full-width katakana.";
        15 "not_half_width_kana" NotHalfWidthKana "A character is not half-width kana.";
        16 "not_a_date" NotADate "The text is not a date in any form that is read.";
        17 "before_the_era" BeforeTheEra "The date is before the first day of its era.";
        18 "past_the_era" PastTheEra "The date is after the last day of its era; it was read all the same.";
        20 "insurer_number_here" InsurerNumberHere "The insurer number was entered in place of the symbol or number.";
        21 "symbol_missing" SymbolMissing "The symbol (記号) is missing.";
        22 "symbol_not_expected" SymbolNotExpected "The insurer's cards have no symbol (記号).";
        23 "number_missing" NumberMissing "The number (番号) is missing.";
        24 "character_not_accepted" CharacterNotAccepted "A character is not one that the insurer's cards have there.";
        25 "part_too_short" PartTooShort "The symbol or number is shorter than the insurer's.";
        26 "part_too_long" PartTooLong "The symbol or number is longer than the insurer's.";
        27 "hyphen_missing" HyphenMissing "The insurer's cards have a hyphen there.";
        28 "hyphen_not_expected" HyphenNotExpected "The insurer's cards have no hyphen there.";
        29 "branch_not_two_digits" BranchNotTwoDigits "The branch number (枝番) is not two digits.";
        30 "identifier_malformed" IdentifierMalformed "The identifier is not four parts parted by colons, the first an insurer number of eight digits.";
        31 "group_unknown" GroupUnknown "The programme has no group of this ID.";
        32 "paid" Paid "Paid in full.";
        33 "paid_in_part" PaidInPart "The part that fits under the cap was paid.";
        34 "cap_reached" CapReached "The cap was reached before; nothing was paid.";
        35 "below_lowest_tier" BelowLowestTier "The activity does not reach the lowest tier.";
        36 "nothing_new" NothingNew "The day has already earned as much; a day is never paid twice.";
        37 "source_not_linked" SourceNotLinked "The record does not come from a linked source.";
        38 "in_the_future" InTheFuture "The day has not come yet.";
        39 "implausible" Implausible "The value is beyond what the programme holds plausible.";
        40 "no_rule_in_effect" NoRuleInEffect "No earning rule is in effect for this activity on this day.";
        41 "day_closed" DayClosed "The day was closed by the opening totals.";
        48 "exchanged" Exchanged "The exchange is made.";
        49 "balance_too_low" BalanceTooLow "There are not enough points.";
        50 "exchange_irrevocable" ExchangeIrrevocable "An exchange of this kind cannot be undone.";
        51 "request_key_reused" RequestKeyReused "The request key was used before, for another request.";
        52 "entry_not_found" EntryNotFound "The ledger has no such entry.";
        53 "already_reversed" AlreadyReversed "The entry was reversed before.";
        54 "not_reversible" NotReversible "An entry of this kind is not reversed.";
        55 "reversed" Reversed "The entry is reversed.";
        56 "identity_not_confirmed" IdentityNotConfirmed "The identity could not be confirmed.";
        57 "identity_check_needed" IdentityCheckNeeded "The identity check was not passed.";
        58 "access_verification_needed" AccessVerificationNeeded "The access verification was not taken.";
        59 "secret_answer_needed" SecretAnswerNeeded "The secret question was not answered at this access.";
        60 "representative_only" RepresentativeOnly "Only the representative of the household may do it.";
        61 "representative_first" RepresentativeFirst "When signing in for the first time, only the representative can be chosen.";
        62 "login_id_taken" LoginIdTaken "The log-in ID is another's.";
        63 "too_many_addresses" TooManyAddresses "The account has as many mail addresses as it may have.";
        64 "accepted" Accepted "Everything that was asked holds.";
        65 "address_registered" AddressRegistered "The mail address is another member's.";
        66 "address_unknown" AddressUnknown "The mail address is no member's.";
        67 "address_missing" AddressMissing "The member has no mail address.";
        68 "not_offered" NotOffered "It is not offered to the person's group.";
        69 "under_review" UnderReview "Someone looks at what was given.";
        70 "support_closed" SupportClosed "The support desk is closed.";
        80 "proof_format" ProofFormat "The proof's format is known.";
        81 "proof_manifest_bytes" ProofManifestBytes "The manifest's bytes are those of its fields.";
        82 "proof_draw_hash" ProofDrawHash "The draw hash is that of the manifest's bytes.";
        83 "proof_list" ProofList "The entries ascend strictly, and each holds a ticket.";
        84 "proof_totals" ProofTotals "The totals are those of the entries.";
        85 "proof_root" ProofRoot "The root is that of the entries.";
        86 "proof_randomness" ProofRandomness "The randomness is that of the public values.";
        87 "proof_reveals" ProofReveals "Each reveal opens its commitment.";
        88 "proof_key" ProofKey "The key is derived from randomness, reveals and draw hash.";
        89 "proof_scores" ProofScores "Each score is that of its ticket.";
        90 "proof_result" ProofResult "The result is the one the scores select.";
        91 "proof_time_evidence" ProofTimeEvidence "Outside time evidence over the draw hash is present.";
        92 "change_not_offered" ChangeNotOffered "The programme does not offer changing a booking.";
        93 "cancel_not_offered" CancelNotOffered "The programme does not offer cancelling a booking.";
        100 "before_insured_period" BeforeInsuredPeriod "The day is before the insured period begins (資格取得日).";
        101 "entitlement_lost" EntitlementLost "The day is on or after the loss of entitlement (資格喪失日).";
        102 "too_young" TooYoung "The age the programme begins at is not reached.";
        103 "too_old" TooOld "The age the programme ends at is reached.";
        104 "not_enrolled_on_first" NotEnrolledOnFirst "The person was not insured on 1 April of the fiscal year.";
        105 "circumstance_left_out" CircumstanceLeftOut "The programme leaves out people in such a circumstance.";
        106 "relation_not_admitted" RelationNotAdmitted "The programme is not open to this relation (被扶養者, 任意継続 and so on).";
        107 "smartphone_needed" SmartphoneNeeded "The programme needs a smartphone.";
        108 "app_needed" AppNeeded "The programme needs its app.";
        109 "used_this_year" UsedThisYear "The one use of the fiscal year is confirmed or used already.";
        112 "not_adopted" NotAdopted "The society has not adopted the service.";
        113 "in_maintenance" InMaintenance "The society's service is in maintenance.";
        114 "no_record" NoRecord "The society's data hold no such member.";
        115 "not_yet_available" NotYetAvailable "The person joined so lately that the society's data need not hold them yet.";
        116 "record_inconsistent" RecordInconsistent "The number is known, but name or date of birth differ from the record.";
        117 "already_registered" AlreadyRegistered "The person is registered already, under another address.";
        118 "data_not_linked" DataNotLinked "The card's data are not linked yet.";
        120 "consent_missing" ConsentMissing "Consent to the terms is missing.";
        121 "telephone_missing" TelephoneMissing "A daytime telephone number of 10 or 11 digits is missing.";
        122 "not_open_yet" NotOpenYet "Booking has not opened.";
        123 "deadline_passed" DeadlinePassed "The deadline has passed.";
        124 "change_deadline_passed" ChangeDeadlinePassed "The deadline to change the booking has passed.";
        125 "full" Full "No place is left.";
        126 "event_cancelled" EventCancelled "The event does not take place.";
        127 "booking_not_found" BookingNotFound "The person has no such booking.";
        128 "booking_not_confirmed" BookingNotConfirmed "The booking is not confirmed any more.";
        129 "same_slot" SameSlot "The booking is for this slot already.";
        130 "not_held_yet" NotHeldYet "The day of the booking has not come yet.";
        131 "booked" Booked "The booking is confirmed.";
        132 "changed" Changed "The booking is changed.";
        133 "cancelled" Cancelled "The booking is cancelled.";
        134 "recorded" Recorded "The attendance is recorded.";
        140 "insured_treatment" InsuredTreatment "The check-up was insured treatment.";
        141 "nothing_to_claim" NothingToClaim "Nothing was paid, so there is nothing to claim.";
        142 "vouchers_not_issued_yet" VouchersNotIssuedYet "Vouchers (受診券) are not issued yet in this fiscal year.";
        143 "office_without_vouchers" OfficeWithoutVouchers "The branch office does not handle vouchers (受診券).";
        144 "adjusted" Adjusted "The points were added or taken away.";
        145 "draw_not_announced" DrawNotAnnounced "No draw is announced that the ticket could still enter.";
        146 "proof_log" ProofLog "The log is the one the manifest binds, and adds up to the entries.";
        147 "proof_round" ProofRound "The round of drand is the one that the time of the draw gives.";
        148 "proof_events" ProofEvents "The events after the draw follow from the result, the terms and what was recorded.";
        149 "log_not_consistent" LogNotConsistent "The earlier log is not a beginning of the later one.";
        150 "receipt_tag" ReceiptTag "The tag is that of the member, the draw and the salt.";
        151 "receipt_included" ReceiptIncluded "The entry is in the list whose root the manifest has.";
        152 "receipt_awards" ReceiptAwards "The member's awards are those that the scores give.";
        153 "proof_settlement" ProofSettlement "The settlement's hash is that of its terms and events.";
        154 "rank_not_awarded" RankNotAwarded "The rank has no award that this can happen to.";
        155 "award_final" AwardFinal "The award was taken up, declined or taken away before.";
        156 "award_lapsed" AwardLapsed "The award was not taken up in time, and its prize has passed on.";
        157 "disqualification_not_listed" DisqualificationNotListed "The reason is not one of those for which an award is taken away.";
        158 "terms_differ" TermsDiffer "The draw was settled before under other terms.";
        159 "coupon_not_accepted" CouponNotAccepted "The code is not accepted.";
        160 "too_late" TooLate "The record arrived after the days of grace.";
        161 "app_not_opened" AppNotOpened "The app was not opened on the day or soon enough after it.";
        162 "before_enrolment" BeforeEnrolment "The day is before the person joined the programme.";
        163 "not_settled_yet" NotSettledYet "The period or its days of grace are not over.";
        164 "too_few_days" TooFewDays "The period has too few days with steps.";
        165 "goal_not_reached" GoalNotReached "The day's goal of steps is not reached.";
        166 "stale_revision" StaleRevision "A later revision of the day is known; this one pays and takes back nothing.";
        167 "taken_back" TakenBack "The day's record is worth less than before, and what it is not worth was taken back.";
        168 "taken_back_in_part" TakenBackInPart "What it is not worth was taken back as far as it is not spent.";
        169 "coupon_code_malformed" CouponCodeMalformed "What was entered has not the length or the characters of a coupon's code.";
        170 "coupon_code_mistyped" CouponCodeMistyped "The code's check character does not fit the others.";
        171 "coupon_unknown" CouponUnknown "No coupon has the code.";
        172 "coupon_of_another" CouponOfAnother "The coupon is for another holder.";
        173 "coupon_void" CouponVoid "The coupon was made void.";
        174 "coupon_used" CouponUsed "The coupon was used before.";
        175 "coupon_expired" CouponExpired "The coupon's last day is over.";
        176 "deleted" Deleted "The record was deleted.";
        177 "repeated" Repeated "Another record of the same id is counted.";
        178 "end_before_start" EndBeforeStart "The interval ends before it starts.";
        179 "interval_too_long" IntervalTooLong "The interval is longer than 48 hours.";
        180 "wrong_weekday" WrongWeekday "The weekday behind the date is not the date's; it was read all the same.";
        181 "later_than_allowed" LaterThanAllowed "The date is later than the latest that is allowed.";
        182 "member_check_digit" MemberCheckDigit "The last digit of the number (番号) of 後期高齢者医療 does not fit the others; it was taken all the same.";
        183 "too_many_changes" TooManyChanges "The booking was changed as often as it may be.";
        184 "coupon_whole_only" CouponWholeOnly "The coupon can be used as a whole only.";
        185 "coupon_too_little_left" CouponTooLittleLeft "Less is left of the coupon than is to be used.";
        186 "proof_terms" ProofTerms "The settlement is under the terms that the manifest binds.";
        188 "grants_closed" GrantsClosed "No points are granted any more that would expire on the coming last day.";
        190 "fact_needed" FactNeeded "A fact that the programme needs is not true of the person.";
        191 "fact_excluded" FactExcluded "The programme leaves out people of whom such a fact is true.";
        192 "sex_not_admitted" SexNotAdmitted "The programme is for the other sex, or the person's is not given.";
        193 "not_for_person" NotForPerson "The service has terms on the day, and none of them is for this person.";
        194 "age_not_listed" AgeNotListed "The age is not one of those that the programme lists.";
        195 "not_enrolled_on_day" NotEnrolledOnDay "The person was not insured on a day on which the programme asks for it.";
        196 "enrolled_too_briefly" EnrolledTooBriefly "The person has not been insured for as long as the programme asks.";
        197 "used_up" UsedUp "The uses that the programme allows in these years are confirmed or used already.";
        198 "claim_not_open_yet" ClaimNotOpenYet "Claims are not taken yet.";
        199 "claim_too_late" ClaimTooLate "The claim arrived after the last day.";
        200 "ceiling_reached" CeilingReached "Nothing is left of a ceiling that several services share.";
        201 "more_than_exchanged" MoreThanExchanged "No more goods can be given back than are left of the exchange.";
        206 "already_expired" AlreadyExpired "Points granted now would have expired already.";
        207 "exchange_closed" ExchangeClosed "The exchange has closed for good: the hour of its last day has passed.";
        208 "quantity_too_low" QuantityTooLow "Fewer are asked for than are exchanged at a time.";
        209 "activity_required" ActivityRequired "An activity that must come first has earned nothing yet.";
        210 "exchange_limit_reached" ExchangeLimitReached "More are asked for than one person may have in the window.";
        211 "out_of_stock" OutOfStock "More are asked for than are left.";
        212 "value_earns_nothing" ValueEarnsNothing "The measured value earns no points.";
        213 "team_size" TeamSize "The team has too few or too many members.";
        214 "arrived_after_last_day" ArrivedAfterLastDay "The record arrived after the last day for those of its period.";
        215 "waiting" Waiting "No place is left, and the person waits for one.";
        216 "waiting_list_full" WaitingListFull "No more people may wait for the slot.";
        217 "already_waiting" AlreadyWaiting "The person waits for this slot already.";
        218 "next_in_line" NextInLine "A place is free, and this person is the next to have it.";
        219 "nobody_waiting" NobodyWaiting "Nobody waits for the slot.";
        220 "token_malformed" TokenMalformed "What was entered has not the length or the characters of a link or code.";
        221 "token_not_accepted" TokenNotAccepted "No link or code that was sent is this one.";
        222 "token_expired" TokenExpired "The life of the link or code is over.";
        223 "token_used" TokenUsed "The link or code was used before.";
        224 "token_voided" TokenVoided "A later link or code was sent, which voids the earlier ones.";
        225 "token_void_by_errors" TokenVoidByErrors "Too many wrong entries were made, which voids the code.";
        226 "time_before_last" TimeBeforeLast "The time is before what was stored last.";
        227 "sign_in_refused" SignInRefused "ID, name and password do not fit together.";
        228 "login_id_unknown" LoginIdUnknown "The log-in ID is nobody's.";
        229 "password_wrong" PasswordWrong "The password is not that of the log-in ID.";
        230 "locked" Locked "Failures in a row have locked the log-in ID for a time.";
        231 "challenge_due" ChallengeDue "An image challenge is due, and was not solved.";
        232 "family_name_here" FamilyNameHere "The name is that of another of the family, and not the representative's.";
        233 "name_not_on_record" NameNotOnRecord "The name is nobody's of the household.";
        234 "registration_incomplete" RegistrationIncomplete "The registration is not complete, and the postcard's ID and password do not sign in yet.";
        235 "password_expired" PasswordExpired "The password's life is over.";
        236 "password_must_change" PasswordMustChange "The password is provisional, and must be replaced.";
        237 "password_too_short" PasswordTooShort "The password is shorter than the programme's least length.";
        238 "password_too_long" PasswordTooLong "The password is longer than the programme's greatest length.";
        239 "password_character_not_accepted" PasswordCharacterNotAccepted "The password has a character that the programme does not take.";
        240 "password_letter_missing" PasswordLetterMissing "The password has no letter.";
        241 "password_lower_case_missing" PasswordLowerCaseMissing "The password has no lower-case letter.";
        242 "password_upper_case_missing" PasswordUpperCaseMissing "The password has no upper-case letter.";
        243 "password_digit_missing" PasswordDigitMissing "The password has no digit.";
        244 "password_sign_missing" PasswordSignMissing "The password has no sign beside letters and digits.";
        245 "passwords_differ" PasswordsDiffer "The two entries of the new password differ.";
        246 "password_unchanged" PasswordUnchanged "The new password is the provisional one.";
        247 "step_out_of_order" StepOutOfOrder "Another step is next.";
        248 "step_done_already" StepDoneAlready "The step was finished before.";
        249 "procedure_ended" ProcedureEnded "The procedure is complete or cancelled.";
        250 "need_missing" NeedMissing "Something that the step needs is missing.";
        251 "not_next_in_line" NotNextInLine "Another person is the next to have a place.";
    }
}

/// A reader such as [`InsurerNumber::parse`](crate::numbers::InsurerNumber::parse) refuses with a reason, so that it can be passed on as an error.
impl core::error::Error for Reason {}

impl<'de> Deserialize<'de> for Reason {
    /// As every other choice of the contract is read.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Named(Reason);

        impl<'de> Deserialize<'de> for Named {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_text(deserializer, |name| {
                    Reason::from_name(name).map(Self).ok_or_else(|| refuse(ErrorCode::UnknownChoice))
                })
            }
        }

        struct Choice;

        impl<'de> Visitor<'de> for Choice {
            type Value = Reason;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a reason")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, choice: A) -> Result<Reason, A::Error> {
                let (Named(reason), rest) = choice.variant()?;
                rest.unit_variant().map(|()| reason)
            }
        }

        deserializer.deserialize_enum("Reason", &[], Choice)
    }
}

impl Reason {
    /// Ends a verdict well.
    pub const fn is_favourable(self) -> bool {
        matches!(
            self,
            Self::Paid
                | Self::PaidInPart
                | Self::Exchanged
                | Self::Reversed
                | Self::Adjusted
                | Self::Accepted
                | Self::Booked
                | Self::Waiting
                | Self::NextInLine
                | Self::Changed
                | Self::Cancelled
                | Self::Recorded
        )
    }
}
