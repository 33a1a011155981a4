//! Errors: a code and a path, never the value.

use alloc::{format, string::String};
use core::fmt;

use super::registry::registry;

registry! {
    /// Why an input could not be used at all. A refusal that a rule makes is a [`Reason`](crate::Reason) instead.
    ErrorCode {
        1 "utf8_invalid" Utf8Invalid "The text is not UTF-8.";
        2 "json_syntax" JsonSyntax "The text is not JSON.";
        3 "too_large" TooLarge "The input is longer than this operation takes.";
        4 "too_deep" TooDeep "The JSON is nested deeper than 32 levels.";
        5 "unknown_key" UnknownKey "An object has a key that is not in its schema.";
        6 "duplicate_key" DuplicateKey "An object has the same key twice.";
        7 "missing_value" MissingValue "A value that is needed is absent.";
        8 "null_refused" NullRefused "A value is null; an absent value is omitted instead.";
        9 "wrong_type" WrongType "A value has another JSON type than its schema says.";
        10 "not_an_integer" NotAnInteger "A number has a fraction or an exponent.";
        11 "out_of_range" OutOfRange "A number is outside its stated range.";
        12 "unknown_choice" UnknownChoice "A string is not one of those its schema lists.";
        13 "text_empty" TextEmpty "A text that is needed is empty.";
        14 "text_too_long" TextTooLong "A text is longer than its stated limit.";
        15 "date_invalid" DateInvalid "A date is not a day of the calendar written YYYY-MM-DD.";
        16 "instant_invalid" InstantInvalid "An instant is not RFC 3339 with seconds and an offset.";
        17 "code_invalid" CodeInvalid "An identifier has other characters than a to z, 0 to 9, - and _, or not 1 to 64 of them.";
        18 "hex_invalid" HexInvalid "A text is not lower-case hexadecimal of the stated length.";
        19 "value_invalid" ValueInvalid "A value cannot be used.";
        20 "unknown_operation" UnknownOperation "There is no operation of that name.";
        21 "programme_required" ProgrammeRequired "The operation needs a programme.";
        22 "internal" Internal "The calculation reached a state that cannot be: a defect of kenpo.";
        30 "format_unknown" FormatUnknown "The document's format is not one this version reads.";
        31 "period_upside_down" PeriodUpsideDown "A period ends before it begins.";
        32 "periods_overlap" PeriodsOverlap "Two settings of which only one can hold are in effect on the same day.";
        34 "id_unknown" IdUnknown "An id names nothing in the programme.";
        35 "list_empty" ListEmpty "A list that needs an element is empty.";
        36 "tiers_unordered" TiersUnordered "Tiers do not ascend strictly.";
        37 "caps_cross" CapsCross "Two caps overlap and neither holds the other.";
        38 "scheme_invalid" SchemeInvalid "A scheme (法別番号) is not two digits of a current scheme.";
        39 "list_too_long" ListTooLong "A list of a programme document has more than 256 elements.";
        40 "sequence_unordered" SequenceUnordered "Sequence numbers do not ascend strictly.";
        41 "balance_negative" BalanceNegative "The ledger's balance falls below zero.";
        42 "sum_out_of_range" SumOutOfRange "A sum leaves the range of ±(2^53 − 1).";
        43 "ages_upside_down" AgesUpsideDown "The first age that is too old is not above the lowest age.";
        44 "deadlines_contradict" DeadlinesContradict "A deadline lies before booking opens.";
        45 "lots_differ" LotsDiffer "The opening's lots do not add up to its points.";
        46 "window_cut" WindowCut "A cap begins or ends within one of its windows.";
        47 "field_of_other_kind" FieldOfOtherKind "A ledger entry has a field that entries of its kind do not have.";
        48 "points_sign_wrong" PointsSignWrong "A ledger entry's points are negative, positive or 0 where its kind's are not.";
        49 "paid_above_earned" PaidAboveEarned "More points were paid than earned, or taken back than paid.";
        50 "entries_unordered" EntriesUnordered "Entries do not ascend strictly by tag.";
        51 "entry_repeated" EntryRepeated "The same holder stands twice.";
        52 "too_many_tickets" TooManyTickets "There are more than ten million tickets.";
        53 "draw_too_soon" DrawTooSoon "The draw is less than 86,400 seconds after the freeze.";
        54 "randomness_not_canonical" RandomnessNotCanonical "The public values are not in RFC 3797's canonical form.";
        55 "reveals_incomplete" RevealsIncomplete "There is not one reveal for each commitment.";
        56 "totals_differ" TotalsDiffer "The manifest's totals or root are not those of the entries.";
        57 "reveal_differs" RevealDiffers "A reveal does not open its commitment.";
        58 "reversal_differs" ReversalDiffers "A reversal does not give back, once, what its exchange took.";
        59 "request_key_repeated" RequestKeyRepeated "Two ledger entries have the same request key and are not of one event.";
        60 "dates_unordered" DatesUnordered "Dates or months do not ascend strictly.";
        61 "exchange_repeated" ExchangeRepeated "The same exchange stands twice.";
        62 "log_unordered" LogUnordered "Exchanges of a log are not in order of time.";
        63 "log_differs" LogDiffers "The log is not the one that the manifest binds, or does not add up to the entries.";
        64 "round_differs" RoundDiffers "The round of drand is not the one that the time of the draw gives.";
        65 "drawn_before" DrawnBefore "The draw was held before, with another manifest or other randomness.";
        66 "events_unordered" EventsUnordered "What happened after a draw is not in order of time.";
        67 "fact_undeclared" FactUndeclared "A person has a fact or a circumstance that the programme does not name.";
        68 "calendar_too_short" CalendarTooShort "A deadline is counted in business days that the calendar does not know.";
        75 "way_missing" WayMissing "A setting has none of the keys of which it needs one.";
        76 "ways_conflict" WaysConflict "A setting has two keys of which it can have one.";
        77 "window_unsuitable" WindowUnsuitable "A setting cannot have this window.";
        78 "id_taken" IdTaken "An id is that of another setting, or stands twice in a list.";
        79 "settings_differ" SettingsDiffer "Two settings of one id differ in what they have in common.";
        80 "token_repeated" TokenRepeated "Two rows of links or codes have the same number.";
        81 "row_of_another" RowOfAnother "A stored row belongs to another key or id than the request's.";
        82 "coupon_inconsistent" CouponInconsistent "A coupon's row contradicts itself.";
        86 "settings_conflict" SettingsConflict "A setting cannot stand beside another that is given.";
        87 "fold_state_invalid" FoldStateInvalid "The state is not one that a fold of this kind and draw gave.";
    }
}

impl core::error::Error for ErrorCode {}

/// An input that could not be used: what was wrong, and where.
///
/// The path is a JSON Pointer (RFC 6901) into the request or document. It never holds a value, nor a key that is not in the schema.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{code} at {path:?}")]
pub struct Error {
    code: ErrorCode,
    path: String,
}

impl Error {
    /// An error at the path, a JSON Pointer; empty for the whole input.
    pub fn new(code: ErrorCode, path: impl Into<String>) -> Self {
        Self { code, path: path.into() }
    }

    /// What was wrong.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// Where, as a JSON Pointer.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same error, seen from the value that holds this one under `segment`.
    #[must_use]
    pub fn within(self, segment: impl fmt::Display) -> Self {
        Self { code: self.code, path: format!("/{segment}{}", self.path) }
    }
}

/// What a value's own reader says when it refuses: the code's name, which the JSON layer turns back into the code.
pub(crate) fn refuse<E: serde::de::Error>(code: ErrorCode) -> E {
    E::custom(code.name())
}

/// A contradiction inside this library: what is looked up cannot be missing, and is. Debug builds panic, so that tests are loud;
/// release builds answer the error `internal` in place of a number that would be wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Internal;

impl Internal {
    /// The contradiction, said in words.
    #[cold]
    #[inline(never)]
    pub(crate) fn because(contradiction: &'static str) -> Self {
        debug_assert!(contradiction.is_empty(), "{contradiction}");
        Self
    }

    /// What was found, or the contradiction that it was not.
    ///
    /// # Errors
    /// [`Internal`] where nothing was found.
    #[inline]
    pub(crate) fn unless<T>(found: Option<T>, contradiction: &'static str) -> Result<T, Self> {
        match found {
            Some(found) => Ok(found),
            None => Err(Self::because(contradiction)),
        }
    }
}

impl From<Internal> for Error {
    fn from(_: Internal) -> Self {
        Self::new(ErrorCode::Internal, "")
    }
}
