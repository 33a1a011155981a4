//! Symbol, number and branch number (記号・番号・枝番), by the formats of a programme's insurers.

use alloc::{format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    canonical::{canonical, is_digits, last_digits, without_leading_zeros},
    format::{Format, Presence},
    report_insurer_number,
};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{Error, ErrorCode, Reason, value::present},
    civil::Date,
    numbers::{Examined, FORM_TEXT_LIMIT, eighth_digit_fits},
    programme::{Characters, Hyphen, LeadingZeros, PartFormat, Programme},
};

/// The longest text of a field, in bytes.
const FIELD_LIMIT: usize = 128;

/// The request of `member_number.check`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberNumberRequest {
    /// The day; it selects the format.
    pub as_of: Date,
    /// The insurer number, as typed on the form; it selects the format.
    pub insurer_number: String,
    /// The symbol (記号) as entered, at most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub symbol: Option<String>,
    /// The number (番号) as entered, at most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub number: Option<String>,
    /// The branch number (枝番) as entered; absent is absent, and not 00.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub branch: Option<String>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(MemberNumberRequest { as_of, explain });

/// The answer of `member_number.check`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberNumberVerdict {
    /// `accepted`, or the first reason against it.
    pub reason: Reason,
    /// Every reason against it, in the fixed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// `member_check_digit` where the last of the eight digits of a 後期高齢者医療 number does not fit the others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Reason>,
    /// The symbol in canonical form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// The number in canonical form, shortened where the insurer uses its last digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The number's parts, where the insurer's number has parts: branch office (支部) and the rest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub number_parts: Vec<String>,
    /// The branch number's two digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// How to show it to its owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// How to show it to anyone else: all but the number's last two characters hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub masked: Option<String>,
    /// What to look the member up by within the insurer: symbol and number under the insurer's policy on zeros.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_key: Option<String>,
}

crate::base::redacted!(MemberNumberVerdict { reason, reasons, warnings });

/// Says whether a symbol, number and branch number can be right for an insurer, and gives the forms to store, show and compare.
///
/// # Errors
/// `text_too_long` above the stated lengths.
pub fn check_member_number(
    programme: &Programme,
    request: &MemberNumberRequest,
) -> Result<Decision<MemberNumberVerdict>, Error> {
    let fields = [
        ("/insurer_number", Some(&request.insurer_number), FORM_TEXT_LIMIT),
        ("/symbol", request.symbol.as_ref(), FIELD_LIMIT),
        ("/number", request.number.as_ref(), FIELD_LIMIT),
        ("/branch", request.branch.as_ref(), FIELD_LIMIT),
    ];
    for (path, text, limit) in fields {
        if text.is_some_and(|text| text.len() > limit) {
            return Err(Error::new(ErrorCode::TextTooLong, path));
        }
    }
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict, checks })
}

fn judge(programme: &Programme, request: &MemberNumberRequest, sink: &mut impl Sink) -> MemberNumberVerdict {
    let insurer = Examined::of_form(&request.insurer_number);
    let mut verdict = MemberNumberVerdict {
        reason: Reason::Accepted,
        reasons: insurer.reasons(),
        warnings: Vec::new(),
        symbol: None,
        number: None,
        number_parts: Vec::new(),
        branch: None,
        display: None,
        masked: None,
        match_key: None,
    };
    let digits = insurer.digits.filter(|_| verdict.reasons.is_empty()).map(|digits| format!("{digits}"));
    let Some(insurer_number) = digits else {
        report_insurer_number(&insurer, "insurer_number", sink);
        verdict.reason = insurer.first().unwrap_or(Reason::Empty);
        return verdict;
    };
    let format = Format::of(programme, &insurer_number, request.as_of);
    let entered = |text: &Option<String>| text.as_deref().map(canonical).filter(|text| !text.is_empty());
    let (symbol, number, branch) = (entered(&request.symbol), entered(&request.number), entered(&request.branch));

    let mut against = Against { format: &format, reasons: Vec::new() };
    let same = |part: &Option<String>| part.as_ref().is_some_and(|part| part.replace('-', "") == insurer_number);
    against.hold(!(same(&symbol) || same(&number)), Reason::InsurerNumberHere, sink);
    match (&symbol, &format.symbol) {
        (None, Presence::Required(_)) => against.hold(false, Reason::SymbolMissing, sink),
        (Some(_), Presence::None) => against.hold(false, Reason::SymbolNotExpected, sink),
        (Some(symbol), Presence::Required(part) | Presence::Optional(part)) => against.part(symbol, part, sink),
        (None, _) => {}
    }
    against.hold(number.is_some(), Reason::NumberMissing, sink);
    if let Some(number) = &number {
        against.part(number, &format.number, sink);
    }
    let branch_fits = branch.as_ref().is_none_or(|branch| branch.len() == 2 && is_digits(branch) && format.has_branch);
    against.hold(branch_fits, Reason::BranchNotTwoDigits, sink);
    if format.has_check_digit
        && let Some(fits) = number.as_deref().and_then(eighth_digit_fits)
    {
        let reason = Reason::MemberCheckDigit;
        sink.warns(fits, reason, &mut verdict.warnings, || against.check(reason));
    }
    verdict.reasons = against.reasons;
    verdict.reason = verdict.reasons.first().copied().unwrap_or(Reason::Accepted);
    if let (Reason::Accepted, Some(number)) = (verdict.reason, number) {
        fill(&mut verdict, &format, symbol, number, branch);
    }
    verdict
}

/// The forms of what was accepted.
fn fill(
    verdict: &mut MemberNumberVerdict,
    format: &Format<'_>,
    symbol: Option<String>,
    number: String,
    branch: Option<String>,
) {
    let number = match format.number.last_digits {
        Some(most) => last_digits(number, usize::from(most)),
        None => number,
    };
    let key = match format.number.leading_zeros {
        LeadingZeros::Significant => number.as_str(),
        LeadingZeros::Ignored => without_leading_zeros(&number),
    };
    verdict.match_key = Some(format!("{}:{key}", symbol.as_deref().unwrap_or_default()));
    if let Some((office, rest)) =
        format.number.office_digits.and_then(|digits| number.split_at_checked(usize::from(digits)))
    {
        verdict.number_parts = [office.into(), rest.into()].into();
    }
    let show = |symbol: Option<String>, number: String, branch: Option<String>| {
        let symbol = symbol.map(|symbol| format!("記号 {symbol} "));
        let branch = branch.map(|branch| format!(" 枝番 {branch}"));
        format!("{}番号 {number}{}", symbol.unwrap_or_default(), branch.unwrap_or_default())
    };
    let hide = |text: &str, shown: usize| {
        let hidden = text.chars().count().saturating_sub(shown);
        text.chars().enumerate().map(|(index, c)| if index < hidden { '*' } else { c }).collect::<String>()
    };
    // Of a short number nothing is shown, since its last two characters would be most of it.
    let shown = if number.chars().count() > 4 { 2 } else { 0 };
    verdict.display = Some(show(symbol.clone(), number.clone(), branch.clone()));
    let hidden = |text: &Option<String>| text.as_ref().map(|text| hide(text, 0));
    verdict.masked = Some(show(hidden(&symbol), hide(&number, shown), hidden(&branch)));
    verdict.symbol = symbol;
    verdict.number = Some(number);
    verdict.branch = branch;
}

struct Against<'a> {
    format: &'a Format<'a>,
    reasons: Vec<Reason>,
}

impl Against<'_> {
    fn check(&self, reason: Reason) -> Check {
        let check = Check::new(self.format.rule(), reason, true);
        match self.format.settings {
            Some(settings) => check.under(settings.period, settings.clause()),
            None => check,
        }
    }

    fn hold(&mut self, holds: bool, reason: Reason, sink: &mut impl Sink) {
        self.look(holds, reason, |check| check, sink);
    }

    fn look(&mut self, holds: bool, reason: Reason, read: impl FnOnce(Check) -> Check, sink: &mut impl Sink) {
        if !sink.holds(holds, || read(self.check(reason))) && !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    fn part(&mut self, text: &str, part: &PartFormat, sink: &mut impl Sink) {
        let accepted = |c: char| match part.characters {
            Characters::Digits => c.is_ascii_digit(),
            Characters::Alphanumeric => c.is_ascii_alphanumeric(),
            Characters::Any => c != ':' && !c.is_control(),
        };
        let length = text.chars().count();
        let hyphen = text.contains('-');
        self.hold(text.chars().all(|c| c == '-' || accepted(c)), Reason::CharacterNotAccepted, sink);
        let (least, most) = (part.min_length, part.max_length);
        let short = |check: Check| check.read("length", length).read("min_length", least);
        self.look(length >= usize::from(least), Reason::PartTooShort, short, sink);
        let long = |check: Check| check.read("length", length).read("max_length", most);
        self.look(length <= usize::from(most), Reason::PartTooLong, long, sink);
        self.hold(hyphen || part.hyphen != Hyphen::Required, Reason::HyphenMissing, sink);
        self.hold(!hyphen || part.hyphen != Hyphen::None, Reason::HyphenNotExpected, sink);
    }
}
