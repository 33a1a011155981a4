//! A programme: a society's rules as data, read once, immutable afterwards.
//!
//! Over 300 lines: a third of them are the names of its settings.

mod account;
mod booking;
mod calendar;
mod card;
mod document;
mod draws;
mod each_year;
mod earning;
mod group;
mod identity;
mod ledger;
mod people;
mod plan;
mod points;
mod service;
mod subsidy;
mod validate;
mod window;

use alloc::vec::Vec;

use sha2::{Digest, Sha256};

pub use account::{
    AccessLevel, AccessNeed, AccountAction, AccountTerms, AddressAsked, AddressTerms, ChallengeLevel, ChallengeTerms,
    ConsentTerms, DerivedPassword, DisclosureTerms, FacePose, FeatureTerms, IncompleteTerms, LockTerms, Mouth, Need,
    PaperTerms, PasswordClass, PasswordLife, PasswordTerms, Pose, ProcedureTerms, ReissueTerms, RemarksEffect,
    RightTerms, RightsTerms, SignInTerms, StepTerms, SupportTerms, TokenKind, TokenTerms, VerificationPaper,
    VerificationTerms,
};
pub use booking::{
    BookingTerms, ChangeTerms, DayRange, DaysBefore, DaysCounted, DeadlineTerms, GraceTerms, NoticeTerms, OpeningTerms,
    PlacesShown, PlacesStyle, WaitingTerms,
};
pub(crate) use calendar::BusinessDays;
pub use calendar::{BusinessCalendar, ClosedDays, Weekday};
use card::CardIndex;
pub use card::{CardFormat, Characters, Hyphen, LeadingZeros, PartFormat};
pub use document::{
    CountedFrom, CouponExpiry, CouponExpiryPolicy, CouponTerms, Document, FORMAT, InsurerDigits, RegistrationTerms,
};
pub(crate) use draws::passes_on;
pub use draws::{Disqualification, DrawDate, DrawPrize, DrawTerms, TimeBefore};
pub use each_year::{EachYear, FixedDay, MonthDay};
pub use earning::{
    ActivityPoints, AdmittedOn, AgeRange, AgeSteps, Downward, EarningRule, FinalAfter, GoalDays, MeanOver, MeanSteps,
    MonthsAfter, PerSteps, PerValue, StepTier, TeamTerms, ValueTier, Year,
};
pub use group::{Group, GroupKind, Maintenance};
pub use identity::{Citation, IdentityTerms};
pub(crate) use ledger::Grant;
pub use ledger::{ExpiryCounted, PointsExpiry, PointsExpiryPolicy, PurseTerms, Renewal};
pub use people::{
    AgeBand, AgeCounted, AgeTerms, CircumstanceTerms, DeviceTerms, EligibilityTerms, FactDeclaration, FactTerms,
    InsuredTerms, LastYear, OnceTerms, Parity, RelationTerms, SexTerms, Whom,
};
pub(crate) use plan::{
    Accumulator, AccumulatorCounts, CapIndex, Earns, IdIndex, MOST_COUNTED, MOST_RULES, Plan, PlanCap, PlanId, PlanRule,
};
pub use points::{
    BalanceCap, Campaign, Cap, CapMonth, Exchange, ExchangeLimit, PointsTerms, RequiredActivity, RevisionsOf, StepGoal,
    StepSources,
};
pub(crate) use service::OfServices;
pub use subsidy::{ClaimTerms, RoundMode, Rounding, SubsidyBand, SubsidyTerms, TogetherTerms, VoucherTerms};
pub use validate::{Allowed, Fault, MOST_ELEMENTS, MOST_FAULTS};
pub use window::Window;

use crate::{
    base::{
        Error,
        value::{Clause, Code, Hex},
    },
    civil::{Date, Deadline, TimeOfDay},
};

/// A programme document that was read and found consistent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Programme {
    document: Document,
    digest: Hex<32>,
    length: usize,
    plan: Plan,
    /// The circumstances that terms of eligibility name, ascending.
    circumstances: Vec<Code>,
    /// The places of the declared facts in the document, by id.
    facts: Vec<usize>,
    cards: CardIndex,
    business_days: BusinessDays,
}

impl Programme {
    /// Takes a document whose settings do not contradict each other. `bytes` are the document's own; their SHA-256 is its digest.
    ///
    /// # Errors
    /// The first contradiction, with its place in the document.
    pub fn new(mut document: Document, bytes: &[u8]) -> Result<Self, Error> {
        validate::validate(&document)?;
        validate::cite(&mut document);
        let plan = Plan::of(&document.points)?;
        let business_days = document.calendar.as_ref().map(BusinessDays::of).unwrap_or_default();
        let circumstances = document.eligibility.iter().filter_map(|terms| terms.circumstances.as_ref());
        let mut circumstances: Vec<Code> = circumstances.flat_map(|terms| terms.left_out.iter().cloned()).collect();
        circumstances.sort_unstable();
        circumstances.dedup();
        let mut facts: Vec<(usize, &Code)> = document.facts.iter().map(|fact| &fact.id).enumerate().collect();
        facts.sort_unstable_by_key(|(_, id)| *id);
        let facts = facts.into_iter().map(|(place, _)| place).collect();
        let cards = CardIndex::of(&document.cards);
        let (digest, length) = (Hex(Sha256::digest(bytes).into()), bytes.len());
        Ok(Self { document, digest, length, plan, circumstances, facts, cards, business_days })
    }

    /// What in a document contradicts itself: at most 100 faults, in the order in which settings are examined. A programme can be made of
    /// a document that has none.
    pub fn faults(document: &Document) -> Vec<Fault> {
        validate::examine(document, validate::MOST_FAULTS)
    }

    /// The document it was made from. Settings that named no rule have their path in its place.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// SHA-256 of the document's bytes.
    pub fn digest(&self) -> Hex<32> {
        self.digest
    }

    /// The number of the document's bytes.
    pub fn document_length(&self) -> usize {
        self.length
    }

    /// The points terms, ready to pay by.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The terms of registration on a day.
    pub fn registration_terms(&self, on: Date) -> Option<&RegistrationTerms> {
        self.document.registration.iter().find(|terms| terms.period.contains(on))
    }

    /// The group that goes by an ID or number on a day.
    pub fn group(&self, entered: &str, on: Date) -> Option<&Group> {
        self.document.groups.iter().find(|group| group.goes_by(entered) && group.period.contains(on))
    }

    /// The terms of an identity check on a day.
    pub fn identity_terms(&self, on: Date) -> Option<&IdentityTerms> {
        self.document.identity.iter().find(|terms| terms.period.contains(on))
    }

    /// The exchange into these goods on a day.
    pub fn exchange(&self, goods: &str, on: Date) -> Option<&Exchange> {
        let in_time = |terms: &&Exchange| terms.period.contains(on) && terms.every.is_none_or(|time| time.contains(on));
        self.document.points.exchanges.iter().filter(|terms| terms.id.as_str() == goods).find(in_time)
    }

    /// The declaration of a fact.
    pub fn fact(&self, id: &Code) -> Option<&FactDeclaration> {
        let declared = |place: &usize| self.document.facts.get(*place);
        let found = self.facts.binary_search_by(|place| declared(place).map(|fact| &fact.id).cmp(&Some(id)));
        found.ok().and_then(|at| self.facts.get(at)).and_then(declared)
    }

    /// Whether terms of eligibility name a circumstance.
    pub(crate) fn names_circumstance(&self, circumstance: &Code) -> bool {
        self.circumstances.binary_search(circumstance).is_ok()
    }

    /// Who may use a service on a day: the first of the terms, where several are parted by whom they are for.
    pub fn eligibility(&self, service: &str, on: Date) -> Option<&EligibilityTerms> {
        self.document.eligibility.iter().find(|terms| terms.is_of(service) && terms.in_effect(on))
    }

    /// How a service is booked for a date.
    pub fn booking(&self, service: &str, date: Date) -> Option<&BookingTerms> {
        self.document.bookings.iter().find(|terms| terms.is_of(service) && terms.in_effect(date))
    }

    /// A deadline of bookings for a date, in calendar days; `None` outside the days of the calendar, and for one that is counted in hours.
    pub fn deadline(&self, deadline: &DaysBefore, date: Date) -> Option<Deadline> {
        self.deadline_at(deadline, date, None)
    }

    /// The same for a slot that has a time of day, before which hours are counted.
    pub fn deadline_at(&self, deadline: &DaysBefore, date: Date, time: Option<TimeOfDay>) -> Option<Deadline> {
        if let Some(hours) = deadline.hours_before {
            return deadline.hours_before_the_time(hours, time?);
        }
        deadline.in_calendar_days().or_else(|| {
            let day = self.business_days.before(date, deadline.days_before?)?;
            let days = date.days_since_epoch().checked_sub(day.days_since_epoch())?;
            Some(deadline.days_before_the_date(u16::try_from(days).ok()?))
        })
    }

    /// The subsidy on a service on a day: the first of the terms, where several are parted by whom they are for.
    pub fn subsidy(&self, service: &str, on: Date) -> Option<&SubsidyTerms> {
        self.document.subsidies.iter().find(|terms| terms.is_of(service) && terms.in_effect(on))
    }

    /// The terms of a voucher issued on a day: the first, where several are parted by whom they are for.
    pub fn voucher(&self, service: &str, on: Date) -> Option<&VoucherTerms> {
        self.document.vouchers.iter().find(|terms| terms.is_of(service) && terms.in_effect(on))
    }

    /// The format of an insurer's cards on a day: by its number, by its first digits, by scheme, by kind, or one for all others.
    pub fn card_format(&self, insurer_number: &str, on: Date) -> Option<&CardFormat> {
        self.document.cards.get(self.cards.find(insurer_number, on)?)
    }

    /// What holds of points earned under an id. A day selects its terms; the activity has its own, and the row is written on a third.
    pub(crate) fn grant(&self, id: &Code, on: Date, activity: Date, written: Date) -> Grant<'_> {
        let points = &self.document.points;
        let rules = points.rules.iter().map(|rule| (&rule.id, rule.period, None, &rule.purse, rule.final_after));
        let campaigns = points.campaigns.iter();
        let campaigns = campaigns.map(|bonus| (&bonus.id, bonus.period, bonus.every, &bonus.purse, bonus.final_after));
        // Rules of one id have no two periods on one day, whatever their times of the year.
        let terms = rules.chain(campaigns).find(|(known, period, every, ..)| {
            *known == id && period.contains(on) && every.is_none_or(|every: EachYear| every.contains(on))
        });
        let (purse, final_after) = terms.map_or((None, None), |(.., purse, after)| (purse.as_ref(), after));
        let first = final_after.and_then(|after| after.first_day(activity));
        let final_on = first.filter(|first| *first > written);
        // What is pending is granted for good when it becomes final: it never expires before it could be spent.
        let granted = final_on.unwrap_or(written);
        let terms = self.expiry_terms(purse, granted);
        let counted = |terms: &PointsExpiry| match terms.counted_from {
            ExpiryCounted::Grant => granted,
            ExpiryCounted::Activity => first.unwrap_or(activity),
        };
        let expires_on = terms.and_then(|terms| terms.last_day(counted(terms)));
        let renewed_until =
            expires_on.filter(|_| terms.is_some_and(|terms| terms.renewed_by.contains(&Renewal::Credit)));
        let refused = terms.and_then(|terms| Some((terms.refuses(granted, expires_on?)?, terms)));
        Grant { purse, final_on, expires_on, renewed_until, refused }
    }

    /// The last day on which points granted on a day can be spent; `None` where they never expire.
    pub(crate) fn expiry_of_grant(&self, purse: Option<&Code>, granted: Date) -> Option<Date> {
        self.expiry_terms(purse, granted)?.last_day(granted)
    }

    /// The last day to which points spent on a day put off that of the others in their purse; `None` where they do not.
    pub(crate) fn renewal_by_exchange(&self, purse: Option<&Code>, on: Date) -> Option<Date> {
        let terms = self.expiry_terms(purse, on).filter(|terms| terms.renewed_by.contains(&Renewal::Exchange))?;
        terms.last_day(on)
    }

    /// How points of a purse expire that are granted on a day.
    pub(crate) fn expiry_terms(&self, purse: Option<&Code>, granted: Date) -> Option<&PointsExpiry> {
        let mut of_purse = self.document.points.expiry.iter().filter(|terms| terms.purse.as_ref() == purse);
        of_purse.find(|terms| terms.period.contains(granted))
    }

    /// The purse that a group's members use on a day; `None` for the programme's own points.
    pub(crate) fn purse_of(&self, group: &Code, on: Date) -> Option<&PurseTerms> {
        self.document.points.purses.iter().find(|terms| terms.period.contains(on) && terms.groups.contains(group))
    }
}

macro_rules! clause_of {
    ($($type:ty),+) => {
        $(impl $type {
            /// The source's words, where the document gives them.
            pub fn clause(&self) -> Option<&Clause> {
                self.clause.as_ref()
            }
        })+
    };
}
clause_of!(
    DisclosureTerms,
    FeatureTerms,
    PasswordTerms,
    ProcedureTerms,
    ReissueTerms,
    SupportTerms,
    VerificationTerms,
    RightsTerms,
    SignInTerms,
    TokenTerms,
    StepGoal,
    StepSources,
    Citation,
    Campaign,
    BalanceCap,
    RegistrationTerms,
    EarningRule,
    Cap,
    Exchange,
    PointsExpiry,
    PurseTerms,
    DrawTerms,
    CouponTerms,
    CouponExpiry,
    CardFormat,
    InsuredTerms,
    AgeTerms,
    CircumstanceTerms,
    RelationTerms,
    FactTerms,
    SexTerms,
    DeviceTerms,
    OnceTerms,
    BookingTerms,
    DeadlineTerms,
    OpeningTerms,
    GraceTerms,
    WaitingTerms,
    ChangeTerms,
    NoticeTerms,
    SubsidyTerms,
    ClaimTerms,
    TogetherTerms,
    VoucherTerms
);
