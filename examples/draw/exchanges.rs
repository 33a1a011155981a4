//! The file of exchanges, as a ledger of points gives it: `member,sequence,exchanged_at,tickets`.

use std::path::Path;

use kenpo::{
    Programme,
    lottery::{self, TicketExchange},
    value::{Code, Count, DrawId, HostId},
};

use crate::Outcome;

/// The exchanges of a file whose tickets enter a draw, in order of time.
pub(crate) fn of_draw(programme: &Programme, file: &Path, draw_id: &DrawId) -> Outcome<Vec<TicketExchange>> {
    let all = read(file)?;
    // Each exchange once: of all together the library notices one that stands twice.
    tickets(programme, all.clone())?;
    let mut own = Vec::new();
    for exchange in all {
        let entered = tickets(programme, vec![exchange.clone()])?;
        if entered.draws.iter().any(|draw| draw.draw_id == *draw_id) {
            own.push(exchange);
        }
    }
    own.sort_by_key(|exchange| exchange.exchanged_at);
    Ok(own)
}

fn tickets(programme: &Programme, exchanges: Vec<TicketExchange>) -> Outcome<lottery::TicketsVerdict> {
    let draws = Code::new("kkr").map_err(|code| code.name())?;
    Ok(lottery::tickets(programme, &lottery::TicketsRequest { draws, exchanges, explain: kenpo::Explain::None })?
        .verdict)
}

fn read(file: &Path) -> Outcome<Vec<TicketExchange>> {
    let mut reader = csv::Reader::from_path(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row?;
        let line = row.position().map_or(0, csv::Position::line);
        all.push(exchange(&row).ok_or_else(|| format!("{}:{line}: not an exchange", file.display()))?);
    }
    Ok(all)
}

fn exchange(row: &csv::StringRecord) -> Option<TicketExchange> {
    let [member, sequence, at, tickets] = row.iter().collect::<Vec<_>>().try_into().ok()?;
    // The member's id is the name of a file, too.
    let plain = member.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    Some(TicketExchange {
        member_id: HostId::new(member).ok().filter(|_| plain)?,
        sequence: sequence.parse().ok().and_then(Count::new)?,
        exchanged_at: at.parse().ok()?,
        tickets: tickets.parse().ok()?,
    })
}
