use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use super::dates::{Announced, of_series};
use crate::{
    answer::{Check, Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, DrawId, HostId},
    },
    civil::Instant,
    programme::Programme,
    rules::lottery::{entry::Holder, fold::MOST_TICKETS},
};

/// The request of `lottery.tickets`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TicketsRequest {
    /// The id of the series of draws in the programme.
    pub draws: Code,
    /// Exchanges of points into tickets, in any order, each once.
    pub exchanges: Vec<TicketExchange>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// An exchange into tickets, as the ledger of points has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TicketExchange {
    /// The host's id of the member.
    pub member_id: HostId,
    /// The sequence number of the exchange in the member's ledger: with the member's id it names the exchange.
    pub sequence: Count,
    /// When it was made.
    pub exchanged_at: Instant,
    /// Tickets, at least 1.
    pub tickets: u32,
}

/// The answer of `lottery.tickets`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TicketsVerdict {
    /// `accepted`, or `draw_not_announced` where tickets wait for a draw that is not announced.
    pub reason: Reason,
    /// The draws that the tickets enter, by their day.
    pub draws: Vec<DrawHolders>,
    /// Tickets that wait for a draw that is not announced.
    pub waiting: Count,
}

/// Who holds how many tickets of a draw: the holders of `lottery.enter`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DrawHolders {
    /// The draw.
    pub draw_id: DrawId,
    /// Its tickets in all.
    pub tickets: Count,
    /// Its holders, by their id.
    pub holders: Vec<Holder>,
}

/// Puts each ticket into one draw: the first whose entry had not ended when it was exchanged.
///
/// # Errors
/// `id_unknown` for a series that the programme does not have, `exchange_repeated` for an exchange that stands twice, `out_of_range` for
/// one without a ticket, `too_many_tickets`.
pub fn tickets(programme: &Programme, request: &TicketsRequest) -> Result<Decision<TicketsVerdict>, Error> {
    if of_series(programme, &request.draws).next().is_none() {
        return Err(Error::new(ErrorCode::IdUnknown, "/draws"));
    }
    let announced = Announced::of(programme, &request.draws);
    let mut seen = BTreeSet::new();
    let mut draws: BTreeMap<_, (&DrawId, u64, BTreeMap<&HostId, u32>)> = BTreeMap::new();
    let mut waiting = 0_u64;
    for (index, exchange) in request.exchanges.iter().enumerate() {
        let fault = |code, path| Err(Error::new(code, path).within(index).within("exchanges"));
        if exchange.tickets == 0 {
            return fault(ErrorCode::OutOfRange, "/tickets");
        }
        if !seen.insert((&exchange.member_id, exchange.sequence)) {
            return fault(ErrorCode::ExchangeRepeated, "/sequence");
        }
        let bought = u64::from(exchange.tickets);
        let Some(date) = announced.next(exchange.exchanged_at) else {
            waiting = waiting.saturating_add(bought);
            if waiting > MOST_TICKETS {
                return fault(ErrorCode::TooManyTickets, "/tickets");
            }
            continue;
        };
        let (_, sum, holders) = draws.entry(date.on).or_insert_with(|| (&date.draw_id, 0, BTreeMap::new()));
        *sum = sum.saturating_add(bought);
        if *sum > MOST_TICKETS {
            return fault(ErrorCode::TooManyTickets, "/tickets");
        }
        // At most the tickets of the draw, which are below 2^32.
        let held = holders.entry(&exchange.member_id).or_default();
        *held = held.saturating_add(exchange.tickets);
    }
    let count = |tickets: u64| i64::try_from(tickets).ok().and_then(Count::new).unwrap_or(Count::ZERO);
    let draws = draws.into_values().map(|(draw_id, sum, holders)| DrawHolders {
        draw_id: draw_id.clone(),
        tickets: count(sum),
        holders: holders.into_iter().map(|(id, tickets)| Holder { member_id: id.clone(), tickets }).collect(),
    });
    let (waiting, all_enter) = (count(waiting), waiting == 0);
    let (all_enter, checks) = decide!(request.explain, |sink| sink.holds(all_enter, || {
        let rule = of_series(programme, &request.draws).next().map_or("lottery.tickets", |terms| terms.rule.as_str());
        Check::new(rule, Reason::DrawNotAnnounced, all_enter).read("waiting", waiting)
    }));
    let reason = if all_enter { Reason::Accepted } else { Reason::DrawNotAnnounced };
    let verdict = TicketsVerdict { reason, draws: draws.collect(), waiting };
    Ok(Decision { verdict, checks })
}
