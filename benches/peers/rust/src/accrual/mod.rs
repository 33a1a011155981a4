//! What years of steps come to, in points.

pub(crate) mod data;
mod handwritten;
mod rule_engines;

use std::{fs, hint::black_box, io, path::Path};

use kenpo_core::{
    Programme, Reason,
    points::{StepCredit, StepDay, StepDelivery, accrue_steps},
};
use kenpo_wire::parse_programme;

use crate::{
    json::ask,
    measure::{Contestant, measure as measure_all},
};

/// Measures every contestant on the same deliveries: as integers, and as requests in JSON, a member's year in each.
pub(crate) fn measure(folder: &Path) -> io::Result<()> {
    let years = data::read(folder)?;
    let requests = data::requests(folder)?;
    let programme = parse_programme(&fs::read(folder.join("kkr.json"))?).expect("the programme is sound");
    let longest = years.iter().map(Vec::len).max().unwrap_or(0);
    let mut books = Books {
        room: vec![0; 1_024],
        credits: vec![StepCredit::default(); longest],
        reasons: vec![Reason::NoRuleInEffect; longest],
    };
    measure_all(
        years.iter().map(Vec::len).sum(),
        vec![
            Contestant {
                name: "kenpo typed",
                run: Box::new(|| black_box(&years).iter().map(|year| typed(&programme, year, &mut books)).sum()),
            },
            Contestant {
                name: "kenpo JSON",
                run: Box::new(|| {
                    let answers = requests.iter().map(|request| ask(&programme, "points.accrue", black_box(request)));
                    answers.map(|answer| points(&answer)).sum()
                }),
            },
            Contestant { name: "cel", run: Box::new(rule_engines::cel(&years)) },
            Contestant { name: "zen-expression", run: Box::new(rule_engines::zen(&years)) },
            Contestant {
                name: "handwritten",
                run: Box::new(|| black_box(&years).iter().map(|year| handwritten::points(year) as usize).sum()),
            },
        ],
    );
    Ok(())
}

/// What the typed lane works in and writes, used again for each year.
struct Books {
    room: Vec<i64>,
    credits: Vec<StepCredit>,
    reasons: Vec<Reason>,
}

fn typed(programme: &Programme, year: &[StepDay], books: &mut Books) -> usize {
    let Books { room, credits, reasons } = books;
    let delivery = StepDelivery::on(data::DELIVERED);
    let paid = accrue_steps(programme, &delivery, year, &[], room, credits, reasons).expect("a year of one rule");
    credits[..paid].iter().map(|credit| credit.points as usize).sum()
}

/// The verdict's sum.
fn points(answer: &str) -> usize {
    let number = answer.split_once(r#""verdict":{"points":"#).map_or("", |(_, rest)| rest);
    number.split(|c: char| !c.is_ascii_digit()).next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
