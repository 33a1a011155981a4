use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Decision, Period},
    base::Error,
    civil::Date,
};

/// A paper or screen that a member reads the numbers from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 被保険者証: no new ones from 2024-12-02; its printed expiry or the loss of entitlement may come before the last day of all.
    Card,
    /// 資格確認書: its term is set by the insurer, five years at most.
    EligibilityCertificate,
    /// 資格情報のお知らせ: carries the numbers, proves nothing alone.
    EligibilityNotice,
    /// The マイナポータル screen.
    Mynaportal,
}

/// A paper and the days on which it counts.
struct Dated {
    paper: Paper,
    /// Days on which it can prove entitlement, (from, until) as YYYYMMDD; 0 is open. `None` where it never does alone.
    proves: Option<(i32, i32)>,
    /// Days on which counters tolerate it if entitlement is confirmed online.
    tolerated: Option<(i32, i32)>,
    /// The day from which it exists.
    exists_from: i32,
}

/// The law as known on 2026-11-20. Whether a tolerance was extended past its date is not known.
const PAPERS: [Dated; 4] = [
    Dated {
        paper: Paper::Card,
        proves: Some((0, 20_251_201)),
        tolerated: Some((20_251_202, 20_260_331)),
        exists_from: 0,
    },
    Dated {
        paper: Paper::EligibilityCertificate,
        proves: Some((20_241_202, 0)),
        tolerated: None,
        exists_from: 20_241_202,
    },
    Dated { paper: Paper::EligibilityNotice, proves: None, tolerated: None, exists_from: 20_241_202 },
    Dated { paper: Paper::Mynaportal, proves: None, tolerated: None, exists_from: 20_211_020 },
];

/// The request of `card.papers`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PapersRequest {
    /// The day.
    pub as_of: Date,
}

/// The answer of `card.papers`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PapersVerdict {
    /// Papers and screens on which a member may find the numbers on that day.
    pub papers: Vec<PaperOnDay>,
}

/// A paper on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaperOnDay {
    /// The paper.
    pub paper: Paper,
    /// Whether it can prove entitlement, its own term permitting.
    pub proves: bool,
    /// Whether a counter tolerates it if entitlement is confirmed online.
    pub tolerated: bool,
    /// The days on which it can prove entitlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

/// Says from which papers and screens a member may read the numbers on a day, and what each of them
/// proves. An old card's numbers may still match when it proves nothing.
///
/// # Errors
/// None.
pub fn papers(request: &PapersRequest) -> Result<Decision<PapersVerdict>, Error> {
    let ymd = request.as_of.yyyymmdd();
    let within =
        |days: Option<(i32, i32)>| days.is_some_and(|(from, until)| from <= ymd && (until == 0 || ymd <= until));
    let period = |(from, until)| Period { from: Date::from_yyyymmdd(from), until: Date::from_yyyymmdd(until) };
    let papers = PAPERS.iter().filter(|dated| dated.exists_from <= ymd).map(|dated| PaperOnDay {
        paper: dated.paper,
        proves: within(dated.proves),
        tolerated: within(dated.tolerated),
        period: dated.proves.map(period),
    });
    Ok(Decision { verdict: PapersVerdict { papers: papers.collect() }, checks: Vec::new() })
}
