//! What the operator does: freezing the list, and holding the draw.

use std::{collections::BTreeMap, path::Path};

use kenpo::{
    Programme, Reason,
    lottery::{
        self, Beacon, DrawRequest, Entry, Holder, HolderRow, LoggedExchange, Manifest, MemberView, Receipt,
        TicketExchange,
    },
    parse_programme,
    value::{Clause, Count, DrawId, Hex, HostId},
};
use serde_json::{Value, json};

use crate::{
    Outcome, exchanges,
    files::{HEADS, MANIFEST, MEMBERS, OPERATOR, PROOF, part, read, write},
    holding::{held, progress},
};

/// Where the randomness comes from. Made up here; a real draw names real sources, and leaves no choice.
const BEACON: &str = "Example: a stock index in hundredths, its volume, and six lottery numbers of the day";

/// Writes what is published before the draw, and a receipt for each member.
pub(crate) fn freeze(file: &Path, draw_id: &str, folder: &Path) -> Outcome {
    let programme = parse_programme(include_bytes!("../../programmes/kkr.json"))?;
    let draw_id = DrawId::new(draw_id).map_err(|code| code.name())?;
    let bought = exchanges::of_draw(&programme, file, &draw_id)?;
    let rows = enter(&draw_id, &bought)?;
    let exchanges = logged(&bought, &rows)?;
    write(&folder.join(HEADS), &heads(&exchanges)?)?;

    let entries = lottery::log(&lottery::LogRequest { exchanges: exchanges.clone(), since: None })?.verdict.entries;
    let frozen = frozen(&programme, &draw_id, &entries, &exchanges)?;
    let manifest = json!({ "draw_hash": frozen.draw_hash, "manifest": frozen.manifest });
    write(&folder.join(MANIFEST), &manifest)?;

    let receipts = lottery::ReceiptsRequest { draw_id, entries: entries.clone(), rows: rows.clone() };
    let receipts = lottery::receipts(&receipts)?.verdict.receipts;
    hand_out(folder, &manifest, &receipts, |_| None)?;
    let kept = json!({ "manifest": frozen.manifest, "entries": entries, "exchanges": exchanges, "rows": rows, "receipts": receipts });
    write(&folder.join(OPERATOR), &kept)?;
    let Manifest { holders, tickets, freeze_time, draw_time, .. } = frozen.manifest;
    println!("{tickets} tickets of {holders} holders, frozen {freeze_time}, to be drawn {draw_time}");
    println!("draw hash {}, for every member", manifest["draw_hash"].as_str().unwrap_or_default());
    Ok(true)
}

/// Holds the draw, publishes the proof, and completes each member's file.
pub(crate) fn draw(folder: &Path, public_text: &str) -> Outcome {
    let (published, kept) = (read(&folder.join(MANIFEST))?, read(&folder.join(OPERATOR))?);
    let proof = held(DrawRequest {
        manifest: part(&kept, "manifest")?,
        entries: part(&kept, "entries")?,
        exchanges: part(&kept, "exchanges")?,
        public_text: Some(public_text.into()),
        signature: None,
        reveals: Vec::new(),
        time_evidence: None,
        earlier: None,
    })?;
    write(&folder.join(PROOF), &json!(proof))?;
    for award in &proof.result {
        let prize = award.prize.as_ref().map_or("alternate", |prize| prize.as_str());
        println!("{:>3}  {prize}", award.rank);
    }
    // What is the same for all members is taken from the proof once.
    let common = lottery::MemberViewRequest { tag: Hex([0; 32]), proof };
    let view = lottery::member_view(&common)?.verdict.view;
    let own = |receipt: &Receipt| {
        let awards = common.proof.result.iter().filter(|award| award.holder == receipt.tag).cloned().collect();
        Some(MemberView { awards, ..view.clone() })
    };
    hand_out(folder, &published, &part::<Vec<Receipt>>(&kept, "receipts")?, own)?;
    Ok(true)
}

/// A tag for each member who bought tickets, and what it is keyed with.
fn enter(draw_id: &DrawId, bought: &[TicketExchange]) -> Outcome<Vec<HolderRow>> {
    let mut tickets: BTreeMap<&HostId, u32> = BTreeMap::new();
    for exchange in bought {
        *tickets.entry(&exchange.member_id).or_default() += exchange.tickets;
    }
    let holders = tickets.into_iter().map(|(id, tickets)| Holder { member_id: id.clone(), tickets }).collect();
    let mut entropy = Hex([0; 32]);
    getrandom::fill(&mut entropy.0)?;
    Ok(lottery::enter(&lottery::EnterRequest { draw_id: draw_id.clone(), entropy, holders })?.store)
}

/// The exchanges as the log has them: with tags in place of members.
fn logged(bought: &[TicketExchange], rows: &[HolderRow]) -> Outcome<Vec<LoggedExchange>> {
    let tags: BTreeMap<&HostId, Hex<32>> = rows.iter().map(|row| (&row.member_id, row.tag)).collect();
    let one = |exchange: &TicketExchange| {
        let tag = *tags.get(&exchange.member_id)?;
        Some(LoggedExchange { tag, count: exchange.tickets, time: exchange.exchanged_at })
    };
    bought.iter().map(one).collect::<Option<_>>().ok_or_else(|| "a member without a tag".into())
}

/// The heads that were published while tickets were sold, here one for each month, and what shows that each begins the next.
fn heads(exchanges: &[LoggedExchange]) -> Outcome<Value> {
    let mut heads = Vec::new();
    let (mut sold, mut since) = (0, None);
    for month in exchanges.chunk_by(|one, next| one.time.date().calendar_month() == next.time.date().calendar_month()) {
        sold += month.len();
        let log = lottery::log(&lottery::LogRequest { exchanges: exchanges[..sold].to_vec(), since })?.verdict;
        heads.push(json!({ "head": log.head, "consistency": log.consistency }));
        since = i64::try_from(sold).ok().and_then(Count::new);
    }
    Ok(Value::from(heads))
}

fn frozen(
    programme: &Programme,
    draw_id: &DrawId,
    entries: &[Entry],
    exchanges: &[LoggedExchange],
) -> Outcome<lottery::FreezeVerdict> {
    let beacon = Beacon::public_text(Clause::new(BEACON).map_err(|code| code.name())?);
    let request = lottery::FreezeScheduledRequest {
        draw_id: draw_id.clone(),
        beacon,
        entries: entries.to_vec(),
        exchanges: exchanges.to_vec(),
        commitments: Vec::new(),
        leave_terms: false,
        list: None,
        log: None,
    };
    Ok(lottery::freeze_scheduled(programme, &request)?.verdict)
}

/// A file for each member: a request of `lottery.check_receipt`, which holds before the next member's is written.
fn hand_out(
    folder: &Path,
    published: &Value,
    receipts: &[Receipt],
    drawn: impl Fn(&Receipt) -> Option<MemberView>,
) -> Outcome<()> {
    let bar = progress(receipts.len(), "receipts")?;
    for receipt in receipts {
        let request = lottery::CheckReceiptRequest {
            draw_hash: part(published, "draw_hash")?,
            manifest: part(published, "manifest")?,
            receipt: receipt.clone(),
            drawn: drawn(receipt),
        };
        let reason = lottery::check_receipt(&request)?.verdict.reason;
        if reason != Reason::Accepted {
            return Err(format!("a receipt does not hold: {}", reason.name()).into());
        }
        write(&folder.join(MEMBERS).join(format!("{}.json", receipt.member_id)), &json!(request))?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}
