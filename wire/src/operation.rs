//! The operations: one table, from name to what is run.

use kenpo_core::{
    Decision, Error, ErrorCode, Posting, Programme, VERSION,
    booking::{self, BookVerdict, Booking, BookingExpect},
    card, coupon, eligibility, forms, lottery, points, registration, steps, subsidy,
    value::{Clause, Code, Hex},
    voucher,
};
use serde::{Deserialize, Serialize};

use crate::{
    Failure,
    accrue::accrue,
    part::Part,
    programme::{parse_part, parse_programme},
    read::{Raw, from_part},
    source::Source,
    write::append,
};

/// An operation of the table.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `points.accrue`.
    pub name: &'static str,
    /// Whether it reads a programme.
    pub needs_programme: bool,
    /// The longest request, in bytes.
    pub limit: usize,
    run: Run,
}

type Run = fn(Option<&Programme>, &Part<'_>, &mut Vec<u8>) -> Result<(), Failure>;

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// The longest batch, in bytes.
pub(crate) const BATCH_LIMIT: usize = 64 * MIB;

/// Appended to an operation's name, asks it for each of `items`.
const BATCH: &str = ".batch";

macro_rules! operations {
    ($($(#[$doc:meta])* $name:literal, $limit:expr, $request:ty => $answer:ty, $kind:ident $run:expr;)+) => {
        /// Every operation. Each but those of the draw is also there as `<name>.batch`.
        pub const OPERATIONS: &[Operation] = &[$(Operation {
            name: $name,
            needs_programme: operations!(@needs $kind),
            limit: $limit,
            run: |programme, part, out| operations!(@run $kind programme, part, out, $request, $answer, $run),
        },)+];

        /// Each operation's name, and the schemas of its request and its answer.
        #[cfg(feature = "schema")]
        pub(crate) fn schemas(generator: &mut schemars::SchemaGenerator) -> Vec<(&'static str, [schemars::Schema; 2])> {
            vec![$((
                $name,
                [generator.subschema_for::<operations!(@schema $request)>(), generator.subschema_for::<$answer>()],
            ),)+]
        }
    };
    (@schema $request:ty) => { $request };
    (@needs plain) => { false };
    (@needs programme) => { true };
    (@needs custom) => { false };
    (@needs custom_programme) => { true };
    (@needs written_programme) => { true };
    (@run plain $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {{
        let _ = $programme;
        let request: $request = $part.read()?;
        let answer: $answer = $run(&request).map_err(|error| $part.place(error))?;
        write(&answer, $out)
    }};
    (@run programme $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {{
        let programme = required($programme)?;
        let request: $request = $part.read()?;
        let answer: $answer = $run(programme, &request).map_err(|error| $part.place(error))?;
        write(&answer, $out)
    }};
    (@run custom $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {{
        let _ = $programme;
        let answer: $answer = $run($part)?;
        write(&answer, $out)
    }};
    (@run written_programme $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {
        $run(required($programme)?, $part, $out)
    };
    (@run custom_programme $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {{
        let answer: $answer = $run(required($programme)?, $part)?;
        write(&answer, $out)
    }};
}

operations! {
    "age.count", 64 * KIB, forms::AgeRequest => Decision<forms::AgeVerdict>, plain forms::count_age;
    "booking.attend", MIB, booking::AttendRequest => Posting<booking::AttendVerdict, Booking, BookingExpect>, programme booking::attend;
    "booking.book", MIB, booking::BookRequest => Posting<BookVerdict, Booking, BookingExpect>, programme booking::book;
    "booking.cancel", MIB, booking::CancelRequest => Posting<booking::CancelVerdict, Booking, BookingExpect>, programme booking::cancel;
    "booking.change", MIB, booking::ChangeRequest => Posting<BookVerdict, Booking, BookingExpect>, programme booking::change;
    "booking.deadlines", 64 * KIB, booking::DeadlinesRequest => Decision<booking::DeadlinesVerdict>, programme booking::deadlines;
    "booking.history", MIB, booking::HistoryRequest => Decision<booking::HistoryVerdict>, programme booking::history;
    "booking.notices", 64 * KIB, booking::NoticesRequest => Decision<booking::NoticesVerdict>, programme booking::notices;
    "booking.slots", 8 * MIB, booking::SlotsRequest => Decision<booking::SlotsVerdict>, programme booking::slots;
    "card.papers", 64 * KIB, card::PapersRequest => Decision<card::PapersVerdict>, plain card::papers;
    "coupon.issue", 64 * KIB, coupon::CouponRequest => Decision<coupon::CouponVerdict>, programme coupon::issue;
    "date.read", 64 * KIB, forms::DateRequest => Decision<forms::DateVerdict>, plain forms::check_date;
    "eligibility.check", MIB, eligibility::EligibilityRequest => Decision<eligibility::EligibilityVerdict>, programme eligibility::check;
    "eligibility.review", 8 * MIB, eligibility::ReviewRequest => Decision<eligibility::ReviewVerdict>, programme eligibility::review;
    "eligibility.year", MIB, eligibility::YearRequest => Decision<eligibility::YearVerdict>, programme eligibility::year;
    "identifier.read", 64 * KIB, card::IdentifierRequest => Decision<card::IdentifierReadVerdict>, plain card::read_identifier;
    "identifier.write", 64 * KIB, card::IdentifierParts => Decision<card::IdentifierVerdict>, plain card::write_identifier;
    "insurer_number.check", 64 * KIB, card::InsurerNumberRequest => Decision<card::InsurerNumberVerdict>, plain card::check_insurer_number;
    "insurer_number.interchange", 64 * KIB, card::InsurerNumberRequest => Decision<card::InsurerNumberVerdict>, plain card::read_interchange;
    "lottery.draw", 256 * MIB, lottery::DrawRequest => Decision<lottery::DrawVerdict>, plain lottery::draw;
    "lottery.enter", 256 * MIB, lottery::EnterRequest => Posting<lottery::EnterVerdict, lottery::HolderRow>, plain lottery::enter;
    "lottery.freeze", 256 * MIB, lottery::FreezeRequest => Decision<lottery::FreezeVerdict>, plain lottery::freeze;
    "lottery.verify", 256 * MIB, lottery::VerifyRequest => Decision<lottery::VerifyVerdict>, plain lottery::verify;
    "member_number.check", 64 * KIB, card::MemberNumberRequest => Decision<card::MemberNumberVerdict>, programme card::check_member_number;
    "member_number.form", 64 * KIB, card::FormRequest => Decision<card::FormVerdict>, programme card::form;
    "name.check", 64 * KIB, forms::NameRequest => Decision<forms::NameVerdict>, plain forms::check_name;
    "points.accrue", 8 * MIB, points::AccrueRequest => Posting<points::AccrueVerdict<Vec<Item<points::ArrivalVerdict>>>, points::Entry>, written_programme accrue;
    "points.adjust", 8 * MIB, points::AdjustRequest => Posting<points::AdjustVerdict, points::Entry>, programme points::adjust;
    "points.balance", 8 * MIB, points::BalanceRequest => Decision<points::BalanceVerdict>, plain points::balance;
    "points.compare", 8 * MIB, points::CompareRequest => Decision<points::CompareVerdict>, custom_programme compare;
    "points.earn", 8 * MIB, points::EarnRequest => Posting<points::EarnVerdict, points::Entry>, programme points::earn;
    "points.exchange", 8 * MIB, points::ExchangeRequest => Posting<points::ExchangeVerdict, points::Entry>, programme points::exchange;
    "points.purse", 64 * KIB, points::PurseRequest => Decision<points::PurseVerdict>, programme points::purse;
    "points.reverse", 8 * MIB, points::ReverseRequest => Posting<points::ReverseVerdict, points::Entry>, programme points::reverse;
    "points.settle", 8 * MIB, points::SettleRequest => Posting<points::EarnVerdict, points::Entry>, programme points::settle;
    "points.summary", BATCH_LIMIT, points::SummaryRequest => Decision<points::SummaryVerdict>, plain points::summary;
    "programme.check", MIB, ProgrammeRequest => Decision<ProgrammeVerdict>, custom check_programme;
    "registration.group", 64 * KIB, registration::GroupRequest => Decision<registration::GroupVerdict>, programme registration::group;
    "registration.identify", 512 * KIB, registration::IdentityRequest => Decision<registration::IdentityVerdict>, programme registration::identify;
    "registration.check", 64 * KIB, registration::RegistrationRequest => Decision<registration::RegistrationVerdict>, programme registration::check;
    "steps.achievement", 64 * KIB, points::AchievementRequest => Decision<points::AchievementVerdict>, programme points::achievement;
    "steps.collect", 8 * MIB, steps::CollectRequest => Decision<steps::CollectVerdict>, programme steps::collect;
    "subsidy.claim", MIB, subsidy::SubsidyRequest => Decision<subsidy::SubsidyVerdict>, programme subsidy::claim;
    "voucher.check", MIB, voucher::VoucherRequest => Decision<voucher::VoucherVerdict>, programme voucher::check;
}

/// One answer of many: what was decided, or why this one could not be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item<A> {
    /// What was decided.
    Answer(A),
    /// Why this one could not be decided.
    Error(Failure),
}

impl<A> From<Result<A, Failure>> for Item<A> {
    fn from(result: Result<A, Failure>) -> Self {
        match result {
            Ok(answer) => Self::Answer(answer),
            Err(failure) => Self::Error(failure),
        }
    }
}

/// The whole of an answer: who answered, by which programme, and what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answered<A> {
    /// The library's version.
    pub kenpo: &'static str,
    /// The programme that was read, where the operation reads one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeRef>,
    /// The answer.
    pub answer: A,
}

/// Which programme answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgrammeRef {
    /// The document's id.
    pub id: Code,
    /// The document's version.
    pub version: Clause,
    /// SHA-256 of the document's bytes.
    pub digest: Hex<32>,
}

impl ProgrammeRef {
    fn of(programme: &Programme) -> Self {
        let document = programme.document();
        Self { id: document.id.clone(), version: document.version.clone(), digest: programme.digest() }
    }
}

/// Answers an operation: JSON in, JSON out.
///
/// # Errors
/// What could not be used, with its place. Nothing of the answer is given then.
pub fn answer(programme: Option<&Programme>, operation: &[u8], request: &[u8]) -> Result<Vec<u8>, Failure> {
    let name = std::str::from_utf8(operation).map_err(|_| Failure::of(ErrorCode::UnknownOperation))?;
    let (single, batch) = name.strip_suffix(BATCH).map_or((name, false), |single| (single, true));
    // A draw may be longer than a batch, and a few bytes can ask for ten million hashes: it is asked by itself.
    let operation = OPERATIONS.iter().find(|known| known.name == single && !(batch && known.limit > BATCH_LIMIT));
    let operation = operation.ok_or_else(|| Failure::of(ErrorCode::UnknownOperation))?;
    let programme = if operation.needs_programme { Some(required(programme)?) } else { None };
    if request.len() > if batch { BATCH_LIMIT } else { operation.limit } {
        return Err(Failure::of(ErrorCode::TooLarge));
    }
    let text = std::str::from_utf8(request).map_err(|_| Failure::of(ErrorCode::Utf8Invalid))?;

    // An answer that has a row for each record is some five times as long as what was asked.
    let mut out = Vec::with_capacity(request.len().saturating_mul(8).clamp(4 * KIB, MIB / 4));
    envelope(programme, &mut out)?;
    if batch {
        answer_batch(operation, programme, text, &mut out)?;
    } else {
        out.extend_from_slice(b"\"answer\":");
        let source = Source::new(text);
        (operation.run)(programme, &Part { source: &source, start: 0, end: text.len(), path: &"" }, &mut out)?;
    }
    out.push(b'}');
    Ok(out)
}

/// The keys before `answer` or `items`, as [`Answered`] has them.
fn envelope(programme: Option<&Programme>, out: &mut Vec<u8>) -> Result<(), Failure> {
    out.extend_from_slice(b"{\"kenpo\":");
    write(&VERSION, out)?;
    if let Some(programme) = programme {
        out.extend_from_slice(b",\"programme\":");
        write(&ProgrammeRef::of(programme), out)?;
    }
    out.push(b',');
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch<'a> {
    #[serde(borrow)]
    items: Vec<Raw<'a>>,
}

fn answer_batch(
    operation: &Operation,
    programme: Option<&Programme>,
    text: &str,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    let source = Source::new(text);
    let batch: Batch<'_> = from_part(&source, 0, text.len(), &"")?;
    out.extend_from_slice(b"\"items\":[");
    for (index, item) in batch.items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        let (start, end) = item.span(text);
        let path = format_args!("/items/{index}");
        let before = out.len();
        out.extend_from_slice(b"{\"answer\":");
        let answered = if end.saturating_sub(start) > operation.limit {
            Err(source.place(Failure { path: path.to_string(), ..Failure::of(ErrorCode::TooLarge) }, start))
        } else {
            (operation.run)(programme, &Part { source: &source, start, end, path: &path }, out)
        };
        match answered {
            Ok(()) => out.push(b'}'),
            Err(failure) => {
                out.truncate(before);
                write(&Item::<()>::Error(failure), out)?;
            }
        }
    }
    out.push(b']');
    Ok(())
}

fn required(programme: Option<&Programme>) -> Result<&Programme, Failure> {
    programme.ok_or_else(|| Failure::of(ErrorCode::ProgrammeRequired))
}

pub(crate) fn write(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Failure> {
    // Answers hold only what is written.
    append(value, out).map_err(|_| Failure::of(ErrorCode::ValueInvalid))
}

fn compare(programme: &Programme, part: &Part<'_>) -> Result<Decision<points::CompareVerdict>, Failure> {
    let request: points::CompareRequest = part.read()?;
    let other = parse_programme(request.other.as_bytes()).map_err(|failure| {
        // Where in the document, and in which line of the request that is.
        let path = format!("/other{}", failure.path);
        Failure { path: format!("{}{path}", part.path), ..part.place(Error::new(failure.code, "/other")) }
    })?;
    points::compare(programme, &other, &request).map_err(|error| part.place(error))
}

/// What `programme.check` is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProgrammeRequest<'a> {
    #[serde(borrow)]
    document: Raw<'a>,
}

/// What `programme.check` is asked.
#[cfg(feature = "schema")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, schemars::JsonSchema)]
pub struct ProgrammeRequest {
    /// The programme document, at most 1 MiB with the request around it.
    pub document: kenpo_core::programme::Document,
}

/// What `programme.check` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgrammeVerdict {
    /// The programme that the document makes.
    pub programme: ProgrammeRef,
}

fn check_programme(part: &Part<'_>) -> Result<Decision<ProgrammeVerdict>, Failure> {
    let request: RawProgrammeRequest<'_> = part.read()?;
    let (start, end) = request.document.span(part.source.text);
    let programme = parse_part(part.source, start, end, &format_args!("{}/document", part.path))?;
    Ok(Decision { verdict: ProgrammeVerdict { programme: ProgrammeRef::of(&programme) }, checks: Vec::new() })
}
