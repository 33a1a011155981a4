//! The events that follow from a result, the terms and what was recorded.

use alloc::{collections::BTreeSet, vec::Vec};

use serde::Serialize;

use super::{AfterDraw, DrawEvent, Settlement};
use crate::{
    base::{Reason, value::Code},
    civil::Instant,
    programme::passes_on,
    rules::lottery::award::Award,
};

/// How a rank stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RankState {
    /// It has no prize yet: one may pass on to it.
    Alternate,
    /// It has a prize that can be taken up.
    Awarded,
    /// It took the prize up.
    TakenUp,
    /// Its holder does not want a prize.
    Declined,
    /// It was disqualified.
    Disqualified,
    /// It did not take the prize up in time.
    Lapsed,
}

/// A rank after the draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankView {
    /// The rank.
    pub rank: u32,
    /// How it stands.
    pub state: RankState,
    /// The prize that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prize: Option<Code>,
    /// The first instant at which its prize passes on, where it has one to take up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passes_on_at: Option<Instant>,
}

/// A draw's awards as events go by.
pub(super) struct Replay<'t> {
    pass_on_days: Option<u16>,
    /// A set, because a settlement that is verified may list any number of reasons, and have as many events.
    disqualifications: BTreeSet<&'t Code>,
    pub(super) events: Vec<DrawEvent>,
    pub(super) ranks: Vec<RankView>,
    /// When awards lapse, and at which place of `ranks`.
    due: BTreeSet<(Instant, usize)>,
    /// No alternate stands before this place.
    next: usize,
}

impl<'t> Replay<'t> {
    /// At the draw: every prize of the result is awarded.
    pub(super) fn new(
        result: &[Award],
        drawn_at: Instant,
        pass_on_days: Option<u16>,
        disqualifications: &'t [Code],
    ) -> Self {
        let view =
            |award: &Award| RankView { rank: award.rank, state: RankState::Alternate, prize: None, passes_on_at: None };
        let ranks = result.iter().map(view).collect();
        let disqualifications = disqualifications.iter().collect();
        let mut replay =
            Self { pass_on_days, disqualifications, events: Vec::new(), ranks, due: BTreeSet::new(), next: 0 };
        for (place, award) in result.iter().enumerate() {
            if let Some(prize) = &award.prize {
                replay.award(place, prize.clone(), drawn_at);
            }
        }
        replay
    }

    /// Lets every award lapse that was not taken up before its end, up to an instant, itself included.
    pub(super) fn until(&mut self, at: Instant) {
        while let Some((due, place)) = self.due.first().copied().filter(|(due, _)| *due <= at) {
            self.leave(place, RankState::Lapsed, DrawEvent::of(AfterDraw::Lapsed, due));
        }
    }

    /// What the host recorded, at its time.
    ///
    /// # Errors
    /// Why it cannot have happened.
    pub(super) fn record(&mut self, event: &DrawEvent) -> Result<(), Reason> {
        self.until(event.time);
        let place = usize::try_from(event.rank).ok().and_then(|rank| rank.checked_sub(1));
        let found = place.and_then(|place| Some((place, self.ranks.get(place)?.state)));
        let Some((place, state)) = found else { return Err(Reason::RankNotAwarded) };
        let recorded = DrawEvent::of(event.event, event.time);
        match (state, event.event) {
            (RankState::TakenUp | RankState::Declined | RankState::Disqualified, _) => Err(Reason::AwardFinal),
            (RankState::Lapsed, _) => Err(Reason::AwardLapsed),
            (RankState::Alternate, AfterDraw::TakenUp) => Err(Reason::RankNotAwarded),
            (_, AfterDraw::TakenUp) => {
                self.leave(place, RankState::TakenUp, recorded);
                Ok(())
            }
            (_, AfterDraw::Declined) => {
                self.leave(place, RankState::Declined, recorded);
                Ok(())
            }
            (_, AfterDraw::Disqualified) => match &event.reason {
                Some(reason) if self.disqualifications.contains(reason) => {
                    let recorded = DrawEvent { reason: Some(reason.clone()), ..recorded };
                    self.leave(place, RankState::Disqualified, recorded);
                    Ok(())
                }
                _ => Err(Reason::DisqualificationNotListed),
            },
            // Nothing else is recorded: it follows.
            (_, AfterDraw::Awarded | AfterDraw::Lapsed | AfterDraw::Shortfall) => Err(Reason::RankNotAwarded),
        }
    }

    fn award(&mut self, place: usize, prize: Code, time: Instant) {
        let Some(rank) = self.ranks.get_mut(place) else { return };
        rank.state = RankState::Awarded;
        rank.prize = Some(prize.clone());
        // An end after the year 9999 never comes.
        rank.passes_on_at = self.pass_on_days.and_then(|days| passes_on(time.date(), days));
        self.due.extend(rank.passes_on_at.map(|due| (due, place)));
        let awarded = DrawEvent::of(AfterDraw::Awarded, time);
        self.events.push(DrawEvent { rank: rank.rank, prize: Some(prize), ..awarded });
    }

    /// A rank comes to its last state; unless that is to have taken the prize up, the prize passes to the next alternate.
    fn leave(&mut self, place: usize, state: RankState, event: DrawEvent) {
        let Some(rank) = self.ranks.get_mut(place) else { return };
        rank.state = state;
        let (number, time) = (rank.rank, event.time);
        if let Some(due) = rank.passes_on_at.take() {
            self.due.remove(&(due, place));
        }
        self.events.push(DrawEvent { rank: number, ..event });
        if state == RankState::TakenUp {
            return;
        }
        let Some(prize) = rank.prize.take() else { return };
        while self.ranks.get(self.next).is_some_and(|rank| rank.state != RankState::Alternate) {
            self.next = self.next.saturating_add(1);
        }
        if self.next < self.ranks.len() {
            self.award(self.next, prize, time);
        } else {
            let shortfall = DrawEvent::of(AfterDraw::Shortfall, time);
            self.events.push(DrawEvent { rank: number, prize: Some(prize), ..shortfall });
        }
    }
}

impl DrawEvent {
    fn of(event: AfterDraw, time: Instant) -> Self {
        Self { event, rank: 0, prize: None, reason: None, time }
    }
}

/// The first event of a settlement that does not follow, from 0: one that is missing counts at its place. `None` where all do.
pub(in crate::rules::lottery) fn first_false(
    settlement: &Settlement,
    result: &[Award],
    drawn_at: Instant,
) -> Option<usize> {
    let given = &settlement.events;
    if settlement.as_of < drawn_at {
        return Some(0);
    }
    let mut replay = Replay::new(result, drawn_at, settlement.pass_on_days, &settlement.disqualifications);
    let mut clock = drawn_at;
    for event in given.iter().filter(|event| event.event.is_recorded()) {
        if event.time < clock || event.time > settlement.as_of || replay.record(event).is_err() {
            // What was replayed ends before this event, so that it is the first to differ, if none before it does.
            return Some(common(given, &replay.events));
        }
        clock = event.time;
    }
    replay.until(settlement.as_of);
    let same = common(given, &replay.events);
    (same < given.len().max(replay.events.len())).then_some(same)
}

/// How many events two lists have in common at their beginning.
fn common(given: &[DrawEvent], replayed: &[DrawEvent]) -> usize {
    given.iter().zip(replayed).take_while(|(given, replayed)| given == replayed).count()
}
