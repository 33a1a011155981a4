//! Which of many people may have a check-up at an instant.

pub(crate) mod data;
mod handwritten;
mod rule_engines;

use std::{hint::black_box, io, path::Path};

use kenpo_core::eligibility::column;

use crate::{
    json::{ask, batch, programme},
    measure::{Contestant, measure as measure_all},
};

/// Measures every contestant on the same people: as rows of integers, and as requests in JSON.
pub(crate) fn measure(folder: &Path) -> io::Result<()> {
    let people = data::read(folder)?;
    let programme = programme();
    let requests = |more| people.iter().map(|row| data::request(row, handwritten::day(row.at), more)).collect();
    let (silent, explained): (Vec<String>, Vec<String>) = (requests(""), requests(r#","explain":"all""#));
    let batch = batch(&silent);
    let one_by_one = |requests: &[String]| {
        requests.iter().map(|request| accepted(&ask(&programme, "eligibility.check", black_box(request)))).sum()
    };
    measure_all(
        people.len(),
        vec![
            Contestant {
                name: "kenpo column",
                run: Box::new(|| {
                    let mut accepted = 0;
                    column(&programme, "group_checkup", black_box(&people), |reason| {
                        accepted += usize::from(reason.is_none());
                    })
                    .expect("rows hold what the programme asks for");
                    accepted
                }),
            },
            Contestant {
                name: "kenpo JSON batch",
                run: Box::new(|| accepted(&ask(&programme, "eligibility.check.batch", &batch))),
            },
            Contestant { name: "kenpo JSON one by one", run: Box::new(|| one_by_one(&silent)) },
            Contestant { name: "kenpo JSON one by one, explained", run: Box::new(|| one_by_one(&explained)) },
            Contestant { name: "cel", run: Box::new(rule_engines::cel(&people)) },
            Contestant { name: "zen-expression", run: Box::new(rule_engines::zen(&people)) },
            Contestant {
                name: "handwritten",
                run: Box::new(|| black_box(&people).iter().filter(|row| handwritten::entitled(row)).count()),
            },
        ],
    );
    Ok(())
}

fn accepted(answer: &str) -> usize {
    answer.matches(r#""verdict":{"reason":"accepted""#).count()
}
