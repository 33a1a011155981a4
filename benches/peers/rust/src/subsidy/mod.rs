//! What is paid back of many costs, in yen.

pub(crate) mod data;
mod rule_engines;

use std::{hint::black_box, io, path::Path};

use kenpo_core::{
    civil::Date,
    subsidy::{amount_on, column},
    value::Count,
};

use crate::{
    json::{ask, batch, programme},
    measure::{Contestant, measure as measure_all},
};

/// Measures every contestant on the same costs: as integers, and as requests in JSON.
pub(crate) fn measure(folder: &Path) -> io::Result<()> {
    let costs = data::read(folder)?;
    let programme = programme();
    let on = Date::from_ymd(2024, 6, 14).expect("a date");
    let requests: Vec<String> = costs.iter().map(|cost| data::request(*cost)).collect();
    let batch = batch(&requests);
    let one = |cost: &i32| amount_on(&programme, "dock", on, Count::new((*cost).into())?).ok();
    let mut paid = vec![0; costs.len()];
    measure_all(
        costs.len(),
        vec![
            Contestant {
                name: "kenpo column",
                run: Box::new(|| {
                    column(&programme, "dock", on, black_box(&costs), &mut paid).expect("a subsidy on the day");
                    paid.iter().map(|yen| *yen as usize).sum()
                }),
            },
            Contestant {
                name: "kenpo one by one",
                run: Box::new(|| {
                    black_box(&costs).iter().map(|cost| one(cost).map_or(0, |yen| yen.get() as usize)).sum()
                }),
            },
            Contestant {
                name: "kenpo JSON batch",
                run: Box::new(|| yen(&ask(&programme, "subsidy.claim.batch", &batch))),
            },
            Contestant {
                name: "kenpo JSON one by one",
                run: Box::new(|| {
                    requests.iter().map(|request| yen(&ask(&programme, "subsidy.claim", black_box(request)))).sum()
                }),
            },
            Contestant { name: "cel", run: Box::new(rule_engines::cel(&costs)) },
            Contestant { name: "zen-expression", run: Box::new(rule_engines::zen(&costs)) },
            Contestant {
                name: "handwritten",
                run: Box::new(|| black_box(&costs).iter().map(|cost| handwritten(*cost) as usize).sum()),
            },
        ],
    );
    Ok(())
}

/// The bands as a portal's programmer writes them.
fn handwritten(cost: i32) -> i32 {
    match cost {
        ..=0 => 0,
        1..=13_000 => cost,
        13_001..=18_572 => 13_000,
        18_573..=42_858 => cost * 7 / 10,
        _ => 30_000,
    }
}

/// The sum of an answer's subsidies.
fn yen(answer: &str) -> usize {
    let amounts = answer.split(r#""subsidy_yen":"#).skip(1);
    amounts.filter_map(|rest| rest.split_once('}')?.0.parse::<usize>().ok()).sum()
}
