use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, DrawId},
    },
    civil::{Boundary, Date, DeadlineShown, Instant},
    programme::{DrawDate, DrawTerms, Programme},
};

/// The request of `lottery.schedule`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScheduleRequest {
    /// The id of the series of draws in the programme.
    pub draws: Code,
    /// The instant of the request; the draws of its fiscal year are answered.
    pub now: Instant,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `lottery.schedule`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScheduleVerdict {
    /// `accepted` where a ticket exchanged now enters a draw, `draw_not_announced`, or `not_in_effect`.
    pub reason: Reason,
    /// The draw that a ticket exchanged now enters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<DrawId>,
    /// The draws of the fiscal year, in order of their months.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub draws: Vec<ScheduledDraw>,
}

/// A draw of the schedule. One whose day is not announced has its year and month alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScheduledDraw {
    /// The calendar year, 1 to 9999.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The draw's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draw_id: Option<DrawId>,
    /// Its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Until when tickets are exchanged for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<DeadlineShown>,
    /// When the list is frozen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freezes_at: Option<Instant>,
    /// When the draw is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draws_at: Option<Instant>,
    /// The first instant at which a prize that its winner has not taken up passes to the next rank; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passes_on_at: Option<Instant>,
    /// How far it is at the instant of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<DrawStage>,
}

/// How far a draw is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DrawStage {
    /// Tickets are exchanged for it, or for a draw before it.
    Open,
    /// Entry has ended; the list is not frozen yet.
    Closed,
    /// The list is frozen.
    Frozen,
    /// The instant of the draw has come.
    Drawn,
}

/// Says when the draws of a fiscal year are, and which of them a ticket exchanged now enters.
///
/// # Errors
/// `out_of_range` at `now` in the last fiscal year of the calendar, which ends after the year 9999.
pub fn schedule(programme: &Programme, request: &ScheduleRequest) -> Result<Decision<ScheduleVerdict>, Error> {
    let (verdict, checks) = decide!(request.explain, |sink| judge(programme, request, sink));
    Ok(Decision { verdict: verdict?, checks })
}

fn judge(programme: &Programme, request: &ScheduleRequest, sink: &mut impl Sink) -> Result<ScheduleVerdict, Error> {
    let ScheduleRequest { draws, now, .. } = request;
    let today = now.date();
    let Some(terms) = programme.draw_terms(draws.as_str(), today) else {
        sink.holds(false, || Check::new("lottery.schedule", Reason::NotInEffect, false).read("now", today));
        return Ok(ScheduleVerdict { reason: Reason::NotInEffect, next: None, draws: Vec::new() });
    };
    let next = Announced::of(programme, draws).next(*now).map(|date| date.draw_id.clone());
    sink.holds(next.is_some(), || {
        Check::new(terms.rule.as_str(), Reason::DrawNotAnnounced, next.is_some())
            .under(terms.period, terms.clause())
            .read("now", *now)
    });
    let reason = if next.is_some() { Reason::Accepted } else { Reason::DrawNotAnnounced };
    let first = today.fiscal_year().first_day().ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/now"))?;
    let mut listed = Vec::new();
    for months in 0..12 {
        let month = first.after_months(months).ok_or_else(|| Error::new(ErrorCode::OutOfRange, "/now"))?;
        listed.extend(of_month(programme, draws, month, *now));
    }
    Ok(ScheduleVerdict { reason, next, draws: listed })
}

/// The draw of a month, given by its first day.
fn of_month(programme: &Programme, draws: &Code, first: Date, now: Instant) -> Option<ScheduledDraw> {
    let (year, month) = (u16::try_from(first.year()).ok()?, u8::try_from(first.month()).ok()?);
    let is_within = |date: &&DrawDate| date.on.calendar_month() == first.calendar_month();
    let announced = of_series(programme, draws).find_map(|terms| Some((terms, terms.dates.iter().find(is_within)?)));
    if let Some((terms, date)) = announced {
        return Some(ScheduledDraw {
            year,
            month,
            draw_id: Some(date.draw_id.clone()),
            on: Some(date.on),
            entry: terms.entry.shown(date.on),
            freezes_at: terms.freezes_at(date.on),
            draws_at: terms.draws_at(date.on),
            passes_on_at: terms.passes_on_at(date.on),
            stage: Some(stage(terms, date.on, now)),
        });
    }
    // The day is not known: the month has a draw where terms hold on its first day.
    let terms = programme.draw_terms(draws.as_str(), first)?;
    terms.is_month(first).then_some(ScheduledDraw {
        year,
        month,
        draw_id: None,
        on: None,
        entry: None,
        freezes_at: None,
        draws_at: None,
        passes_on_at: None,
        stage: None,
    })
}

fn stage(terms: &DrawTerms, on: Date, now: Instant) -> DrawStage {
    let has_come = |at: Option<Instant>| at.is_some_and(|at| at <= now);
    if has_come(terms.draws_at(on)) {
        DrawStage::Drawn
    } else if has_come(terms.freezes_at(on)) {
        DrawStage::Frozen
    } else if terms.entry.has_passed(on, now) {
        DrawStage::Closed
    } else {
        DrawStage::Open
    }
}

/// The settings of a series of draws, whatever their periods.
pub(super) fn of_series<'p>(programme: &'p Programme, draws: &'p Code) -> impl Iterator<Item = &'p DrawTerms> {
    programme.document().draws.iter().filter(move |terms| terms.id == *draws)
}

/// The announced draws of a series, in the order in which their entry ends.
pub(super) struct Announced<'p>(Vec<(&'p DrawTerms, &'p DrawDate)>);

impl<'p> Announced<'p> {
    pub(super) fn of(programme: &'p Programme, draws: &'p Code) -> Self {
        let dates = of_series(programme, draws).flat_map(|terms| terms.dates.iter().map(move |date| (terms, date)));
        let mut announced: Vec<_> = dates.collect();
        // Where two end at the same instant, the one of which that instant is in time ends later.
        announced.sort_by_key(|(terms, date)| {
            (terms.entry.instant(date.on), terms.entry.bound() == Boundary::Inclusive, date.on)
        });
        Self(announced)
    }

    /// The first draw whose entry has not ended at an instant.
    pub(super) fn next(&self, now: Instant) -> Option<&'p DrawDate> {
        let ended = self.0.partition_point(|(terms, date)| terms.entry.has_passed(date.on, now));
        self.0.get(ended).map(|(_, date)| *date)
    }
}
