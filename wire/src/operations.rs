//! The operations: one table, from name to what is run.

use kenpo_core::{
    Decision, ErrorCode, Posting, Programme, account,
    booking::{self, BookVerdict, Booking, BookingExpect},
    card, coupon, eligibility, forms, lottery, points, registration, steps, subsidy, support, typed, voucher,
};

use crate::{
    Failure,
    accrue::accrue,
    limits::{BATCH_LIMIT, KIB, MIB},
    part::Part,
    programme::{ProgrammeVerdict, check, compare},
    write::Text,
};
#[cfg(feature = "schema")]
use crate::{envelope::Item, programme::ProgrammeRequest};

/// An operation of the table.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `points.accrue`.
    pub name: &'static str,
    /// Its area, such as `points`: the Cargo feature of this crate that it comes with.
    pub area: &'static str,
    /// Whether it reads a programme.
    pub needs_programme: bool,
    /// The longest request, in bytes.
    pub limit: usize,
    /// How often the bytes of the request and of the programme's document, together, an answer may have, where it has more than
    /// [`ANSWER_FLOOR`](crate::ANSWER_FLOOR) bytes; of a batch, the whole of it.
    pub multiple: usize,
    pub(crate) run: Run,
}

type Run = fn(Option<&Programme>, &Part<'_>, &mut Text) -> Result<(), Failure>;

macro_rules! operations {
    ($($area:tt $name:literal, $limit:expr, $multiple:expr, $request:ty => $answer:ty, $kind:ident $run:expr;)+) => {
        /// Every operation of the areas that are built in, in the order of their names. Each but those named `lottery.` is also there as `<name>.batch`.
        pub const OPERATIONS: &[Operation] = &[$(#[cfg(feature = $area)] Operation {
            name: $name,
            area: $area,
            needs_programme: operations!(@needs $kind),
            limit: $limit,
            multiple: $multiple,
            run: |programme, part, out| operations!(@run $kind programme, part, out, $request, $answer, $run),
        },)+];

        /// Each operation's name, and the schemas of its request and its answer.
        #[cfg(feature = "schema")]
        pub(crate) fn schemas(generator: &mut schemars::SchemaGenerator) -> Vec<(&'static str, [schemars::Schema; 2])> {
            vec![$(#[cfg(feature = $area)] (
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
        Ok($out.append(&answer)?)
    }};
    (@run programme $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {{
        let programme = required($programme)?;
        let request: $request = $part.read()?;
        let answer: $answer = $run(programme, &request).map_err(|error| $part.place(error))?;
        Ok($out.append(&answer)?)
    }};
    (@run custom $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {{
        let _ = $programme;
        let answer: $answer = $run($part)?;
        Ok($out.append(&answer)?)
    }};
    (@run written_programme $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {
        $run(required($programme)?, $part, $out)
    };
    (@run custom_programme $programme:ident, $part:ident, $out:ident, $request:ty, $answer:ty, $run:expr) => {{
        let answer: $answer = $run(required($programme)?, $part)?;
        Ok($out.append(&answer)?)
    }};
}

operations! {
    "account" "account.access", 64 * KIB, 64, account::AccessRequest => Decision<account::AccessVerdict>, programme account::access;
    "account" "account.act", 64 * KIB, 64, account::ActRequest => Decision<account::ActVerdict>, programme account::act;
    "account" "account.challenge", 64 * KIB, 64, account::ChallengeRequest => Decision<account::ChallengeVerdict>, programme account::challenge;
    "account" "account.first_password", 64 * KIB, 64, account::FirstPasswordRequest => Decision<account::FirstPasswordVerdict>, programme account::first_password;
    "account" "account.issue_token", MIB, 64, account::IssueTokenRequest => Posting<account::IssueTokenVerdict, account::Token, account::TokenExpect>, programme account::issue_token;
    "account" "account.password_term", 64 * KIB, 64, account::PasswordTermRequest => Decision<account::PasswordTermVerdict>, programme account::password_term;
    "account" "account.proceed", 64 * KIB, 64, account::ProceedRequest => Posting<account::ProceedVerdict, account::ProcedureRow, account::ProcedureExpect>, programme account::proceed;
    "account" "account.redeem_token", MIB, 64, account::RedeemTokenRequest => Posting<account::RedeemTokenVerdict, account::Token, account::TokenExpect>, programme account::redeem_token;
    "account" "account.reissue", 64 * KIB, 64, account::ReissueRequest => Decision<account::ReissueVerdict>, programme account::reissue;
    "account" "account.set_password", 64 * KIB, 64, account::SetPasswordRequest => Posting<account::SetPasswordVerdict, account::PasswordRow>, programme account::set_password;
    "account" "account.sign_in", 64 * KIB, 64, account::SignInRequest => Posting<account::SignInVerdict, account::Attempts, account::AttemptsExpect>, programme account::sign_in;
    "account" "account.verification", 64 * KIB, 64, account::VerificationRequest => Decision<account::VerificationVerdict>, programme account::verification;
    "card" "age.count", 64 * KIB, 64, forms::AgeRequest => Decision<forms::AgeVerdict>, plain forms::count_age;
    "booking" "booking.attend", MIB, 64, booking::AttendRequest => Posting<booking::AttendVerdict, Booking, BookingExpect>, programme booking::attend;
    "booking" "booking.book", MIB, 64, booking::BookRequest => Posting<BookVerdict, Booking, BookingExpect>, programme booking::book;
    "booking" "booking.cancel", MIB, 64, booking::CancelRequest => Posting<booking::CancelVerdict, Booking, BookingExpect>, programme booking::cancel;
    "booking" "booking.change", MIB, 64, booking::ChangeRequest => Posting<BookVerdict, Booking, BookingExpect>, programme booking::change;
    "booking" "booking.deadlines", 64 * KIB, 64, booking::DeadlinesRequest => Decision<booking::DeadlinesVerdict>, programme booking::deadlines;
    "booking" "booking.history", MIB, 64, booking::HistoryRequest => Decision<booking::HistoryVerdict>, programme booking::history;
    "booking" "booking.next", MIB, 64, booking::NextRequest => Posting<booking::NextVerdict, Booking, BookingExpect>, programme booking::next;
    "booking" "booking.notices", 64 * KIB, 64, booking::NoticesRequest => Decision<booking::NoticesVerdict>, programme booking::notices;
    "booking" "booking.slots", 8 * MIB, 64, booking::SlotsRequest => Decision<booking::SlotsVerdict>, programme booking::slots;
    "card" "card.papers", 64 * KIB, 64, card::PapersRequest => Decision<card::PapersVerdict>, plain card::papers;
    "coupon" "coupon.issue", 64 * KIB, 64, coupon::CouponRequest => Posting<coupon::CouponVerdict, coupon::Coupon, coupon::CouponExpect>, programme coupon::issue;
    "coupon" "coupon.read", 64 * KIB, 64, coupon::ReadCouponRequest => Decision<coupon::ReadCouponVerdict>, plain coupon::read;
    "coupon" "coupon.redeem", MIB, 64, coupon::RedeemCouponRequest => Posting<coupon::RedeemCouponVerdict, coupon::Coupon, coupon::CouponExpect>, programme coupon::redeem;
    "coupon" "coupon.status", MIB, 64, coupon::CouponStatusRequest => Decision<coupon::CouponStatusVerdict>, plain coupon::status;
    "coupon" "coupon.void", 64 * KIB, 64, coupon::VoidCouponRequest => Posting<coupon::VoidCouponVerdict, coupon::Coupon, coupon::CouponExpect>, plain coupon::void;
    "card" "date.read", 64 * KIB, 64, forms::DateRequest => Decision<forms::DateVerdict>, plain forms::check_date;
    "eligibility" "eligibility.check", MIB, 64, eligibility::EligibilityRequest => Decision<eligibility::EligibilityVerdict>, programme eligibility::check;
    "eligibility" "eligibility.review", 8 * MIB, 64, eligibility::ReviewRequest => Decision<eligibility::ReviewVerdict>, programme eligibility::review;
    "eligibility" "eligibility.year", MIB, 64, eligibility::YearRequest => Decision<eligibility::YearVerdict>, programme eligibility::year;
    "card" "identifier.read", 64 * KIB, 64, card::IdentifierRequest => Decision<card::IdentifierReadVerdict>, plain card::read_identifier;
    "card" "identifier.write", 64 * KIB, 64, card::WriteIdentifierRequest => Decision<card::IdentifierVerdict>, plain card::write_identifier;
    "card" "insurer_number.check", 64 * KIB, 64, card::InsurerNumberRequest => Decision<card::InsurerNumberVerdict>, plain card::check_insurer_number;
    "card" "insurer_number.interchange", 64 * KIB, 64, card::InsurerNumberRequest => Decision<card::InsurerNumberVerdict>, plain card::read_interchange;
    "draw" "lottery.check_heads", 64 * KIB, 64, lottery::CheckHeadsRequest => Decision<lottery::CheckHeadsVerdict>, plain lottery::check_heads;
    "draw" "lottery.check_receipt", MIB, 64, lottery::CheckReceiptRequest => Decision<lottery::CheckReceiptVerdict>, plain lottery::check_receipt;
    "draw" "lottery.draw", 256 * MIB, 256, lottery::DrawRequest => Decision<lottery::DrawVerdict>, plain lottery::draw;
    "draw" "lottery.enter", 256 * MIB, 64, lottery::EnterRequest => Posting<lottery::EnterVerdict, lottery::HolderRow>, plain lottery::enter;
    "draw_terms" "lottery.fold_draw", 256 * MIB, 256, lottery::FoldDrawRequest => Decision<lottery::FoldDrawVerdict>, plain lottery::fold_draw;
    "draw_terms" "lottery.fold_list", 256 * MIB, 64, lottery::FoldListRequest => Decision<lottery::FoldListVerdict>, plain lottery::fold_list;
    "draw_terms" "lottery.fold_log", 256 * MIB, 64, lottery::FoldLogRequest => Decision<lottery::FoldLogVerdict>, plain lottery::fold_log;
    "draw" "lottery.freeze", 256 * MIB, 64, lottery::FreezeRequest => Decision<lottery::FreezeVerdict>, plain lottery::freeze;
    "draw_terms" "lottery.freeze_scheduled", 256 * MIB, 64, lottery::FreezeScheduledRequest => Decision<lottery::FreezeVerdict>, programme lottery::freeze_scheduled;
    "draw" "lottery.log", 256 * MIB, 64, lottery::LogRequest => Decision<lottery::LogVerdict>, plain lottery::log;
    "draw" "lottery.member_view", 256 * MIB, 64, lottery::MemberViewRequest => Decision<lottery::MemberViewVerdict>, plain lottery::member_view;
    "draw" "lottery.receipts", 256 * MIB, 64, lottery::ReceiptsRequest => Decision<lottery::ReceiptsVerdict>, plain lottery::receipts;
    "draw_terms" "lottery.schedule", 64 * KIB, 64, lottery::ScheduleRequest => Decision<lottery::ScheduleVerdict>, programme lottery::schedule;
    "draw" "lottery.score", 64 * KIB, 64, lottery::ScoreRequest => Decision<lottery::ScoreVerdict>, plain lottery::score;
    "draw_terms" "lottery.settle", 256 * MIB, 64, lottery::SettleDrawRequest => Decision<lottery::SettleDrawVerdict>, programme lottery::settle;
    "draw_terms" "lottery.tickets", 256 * MIB, 64, lottery::TicketsRequest => Decision<lottery::TicketsVerdict>, programme lottery::tickets;
    "draw" "lottery.verify", 256 * MIB, 64, lottery::VerifyRequest => Decision<lottery::VerifyVerdict>, plain lottery::verify;
    "registration" "member_number.check", 64 * KIB, 64, card::MemberNumberRequest => Decision<card::MemberNumberVerdict>, programme card::check_member_number;
    "registration" "member_number.form", 64 * KIB, 64, card::FormRequest => Decision<card::FormVerdict>, programme card::form;
    "card" "name.check", 64 * KIB, 64, forms::NameRequest => Decision<forms::NameVerdict>, plain forms::check_name;
    "card" "name.compare", 64 * KIB, 64, forms::NameCompareRequest => Decision<forms::NameCompareVerdict>, plain forms::compare_names;
    "points" "points.accrue", 8 * MIB, 256, points::AccrueRequest => Posting<points::AccrueVerdict<Vec<Item<points::ArrivalVerdict>>>, points::Entry>, written_programme accrue;
    "points" "points.adjust", 8 * MIB, 64, points::AdjustRequest => Posting<points::AdjustVerdict, points::Entry>, programme points::adjust;
    "points" "points.balance", 8 * MIB, 64, points::BalanceRequest => Decision<points::BalanceVerdict>, plain points::balance;
    "points" "points.compare", 8 * MIB, 64, points::CompareRequest => Decision<points::CompareVerdict>, custom_programme compare;
    "points" "points.earn", 8 * MIB, 64, points::EarnRequest => Posting<points::EarnVerdict, points::Entry>, programme points::earn;
    "points" "points.exchange", 8 * MIB, 64, points::ExchangeRequest => Posting<points::ExchangeVerdict, points::Entry, points::ExchangeExpect>, programme points::exchange;
    "points" "points.purse", 64 * KIB, 64, points::PurseRequest => Decision<points::PurseVerdict>, programme points::purse;
    "points" "points.reverse", 8 * MIB, 64, points::ReverseRequest => Posting<points::ReverseVerdict, points::Entry>, programme points::reverse;
    "points" "points.settle", 8 * MIB, 64, points::SettleRequest => Posting<points::EarnVerdict, points::Entry>, programme points::settle;
    "points" "points.summary", BATCH_LIMIT, 64, points::SummaryRequest => Decision<points::SummaryVerdict>, plain points::summary;
    "programme" "programme.check", MIB, 64, ProgrammeRequest => Decision<ProgrammeVerdict>, custom check;
    "programme" "programme.typed", 64 * KIB, 64, typed::TypedRequest => Decision<typed::TypedVerdict>, programme typed::typed;
    "registration" "registration.check", 64 * KIB, 64, registration::RegistrationRequest => Decision<registration::RegistrationVerdict>, programme registration::check;
    "registration" "registration.group", 64 * KIB, 64, registration::GroupRequest => Decision<registration::GroupVerdict>, programme registration::group;
    "registration" "registration.identify", 512 * KIB, 64, registration::IdentityRequest => Decision<registration::IdentityVerdict>, programme registration::identify;
    "points" "steps.achievement", 64 * KIB, 64, points::AchievementRequest => Decision<points::AchievementVerdict>, programme points::achievement;
    "points" "steps.collect", 8 * MIB, 64, steps::CollectRequest => Decision<steps::CollectVerdict>, programme steps::collect;
    "subsidy" "subsidy.claim", MIB, 64, subsidy::SubsidyRequest => Decision<subsidy::SubsidyVerdict>, programme subsidy::claim;
    "account" "support.hours", 64 * KIB, 64, support::SupportRequest => Decision<support::SupportVerdict>, programme support::hours;
    "coupon" "voucher.check", MIB, 64, voucher::VoucherRequest => Decision<voucher::VoucherVerdict>, programme voucher::check;
}

/// The programme of an operation that reads one.
///
/// # Errors
/// `programme_required`.
pub(crate) fn required(programme: Option<&Programme>) -> Result<&Programme, Failure> {
    programme.ok_or_else(|| Failure::of(ErrorCode::ProgrammeRequired))
}
