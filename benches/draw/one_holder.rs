//! The longest work that one entry can make: a holder with all ten million tickets, whose prizes are as many as there are.

use kenpo_core::{
    ErrorCode, Reason,
    lottery::{
        CheckReceiptRequest, DrawRequest, EnterRequest, Holder, MOST_TICKETS, Manifest, MemberViewRequest,
        ReceiptsRequest, VerifyRequest, check_receipt, draw, enter, member_view, receipts, verify,
    },
    value::{DrawId, Hex, HostId},
};

use crate::{TEXT, hashed, least_and_median, manifest, memory_of, timed};

const ROUNDS: usize = 3;

/// The manifest's prizes and alternates, all of which one holder may have.
const AWARDS: u32 = 120;

/// What the draw, its verification and the member's check may take beside their input and answer, in bytes. They grow with the awards alone.
const MOST_MEMORY: usize = 256 * 1024;

pub(crate) fn run() {
    let tickets = u32::try_from(MOST_TICKETS).expect("ten million");
    let holders = vec![Holder { member_id: HostId::new("m-1").expect("an id"), tickets }];
    let draw_id = DrawId::new("bench").expect("an id");
    let entered = enter(&EnterRequest { draw_id: draw_id.clone(), entropy: Hex([7; 32]), holders }).expect("holders");
    let entries = entered.verdict.entries;
    let manifest = manifest(&entries);
    let manifest = Manifest { max_prizes_per_holder: AWARDS, ..manifest };
    let request = DrawRequest {
        manifest: manifest.clone(),
        entries: entries.clone(),
        exchanges: Vec::new(),
        public_text: Some(TEXT.into()),
        signature: None,
        reveals: Vec::new(),
        time_evidence: None,
        earlier: None,
    };
    let proof = draw(&request).expect("a draw").verdict.proof;
    assert_eq!(proof.result.len(), AWARDS as usize);
    let rows = ReceiptsRequest { draw_id, entries: entries.clone(), rows: entered.store };
    let receipt = receipts(&rows).expect("a row of the list").verdict.receipts.remove(0);
    let view = MemberViewRequest { proof: proof.clone(), tag: receipt.tag };
    let drawn = Some(member_view(&view).expect("a view").verdict.view);
    let check = CheckReceiptRequest { draw_hash: proof.draw_hash, manifest, receipt, drawn };
    let verification = VerifyRequest { proof };

    let (mut plain, mut works) = (Vec::new(), [const { Vec::new() }; 3]);
    let mut memory = [0; 3];
    for _ in 0..ROUNDS {
        plain.push(timed(|| hashed(&entries)).0);
        let mut measured = |at: usize, work: &mut dyn FnMut()| {
            let (most, (time, ())) = memory_of(|| timed(work));
            works[at].push(time);
            memory[at] = memory[at].max(most);
        };
        measured(0, &mut || assert_eq!(draw(&request).expect("a draw").verdict.proof, verification.proof));
        measured(1, &mut || assert_eq!(verify(&verification).expect("a proof").verdict.reason, Reason::Accepted));
        measured(2, &mut || assert_eq!(check_receipt(&check).expect("a receipt").verdict.reason, Reason::Accepted));
    }
    println!("one holder with {tickets} tickets and {AWARDS} awards");
    let (_, plain) = least_and_median(plain);
    for ((name, times), memory) in ["draw", "verification", "member's check"].into_iter().zip(works).zip(memory) {
        let (_, time) = least_and_median(times);
        println!(
            "{name:<14} {time:6.3} s  plain SHA-256 {plain:6.3} s  ratio {:4.2}  {memory} bytes at most",
            time / plain
        );
        assert!(memory <= MOST_MEMORY, "{name}: {memory} bytes");
    }

    // One ticket more is refused before any is scored.
    let mut more = request;
    more.entries[0].count += 1;
    let (memory, (time, refused)) = memory_of(|| timed(|| draw(&more)));
    assert_eq!(refused.expect_err("too many").code(), ErrorCode::TooManyTickets);
    println!("one ticket more: refused in {:.3} ms, {memory} bytes at most", time * 1e3);
}
