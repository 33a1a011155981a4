use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, RuleId, present},
    },
    civil::{Date, Instant},
    programme::{DayRange, NoticeTerms, Programme},
    rules::eligibility::not_in_effect,
};

/// The request of `booking.notices`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoticesRequest {
    /// The service's id in the programme.
    pub service: Code,
    /// What has happened.
    pub event: NoticeEvent,
    /// When it happened.
    pub at: Instant,
    /// The date of the booking, of the new one after a change; not needed where the mail address was changed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub date: Option<Date>,
    /// Whether there is a mail address to send to.
    pub mail_address: bool,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What has happened to a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeEvent {
    /// It was booked.
    Booked,
    /// It was changed.
    Changed,
    /// The person cancelled it.
    Cancelled,
    /// The organiser cancelled the event.
    EventCancelled,
    /// The mail address was changed, or removed.
    AddressChanged,
}

/// The answer of `booking.notices`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticesVerdict {
    /// `accepted`, or `not_in_effect`.
    pub reason: Reason,
    /// What is to be sent, in order of time. What was planned for the booking before falls away.
    pub notices: Vec<Notice>,
}

/// Something to be sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// What.
    pub notice: NoticeKind,
    /// How.
    pub way: NoticeWay,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// The rule that wants it.
    pub rule: RuleId,
}

/// What is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// That it is booked.
    Booked,
    /// That it is changed.
    Changed,
    /// That it is cancelled.
    Cancelled,
    /// That the event does not take place.
    EventCancelled,
    /// That the address is changed.
    AddressChanged,
    /// That it is near.
    Reminder,
    /// The kit (受診セット).
    Kit,
    /// The results.
    Results,
}

/// How it is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeWay {
    /// By electronic mail; never without an address.
    Mail,
    /// By post, to the home.
    Post,
}

/// Says what is to be sent after something has happened to a booking, and when.
///
/// # Errors
/// `missing_value` at `/date` where the event needs one; `out_of_range` where a day would fall outside the years 1 to 9999.
pub fn notices(programme: &Programme, request: &NoticesRequest) -> Result<Decision<NoticesVerdict>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict: verdict?, checks })
}

fn judge(programme: &Programme, request: &NoticesRequest, sink: &mut impl Sink) -> Result<NoticesVerdict, Error> {
    let today = request.at.date();
    let date = match (request.date, request.event) {
        (Some(date), _) => date,
        (None, NoticeEvent::AddressChanged) => today,
        (None, _) => return Err(Error::new(ErrorCode::MissingValue, "/date")),
    };
    let terms = programme.booking(request.service.as_str(), date).and_then(|terms| terms.notices.as_ref());
    let Some(terms) = terms else {
        not_in_effect("booking.notices", &request.service, date, sink);
        return Ok(NoticesVerdict { reason: Reason::NotInEffect, notices: Vec::new() });
    };
    let (kind, ahead) = match request.event {
        NoticeEvent::Booked => (NoticeKind::Booked, true),
        NoticeEvent::Changed => (NoticeKind::Changed, true),
        NoticeEvent::Cancelled => (NoticeKind::Cancelled, false),
        NoticeEvent::EventCancelled => (NoticeKind::EventCancelled, false),
        NoticeEvent::AddressChanged => (NoticeKind::AddressChanged, false),
    };
    sink.holds(true, || {
        Check::new(terms.mails.as_str(), Reason::Accepted, true)
            .read("mail_address", request.mail_address)
            .read("date", date)
    });
    let plan = Plan { terms, today, date };
    let mut notices = Vec::new();
    if request.mail_address {
        notices.push(plan.mail(kind, today));
    }
    if ahead {
        plan.ahead(request.mail_address, &mut notices).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/date"))?;
    }
    notices.sort_by_key(|notice| notice.from);
    Ok(NoticesVerdict { reason: Reason::Accepted, notices })
}

struct Plan<'a> {
    terms: &'a NoticeTerms,
    today: Date,
    date: Date,
}

impl Plan<'_> {
    fn mail(&self, notice: NoticeKind, on: Date) -> Notice {
        Notice { notice, way: NoticeWay::Mail, from: on, until: on, rule: self.terms.mails.clone() }
    }

    fn post(&self, notice: NoticeKind, from: Date, until: Date) -> Notice {
        // What was booked late is posted at once.
        let from = from.max(self.today);
        Notice { notice, way: NoticeWay::Post, from, until: until.max(from), rule: self.terms.posts.clone() }
    }

    /// What lies ahead of a booking: the reminder unless its day is past, the kit, the results.
    fn ahead(&self, mail_address: bool, notices: &mut Vec<Notice>) -> Option<()> {
        let day = |days: i64| self.date.plus_days(days);
        if let Some(before) = self.terms.reminder_days_before {
            let on = day(i64::from(before).saturating_neg())?;
            if mail_address && self.today <= on {
                notices.push(self.mail(NoticeKind::Reminder, on));
            }
        }
        if let Some(DayRange { at_least, at_most }) = self.terms.kit_days_before {
            let (first, last) = (i64::from(at_most).saturating_neg(), i64::from(at_least).saturating_neg());
            notices.push(self.post(NoticeKind::Kit, day(first)?, day(last)?));
        }
        if let Some(DayRange { at_least, at_most }) = self.terms.results_days_after {
            notices.push(self.post(NoticeKind::Results, day(at_least.into())?, day(at_most.into())?));
        }
        Some(())
    }
}
