//! The draw against a plain one: score everything, sort everything, walk down the list.

use std::collections::BTreeMap;

use kenpo_core::{
    ErrorCode, Outcome, Period, Programme, Reason,
    civil::{Boundary, Date, Deadline, Instant, TimeOfDay},
    lottery::{
        AfterDraw, Beacon, BestTickets, DrawEvent, DrawRequest, EnterRequest, Entry, FreezeRequest, Holder, Prize,
        Proof, Scored, SettleDrawRequest, VerifyRequest, draw, enter, freeze, settle, verify,
    },
    programme::{Disqualification, Document, DrawDate, DrawPrize, DrawTerms, TimeBefore},
    value::{Clause, Code, Count, DrawId, Hex, HostId, RuleId},
};
use proptest::{collection::vec, prelude::*};

fn entries(tickets: &[u32], entropy: u8) -> Vec<Entry> {
    let holders = tickets
        .iter()
        .enumerate()
        .map(|(i, tickets)| Holder { member_id: HostId::new(&format!("m{i}")).unwrap(), tickets: *tickets });
    let request =
        EnterRequest { draw_id: DrawId::new("draw").unwrap(), entropy: Hex([entropy; 32]), holders: holders.collect() };
    enter(&request).unwrap().verdict.entries
}

fn held(tickets: &[u32], prizes: &[u32], alternates: u32, most: u32, text: &str) -> Proof {
    let freeze_time = Instant::parse("2022-06-20T00:00:00+09:00").unwrap();
    let prize =
        |(i, quantity): (usize, &u32)| Prize { code: Code::new(&format!("p{i}")).unwrap(), quantity: *quantity };
    let request = FreezeRequest {
        draw_id: DrawId::new("draw").unwrap(),
        freeze_time,
        draw_time: Instant::from_unix(freeze_time.unix() + 86_400).unwrap(),
        beacon: Beacon::public_text(Clause::new("values").unwrap()),
        entries: entries(tickets, 1),
        exchanges: Vec::new(),
        prizes: prizes.iter().enumerate().map(prize).collect(),
        alternates,
        max_prizes_per_holder: most,
        commitments: Vec::new(),
        terms: None,
        list: None,
        log: None,
    };
    let manifest = freeze(&request).unwrap().verdict.manifest;
    let request = DrawRequest {
        manifest,
        entries: request.entries,
        exchanges: Vec::new(),
        public_text: Some(text.into()),
        signature: None,
        reveals: Vec::new(),
        time_evidence: None,
        earlier: None,
    };
    draw(&request).unwrap().verdict.proof
}

/// The same selection, said as the rule says it.
fn plain(proof: &Proof) -> Vec<(Hex<32>, u32)> {
    let scorer = BestTickets::new(&proof.key, 0, 1);
    let mut tickets: Vec<Scored> = proof
        .entries
        .iter()
        .flat_map(|entry| (1..=entry.count).map(move |ticket| (entry.tag, ticket)))
        .map(|(tag, ticket)| Scored { score: scorer.score(&tag, ticket), tag, ticket })
        .collect();
    tickets.sort();
    let slots: u64 = proof.manifest.prizes.iter().map(|prize| u64::from(prize.quantity)).sum::<u64>()
        + u64::from(proof.manifest.alternates);
    let mut held: BTreeMap<Hex<32>, u32> = BTreeMap::new();
    let mut awards = Vec::new();
    for ticket in tickets {
        let of_holder = held.entry(ticket.tag).or_insert(0);
        if *of_holder < proof.manifest.max_prizes_per_holder && (awards.len() as u64) < slots {
            *of_holder += 1;
            awards.push((ticket.tag, ticket.ticket));
        }
    }
    awards
}

/// A draw on 21 June 2022, whose prizes pass on a day later.
fn programme() -> Programme {
    let on = Date::from_ymd(2022, 6, 21).unwrap();
    let midnight = TimeOfDay::default();
    let terms = DrawTerms {
        id: Code::new("d").unwrap(),
        name: None,
        rule: RuleId::default(),
        period: Period::default(),
        exchange: None,
        months: vec![6],
        dates: vec![DrawDate { draw_id: DrawId::new("draw").unwrap(), on }],
        at: midnight,
        entry: Deadline { days_before: 1, at: midnight, boundary: Boundary::default() },
        freeze: TimeBefore { days_before: 1, at: midnight },
        prizes: vec![DrawPrize { code: Code::new("p0").unwrap(), quantity: 1 }],
        alternates: 0,
        max_prizes_per_holder: 1,
        disqualifications: vec![Disqualification { code: Code::new("reason").unwrap(), says: None }],
        pass_on_days: Some(1),
        clause: None,
    };
    Programme::new(Document { draws: vec![terms], ..Document::new("test", "1", "test").unwrap() }, b"").unwrap()
}

proptest! {
    #[test]
    fn the_draw_is_the_plain_one(
        tickets in vec(1_u32..12, 1..40),
        prizes in vec(1_u32..5, 1..4),
        alternates in 0_u32..5,
        most in 1_u32..4,
        value in 0_u32..1_000_000,
    ) {
        let proof = held(&tickets, &prizes, alternates, most, &format!("{value}./"));
        let awards: Vec<(Hex<32>, u32)> = proof.result.iter().map(|award| (award.holder, award.ticket)).collect();
        prop_assert_eq!(&awards, &plain(&proof));
        let slots = i64::from(prizes.iter().sum::<u32>() + alternates);
        prop_assert_eq!(proof.shortfall, Count::new(slots - awards.len() as i64).unwrap());
        prop_assert!(proof.result.iter().zip(1..).all(|(award, rank)| award.rank == rank));
        let verdict = verify(&VerifyRequest { proof }).unwrap().verdict;
        prop_assert_eq!(verdict.reason, Reason::Accepted);
    }

    #[test]
    fn settled_at_once_or_in_parts_it_is_the_same(
        tickets in vec(1_u32..4, 1..12),
        prizes in vec(1_u32..4, 1..3),
        alternates in 0_u32..5,
        acts in vec((0_u32..16, 0_usize..3, 0_i64..400_000), 0..12),
    ) {
        let programme = programme();
        let drawn = held(&tickets, &prizes, alternates, 1, "7./");
        let start = drawn.manifest.draw_time.unix();
        let mut acts = acts;
        acts.sort_by_key(|(.., after)| *after);
        let at = |after: i64| Instant::from_unix(start + after).unwrap();
        let settled = |proof: &Proof, records: Vec<DrawEvent>, now| {
            settle(&programme, &SettleDrawRequest { proof: proof.clone(), records, now, explain: kenpo_core::Explain::None }).unwrap().verdict
        };
        // In parts: what cannot have happened is left out.
        let (mut kept, mut proof) = (Vec::new(), drawn.clone());
        for (rank, kind, after) in acts {
            let event = [AfterDraw::TakenUp, AfterDraw::Declined, AfterDraw::Disqualified][kind];
            let reason = (kind == 2).then(|| Code::new("reason").unwrap());
            let record = DrawEvent { event, rank, prize: None, reason, time: at(after) };
            let verdict = settled(&proof, vec![record.clone()], at(after));
            prop_assert_eq!(verdict.proof.is_some(), verdict.reason == Reason::Accepted);
            if let Some(next) = verdict.proof {
                kept.push(record);
                proof = next;
            }
        }
        let parts = settled(&proof, Vec::new(), at(400_000));
        let once = settled(&drawn, kept, at(400_000));
        prop_assert_eq!(&parts, &once);
        let ranks = once.ranks.iter().filter(|rank| rank.prize.is_some()).count() as u32;
        let left: u32 = once.unawarded.iter().map(|prize| prize.quantity).sum();
        prop_assert_eq!(ranks + left, prizes.iter().sum::<u32>());
        let verdict = verify(&VerifyRequest { proof: once.proof.unwrap() }).unwrap().verdict;
        prop_assert_eq!((verdict.reason, verdict.event), (Reason::Accepted, None));
    }

    #[test]
    fn one_false_byte_fails_a_step(place in any::<prop::sample::Index>(), which in 0_usize..6, flip in 1_u8..=255) {
        let mut proof = held(&[1, 2, 3, 4], &[2], 1, 1, "1./");
        let byte = |hex: &mut Hex<32>| hex.0[place.index(32)] ^= flip;
        match which {
            0 => byte(&mut proof.draw_hash),
            1 => byte(&mut proof.randomness),
            2 => byte(&mut proof.prk),
            3 => byte(&mut proof.key),
            4 => byte(&mut proof.manifest.root),
            _ => { let at = place.index(proof.manifest_bytes.0.len()); proof.manifest_bytes.0[at] ^= flip; }
        }
        let verdict = verify(&VerifyRequest { proof }).unwrap().verdict;
        prop_assert_ne!(verdict.reason, Reason::Accepted);
        let first = verdict.steps.iter().find(|step| step.outcome == Outcome::Fail).unwrap();
        prop_assert_eq!(first.step, verdict.reason);
    }
}

#[test]
fn entropy_may_come_from_a_generator() {
    struct Counting(u8);
    impl rand_core::TryRng for Counting {
        type Error = core::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Ok(0)
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Ok(0)
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
            bytes.fill(self.0);
            Ok(())
        }
    }
    impl rand_core::TryCryptoRng for Counting {}
    let holders = vec![Holder { member_id: HostId::new("m0").unwrap(), tickets: 1 }];
    let posting = kenpo_core::lottery::enter_with(&mut Counting(9), DrawId::new("draw").unwrap(), holders).unwrap();
    assert_eq!(posting.verdict.entries, entries(&[1], 9));
}

#[test]
fn too_many_tickets_are_refused_before_any_work() {
    let holders =
        (0..2).map(|i| Holder { member_id: HostId::new(&format!("m{i}")).unwrap(), tickets: u32::MAX }).collect();
    let request = EnterRequest { draw_id: DrawId::new("draw").unwrap(), entropy: Hex([1; 32]), holders };
    assert_eq!(enter(&request).unwrap_err().code(), ErrorCode::TooManyTickets);
}
