//! Whether the shipped scores draw evenly: the law of one prize a person, and holders over ranks. The keys are fixed, so that the
//! outcome is: each bound would be passed by a fair draw with a probability of 1 in 10,000.

use kenpo_core::{
    lottery::{BestTickets, Entry},
    value::Hex,
};
use sha2::{Digest, Sha256};

const DRAWS: u32 = 20_000;

/// The bound of a normal distribution that is passed, to either side, once in 10,000 times.
const SIGMAS: f64 = 3.891;

fn entry(number: u8, count: u32) -> Entry {
    Entry { tag: Hex(Sha256::digest([number]).into()), count }
}

/// The holders of the first ranks, by their place in the list, under a numbered key.
fn drawn(entries: &[Entry], key: u32, slots: u64) -> Vec<usize> {
    let key = Hex(Sha256::digest(key.to_be_bytes()).into());
    let mut best = BestTickets::new(&key, slots, 1);
    best.push(entries);
    let place = |tag| entries.iter().position(|entry| entry.tag == tag).unwrap();
    best.finish().into_iter().map(|scored| place(scored.tag)).collect()
}

#[test]
fn one_prize_a_person_follows_its_exact_law() {
    let tickets = [1, 2, 3, 4, 10];
    let entries: Vec<Entry> = (0..).zip(tickets).map(|(number, count)| entry(number, count)).collect();
    let mut won = [0_u32; 5];
    for key in 0..DRAWS {
        drawn(&entries, key, 2).into_iter().for_each(|place| won[place] += 1);
    }
    let all = f64::from(tickets.iter().sum::<u32>());
    for (place, count) in tickets.iter().enumerate() {
        // The first prize, or the second after each of the others has the first.
        let own = f64::from(*count);
        let others = tickets.iter().enumerate().filter(|(other, _)| *other != place);
        let second: f64 = others.map(|(_, first)| f64::from(*first) / all * own / (all - f64::from(*first))).sum();
        let law = own / all + second;
        let expected = [0.127, 0.248, 0.362, 0.468, 0.795][place];
        assert!((law - expected).abs() < 0.000_5, "{count} tickets: {law}");
        let share = f64::from(won[place]) / f64::from(DRAWS);
        let bound = SIGMAS * (law * (1.0 - law) / f64::from(DRAWS)).sqrt();
        assert!((share - law).abs() <= bound, "{count} tickets: {share}, and {law} ± {bound}");
    }
}

#[test]
fn every_holder_has_every_rank_as_often() {
    const HOLDERS: usize = 10;
    let entries: Vec<Entry> = (0..10).map(|number| entry(number, 3)).collect();
    let mut seen = [[0_u32; HOLDERS]; HOLDERS];
    for key in 0..DRAWS {
        drawn(&entries, key, 10).into_iter().enumerate().for_each(|(rank, place)| seen[rank][place] += 1);
    }
    let expected = f64::from(DRAWS) / 10.0;
    for (rank, counts) in seen.iter().enumerate() {
        let chi: f64 = counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
        // Chi-squared with nine degrees of freedom passes 33.72 once in 10,000 times.
        assert!(chi < 33.72, "rank {}: {chi}", rank + 1);
    }
}
