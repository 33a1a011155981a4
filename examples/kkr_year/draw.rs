//! The draw, with a proof that anyone can repeat.

use std::{error::Error, io::Write};

use kenpo::{
    Reason,
    civil::{Date, Instant},
    lottery::{self, Beacon, Holder, Prize},
    value::{Clause, Code, DrawId, Hex, HostId},
};

/// The other members of the example: made up, with 1 to 12 tickets each.
const OTHERS: u32 = 299;
const PRIZES: u32 = 150;

/// Public values of the draw's day. Made up here; a real draw names real ones in advance.
const PUBLIC_TEXT: &str = "2217133./80412./3.8.17.22.31.40./";

/// The first day after `date` on which the example holds a draw: 21 June or 22 November.
fn next_draw(date: Date) -> Option<Date> {
    let days = [(date.year(), 6, 21), (date.year(), 11, 22), (date.year() + 1, 6, 21)];
    days.into_iter().filter_map(|(year, month, day)| Date::from_ymd(year, month, day)).find(|day| *day > date)
}

/// Draws at noon of the next draw's day and prints how it went. Returns that day.
pub(crate) fn hold(tickets: u32, now: Instant, out: &mut impl Write) -> Result<Date, Box<dyn Error>> {
    let day = next_draw(now.date()).ok_or("no draw after the last day")?;
    let draw_time = Instant::from_unix(Instant::start_of(day).unix() + 12 * 3_600).ok_or("no such draw time")?;
    let draw_id = DrawId::new("kkr-example").map_err(|code| code.name())?;

    let others = (1..=OTHERS).map(|number| (format!("other-{number}"), 1 + number % 12));
    let member = (tickets > 0).then(|| ("member".to_owned(), tickets));
    let holders = others.chain(member).map(|(id, tickets)| Ok(Holder { member_id: HostId::new(&id)?, tickets }));
    let holders = holders.collect::<Result<Vec<_>, kenpo::ErrorCode>>().map_err(|code| code.name())?;
    // An example repeats itself; a real host takes 32 bytes from its system's generator.
    let entropy = Hex([7; 32]);
    let entered = lottery::enter(&lottery::EnterRequest { draw_id: draw_id.clone(), entropy, holders })?;
    let own_tag = entered.store.iter().find(|row| row.member_id.as_str() == "member").map(|row| row.tag);

    let description = "Example: a stock index in hundredths, its volume, and six lottery numbers of the day";
    let frozen = lottery::freeze(&lottery::FreezeRequest {
        draw_id,
        freeze_time: now,
        draw_time,
        beacon: Beacon::public_text(Clause::new(description).map_err(|code| code.name())?),
        entries: entered.verdict.entries.clone(),
        exchanges: Vec::new(),
        prizes: vec![Prize { code: Code::new("kkr_coupon").map_err(|code| code.name())?, quantity: PRIZES }],
        alternates: 5,
        max_prizes_per_holder: 1,
        commitments: Vec::new(),
        terms: None,
        list: None,
        log: None,
    })?
    .verdict;
    writeln!(
        out,
        "Draw        {} tickets of {} holders, {PRIZES} prizes, frozen {now}, drawn {draw_time}",
        frozen.manifest.tickets, frozen.manifest.holders
    )?;

    let proof = lottery::draw(&lottery::DrawRequest {
        manifest: frozen.manifest,
        entries: entered.verdict.entries,
        exchanges: Vec::new(),
        public_text: Some(PUBLIC_TEXT.into()),
        signature: None,
        reveals: Vec::new(),
        time_evidence: None,
        earlier: None,
    })?
    .verdict
    .proof;
    match proof.result.iter().find(|award| Some(award.holder) == own_tag) {
        Some(award) if award.prize.is_some() => writeln!(out, "            the member wins, rank {}", award.rank)?,
        Some(award) => writeln!(out, "            the member is an alternate, rank {}", award.rank)?,
        None => writeln!(out, "            the member wins nothing")?,
    }

    let verified = lottery::verify(&lottery::VerifyRequest { proof })?.verdict;
    if verified.reason != Reason::Accepted {
        return Err(verified.reason.text().into());
    }
    writeln!(out, "Proof       verified in {} steps; no outside time evidence in this example", verified.steps.len())?;
    Ok(draw_time.date())
}
