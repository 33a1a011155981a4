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
    ($(#[doc = $description:literal] $area:tt $name:literal, $limit:expr, $multiple:expr, $request:ty => $answer:ty, $kind:ident $run:expr;)+) => {
        /// Every operation of the areas that are built in, in the order of their names. Each but those named `lottery.` is also there as `<name>.batch`.
        pub const OPERATIONS: &[Operation] = &[$(#[cfg(feature = $area)] Operation {
            name: $name,
            area: $area,
            needs_programme: operations!(@needs $kind),
            limit: $limit,
            multiple: $multiple,
            run: |programme, part, out| operations!(@run $kind programme, part, out, $request, $answer, $run),
        },)+];

        /// Each operation's name, what it is described by, and the schemas of its request and its answer. The descriptions are in no product.
        #[cfg(feature = "schema")]
        pub(crate) fn described(generator: &mut schemars::SchemaGenerator) -> Vec<(&'static str, &'static str, [schemars::Schema; 2])> {
            vec![$(#[cfg(feature = $area)] (
                $name,
                $description,
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
    /// Says whether a feature of an account opens, what is missing, and what the member can do next.
    "account" "account.access", 64 * KIB, 64, account::AccessRequest => Decision<account::AccessVerdict>, programme account::access;
    /// Says whether someone of a household may do something with the account, such as change its login ID.
    "account" "account.act", 64 * KIB, 64, account::ActRequest => Decision<account::ActVerdict>, programme account::act;
    /// Says whether an image challenge (CAPTCHA) is shown with the sign-in form, and how hard it is.
    "account" "account.challenge", 64 * KIB, 64, account::ChallengeRequest => Decision<account::ChallengeVerdict>, programme account::challenge;
    /// Derives the password with which a household signs in for the first time, for the host to hash.
    "account" "account.first_password", 64 * KIB, 64, account::FirstPasswordRequest => Decision<account::FirstPasswordVerdict>, programme account::first_password;
    /// Makes a link or a one-time code to send by mail, and voids every earlier one of the account and purpose.
    "account" "account.issue_token", MIB, 64, account::IssueTokenRequest => Posting<account::IssueTokenVerdict, account::Token, account::TokenExpect>, programme account::issue_token;
    /// Says how long a password is valid, and whether that time is over.
    "account" "account.password_term", 64 * KIB, 64, account::PasswordTermRequest => Decision<account::PasswordTermVerdict>, programme account::password_term;
    /// Takes a procedure, such as registering, a step further, and says what the next step needs.
    "account" "account.proceed", 64 * KIB, 64, account::ProceedRequest => Posting<account::ProceedVerdict, account::ProcedureRow, account::ProcedureExpect>, programme account::proceed;
    /// Says whether a link or a one-time code can be used now, and uses it: each serves once.
    "account" "account.redeem_token", MIB, 64, account::RedeemTokenRequest => Posting<account::RedeemTokenVerdict, account::Token, account::TokenExpect>, programme account::redeem_token;
    /// Says when something that was lost, such as a postcard with a code, arrives again by post.
    "account" "account.reissue", 64 * KIB, 64, account::ReissueRequest => Decision<account::ReissueVerdict>, programme account::reissue;
    /// Says whether a password can be set, with every condition that it does not meet.
    "account" "account.set_password", 64 * KIB, 64, account::SetPasswordRequest => Posting<account::SetPasswordVerdict, account::PasswordRow>, programme account::set_password;
    /// Says whether someone is signed in, and what to keep of the attempt.
    "account" "account.sign_in", 64 * KIB, 64, account::SignInRequest => Posting<account::SignInVerdict, account::Attempts, account::AttemptsExpect>, programme account::sign_in;
    /// Says what is photographed for an access verification: the sides of the paper, and the face in two poses.
    "account" "account.verification", 64 * KIB, 64, account::VerificationRequest => Decision<account::VerificationVerdict>, programme account::verification;
    /// Counts an age on a day by every convention that insurers publish.
    "card" "age.count", 64 * KIB, 64, forms::AgeRequest => Decision<forms::AgeVerdict>, plain forms::count_age;
    /// Records whether a person came to a booking, and says what it costs.
    "booking" "booking.attend", MIB, 64, booking::AttendRequest => Posting<booking::AttendVerdict, Booking, BookingExpect>, programme booking::attend;
    /// Says whether a person may book a slot, with every reason against it, and gives the booking to store.
    "booking" "booking.book", MIB, 64, booking::BookRequest => Posting<BookVerdict, Booking, BookingExpect>, programme booking::book;
    /// Cancels a booking where its deadline allows it; afterwards the person may book again.
    "booking" "booking.cancel", MIB, 64, booking::CancelRequest => Posting<booking::CancelVerdict, Booking, BookingExpect>, programme booking::cancel;
    /// Changes a booking to another slot; where that is refused, the old booking stays as it is.
    "booking" "booking.change", MIB, 64, booking::ChangeRequest => Posting<BookVerdict, Booking, BookingExpect>, programme booking::change;
    /// Gives the last instants to book, change and cancel for a date.
    "booking" "booking.deadlines", 64 * KIB, 64, booking::DeadlinesRequest => Decision<booking::DeadlinesVerdict>, programme booking::deadlines;
    /// Lists a person's bookings, and says of each whether it counts as the one use of its fiscal year and what it costs.
    "booking" "booking.history", MIB, 64, booking::HistoryRequest => Decision<booking::HistoryVerdict>, programme booking::history;
    /// Says who is next on a slot's waiting list, and gives that person the place.
    "booking" "booking.next", MIB, 64, booking::NextRequest => Posting<booking::NextVerdict, Booking, BookingExpect>, programme booking::next;
    /// Says what is to be sent after something has happened to a booking, and when.
    "booking" "booking.notices", 64 * KIB, 64, booking::NoticesRequest => Decision<booking::NoticesVerdict>, programme booking::notices;
    /// Says how a person sees slots at an instant: already booked, outside the booking period, waited for, full or free.
    "booking" "booking.slots", 8 * MIB, 64, booking::SlotsRequest => Decision<booking::SlotsVerdict>, programme booking::slots;
    /// Says from which papers and screens a member may read the numbers on a day, and what each of them proves.
    "card" "card.papers", 64 * KIB, 64, card::PapersRequest => Decision<card::PapersVerdict>, plain card::papers;
    /// Says what a coupon issued on a day is worth and when it expires; on request it makes the code, and the row to store.
    "coupon" "coupon.issue", 64 * KIB, 64, coupon::CouponRequest => Posting<coupon::CouponVerdict, coupon::Coupon, coupon::CouponExpect>, programme coupon::issue;
    /// Reads a coupon's code as it was entered; whether there is such a coupon is not looked at.
    "coupon" "coupon.read", 64 * KIB, 64, coupon::ReadCouponRequest => Decision<coupon::ReadCouponVerdict>, plain coupon::read;
    /// Uses a coupon by its code: as a whole, or in parts where the programme allows it, and never more than it is worth.
    "coupon" "coupon.redeem", MIB, 64, coupon::RedeemCouponRequest => Posting<coupon::RedeemCouponVerdict, coupon::Coupon, coupon::CouponExpect>, programme coupon::redeem;
    /// Gives the state of each coupon at an instant, and what is left of it.
    "coupon" "coupon.status", MIB, 64, coupon::CouponStatusRequest => Decision<coupon::CouponStatusVerdict>, plain coupon::status;
    /// Makes a coupon void that was lost, stolen or given out by mistake; what was used of it stays used.
    "coupon" "coupon.void", 64 * KIB, 64, coupon::VoidCouponRequest => Posting<coupon::VoidCouponVerdict, coupon::Coupon, coupon::CouponExpect>, plain coupon::void;
    /// Reads a date as people write it, in an era of Japan or in the common calendar, and gives its forms.
    "card" "date.read", 64 * KIB, 64, forms::DateRequest => Decision<forms::DateVerdict>, plain forms::check_date;
    /// Says whether a person may use a service on a day, with every reason against it.
    "eligibility" "eligibility.check", MIB, 64, eligibility::EligibilityRequest => Decision<eligibility::EligibilityVerdict>, programme eligibility::check;
    /// Finds which bookings and other holdings have lost their entitlement after a roster was loaded.
    "eligibility" "eligibility.review", 8 * MIB, 64, eligibility::ReviewRequest => Decision<eligibility::ReviewVerdict>, programme eligibility::review;
    /// Says on which days of a fiscal year a person may use a service.
    "eligibility" "eligibility.year", MIB, 64, eligibility::YearRequest => Decision<eligibility::YearVerdict>, programme eligibility::year;
    /// Reads the identifier of an insured person, as JP Core writes it, into its parts.
    "card" "identifier.read", 64 * KIB, 64, card::IdentifierRequest => Decision<card::IdentifierReadVerdict>, plain card::read_identifier;
    /// Writes the identifier of an insured person, as JP Core has it, from the numbers on the card.
    "card" "identifier.write", 64 * KIB, 64, card::WriteIdentifierRequest => Decision<card::IdentifierVerdict>, plain card::write_identifier;
    /// Says whether a number read off a card can be an insurer number, and if not, why.
    "card" "insurer_number.check", 64 * KIB, 64, card::InsurerNumberRequest => Decision<card::InsurerNumberVerdict>, plain card::check_insurer_number;
    /// Says whether a number that an interface sent can be an insurer number: only there may six digits be filled up to eight.
    "card" "insurer_number.interchange", 64 * KIB, 64, card::InsurerNumberRequest => Decision<card::InsurerNumberVerdict>, plain card::read_interchange;
    /// Says whether nothing was taken out of a log of exchanges, changed or put in between, from one head to a later one.
    "draw" "lottery.check_heads", 64 * KIB, 64, lottery::CheckHeadsRequest => Decision<lottery::CheckHeadsVerdict>, plain lottery::check_heads;
    /// Checks a receipt alone, without the list: that the entry is in it, and that its tickets have the awards that their scores give.
    "draw" "lottery.check_receipt", MIB, 64, lottery::CheckReceiptRequest => Decision<lottery::CheckReceiptVerdict>, plain lottery::check_receipt;
    /// Draws: scores every ticket and awards prizes, then alternates, to the lowest scores.
    "draw" "lottery.draw", 256 * MIB, 256, lottery::DrawRequest => Decision<lottery::DrawVerdict>, plain lottery::draw;
    /// Gives every holder a salt and a tag, and lists the entries of a draw.
    "draw" "lottery.enter", 256 * MIB, 64, lottery::EnterRequest => Posting<lottery::EnterVerdict, lottery::HolderRow>, plain lottery::enter;
    /// Draws from the next chunk of a list that is too long for one request, and at the end gives the proof.
    "draw_terms" "lottery.fold_draw", 256 * MIB, 256, lottery::FoldDrawRequest => Decision<lottery::FoldDrawVerdict>, plain lottery::fold_draw;
    /// Adds the next chunk of a list that is too long for one request, and says what the list adds up to so far.
    "draw_terms" "lottery.fold_list", 256 * MIB, 64, lottery::FoldListRequest => Decision<lottery::FoldListVerdict>, plain lottery::fold_list;
    /// Adds the next chunk of a log of exchanges that is too long for one request, and gives its head so far.
    "draw_terms" "lottery.fold_log", 256 * MIB, 64, lottery::FoldLogRequest => Decision<lottery::FoldLogVerdict>, plain lottery::fold_log;
    /// Freezes a list of entries into a manifest, which fixes everything that the result depends on.
    "draw" "lottery.freeze", 256 * MIB, 64, lottery::FreezeRequest => Decision<lottery::FreezeVerdict>, plain lottery::freeze;
    /// Freezes a list of entries into the manifest of a draw that the programme announces, with its times and prizes.
    "draw_terms" "lottery.freeze_scheduled", 256 * MIB, 64, lottery::FreezeScheduledRequest => Decision<lottery::FreezeVerdict>, programme lottery::freeze_scheduled;
    /// Gives the head of a log of exchanges, what they add up to, and how it follows from an earlier head.
    "draw" "lottery.log", 256 * MIB, 64, lottery::LogRequest => Decision<lottery::LogVerdict>, plain lottery::log;
    /// Takes out of a proof what a member needs: the public values, the cutoff, the member's own awards, and the time evidence.
    "draw" "lottery.member_view", 256 * MIB, 64, lottery::MemberViewRequest => Decision<lottery::MemberViewVerdict>, plain lottery::member_view;
    /// Gives each holder a receipt, which shows that the frozen list has the holder's tickets.
    "draw" "lottery.receipts", 256 * MIB, 64, lottery::ReceiptsRequest => Decision<lottery::ReceiptsVerdict>, plain lottery::receipts;
    /// Says when the draws of a fiscal year are, and which of them a ticket exchanged now enters.
    "draw_terms" "lottery.schedule", 64 * KIB, 64, lottery::ScheduleRequest => Decision<lottery::ScheduleVerdict>, programme lottery::schedule;
    /// Computes the score of a label under a key, as every ticket of a draw is scored.
    "draw" "lottery.score", 64 * KIB, 64, lottery::ScoreRequest => Decision<lottery::ScoreVerdict>, plain lottery::score;
    /// Carries what happened after a draw into its proof: prizes taken up, declined, taken away, and passed on to the next rank.
    "draw_terms" "lottery.settle", 256 * MIB, 64, lottery::SettleDrawRequest => Decision<lottery::SettleDrawVerdict>, programme lottery::settle;
    /// Puts each ticket into one draw: the first whose entry had not ended when it was exchanged.
    "draw_terms" "lottery.tickets", 256 * MIB, 64, lottery::TicketsRequest => Decision<lottery::TicketsVerdict>, programme lottery::tickets;
    /// Repeats a draw from its proof alone, step by step, and says of each step whether it holds.
    "draw" "lottery.verify", 256 * MIB, 64, lottery::VerifyRequest => Decision<lottery::VerifyVerdict>, plain lottery::verify;
    /// Says whether a symbol, number and branch number can be right for an insurer, and gives the forms to store, show and compare.
    "registration" "member_number.check", 64 * KIB, 64, card::MemberNumberRequest => Decision<card::MemberNumberVerdict>, programme card::check_member_number;
    /// Says which fields the members of an insurer fill in, such as the symbol and the number.
    "registration" "member_number.form", 64 * KIB, 64, card::FormRequest => Decision<card::FormVerdict>, programme card::form;
    /// Says whether a form takes a name in kana, and gives its other forms and the key to compare it by.
    "card" "name.check", 64 * KIB, 64, forms::NameRequest => Decision<forms::NameVerdict>, plain forms::check_name;
    /// Says of two names in kana whether they are the same, alike or different, and why.
    "card" "name.compare", 64 * KIB, 64, forms::NameCompareRequest => Decision<forms::NameCompareVerdict>, plain forms::compare_names;
    /// Pays points for days of steps that arrived: never twice for a day, and only what fits under the caps.
    "points" "points.accrue", 8 * MIB, 256, points::AccrueRequest => Posting<points::AccrueVerdict<Vec<Item<points::ArrivalVerdict>>>, points::Entry>, written_programme accrue;
    /// Adds points, or takes away points that can be spent, for a cause that the operator gives: all of them or none.
    "points" "points.adjust", 8 * MIB, 64, points::AdjustRequest => Posting<points::AdjustVerdict, points::Entry>, programme points::adjust;
    /// Gives the balance of a purse at an instant: what can be spent, what is pending, what expired, and the lots.
    "points" "points.balance", 8 * MIB, 64, points::BalanceRequest => Decision<points::BalanceVerdict>, plain points::balance;
    /// Says what the same records would pay under two programmes, and on which days they differ.
    "points" "points.compare", 8 * MIB, 64, points::CompareRequest => Decision<points::CompareVerdict>, custom_programme compare;
    /// Pays points for an activity other than steps, such as a check-up, under every rule for it that is in effect.
    "points" "points.earn", 8 * MIB, 64, points::EarnRequest => Posting<points::EarnVerdict, points::Entry>, programme points::earn;
    /// Exchanges points for goods, such as a ticket of a draw; what does not make a whole one stays.
    "points" "points.exchange", 8 * MIB, 64, points::ExchangeRequest => Posting<points::ExchangeVerdict, points::Entry, points::ExchangeExpect>, programme points::exchange;
    /// Says in which purse a group's points lie: the programme's own points, or the purse of groups that have none.
    "points" "points.purse", 64 * KIB, 64, points::PurseRequest => Decision<points::PurseVerdict>, programme points::purse;
    /// Undoes an exchange or some of its goods, where the programme allows it; points go back to the lots they came from.
    "points" "points.reverse", 8 * MIB, 64, points::ReverseRequest => Posting<points::ReverseVerdict, points::Entry>, programme points::reverse;
    /// Pays points for a period's daily steps once it is over: for their mean, or for the days on which a goal is reached.
    "points" "points.settle", 8 * MIB, 64, points::SettleRequest => Posting<points::EarnVerdict, points::Entry>, programme points::settle;
    /// Sums up what a programme owes at an instant: points by expiry, goods that were bought, coupons that can still be used.
    "points" "points.summary", BATCH_LIMIT, 64, points::SummaryRequest => Decision<points::SummaryVerdict>, plain points::summary;
    /// Reads a programme document, and lists its faults, each with its place.
    "programme" "programme.check", MIB, 64, ProgrammeRequest => Decision<ProgrammeVerdict>, custom check;
    /// Lists the typed calls that a programme has terms for, with the settings that each does not reach.
    "programme" "programme.typed", 64 * KIB, 64, typed::TypedRequest => Decision<typed::TypedVerdict>, programme typed::typed;
    /// Says whether an insurer number opens the programme on a day.
    "registration" "registration.check", 64 * KIB, 64, registration::RegistrationRequest => Decision<registration::RegistrationVerdict>, programme registration::check;
    /// Finds the group that an ID means: an insurer number on the card, or a company's ID.
    "registration" "registration.group", 64 * KIB, 64, registration::GroupRequest => Decision<registration::GroupVerdict>, programme registration::group;
    /// Says whether the society knows the person whom a form names, and whether that person may register.
    "registration" "registration.identify", 512 * KIB, 64, registration::IdentityRequest => Decision<registration::IdentityVerdict>, programme registration::identify;
    /// Says how much of the day's goal was walked, and whether the goal is reached.
    "points" "steps.achievement", 64 * KIB, 64, points::AchievementRequest => Decision<points::AchievementVerdict>, programme points::achievement;
    /// Adds the intervals of steps that phones and watches keep up to the totals of days in Japan.
    "points" "steps.collect", 8 * MIB, 64, steps::CollectRequest => Decision<steps::CollectVerdict>, programme steps::collect;
    /// Says what a programme pays back of what a person paid for a service, with every reason against it.
    "subsidy" "subsidy.claim", MIB, 64, subsidy::SubsidyRequest => Decision<subsidy::SubsidyVerdict>, programme subsidy::claim;
    /// Says whether the support desk is open now, and when it is next.
    "account" "support.hours", 64 * KIB, 64, support::SupportRequest => Decision<support::SupportVerdict>, programme support::hours;
    /// Says whether a person may ask for a voucher for a check-up, with every reason against it.
    "coupon" "voucher.check", MIB, 64, voucher::VoucherRequest => Decision<voucher::VoucherVerdict>, programme voucher::check;
}

/// The programme of an operation that reads one.
///
/// # Errors
/// `programme_required`.
pub(crate) fn required(programme: Option<&Programme>) -> Result<&Programme, Failure> {
    programme.ok_or_else(|| Failure::of(ErrorCode::ProgrammeRequired))
}
