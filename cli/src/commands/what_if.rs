//! `kenpo what-if`: what other figures would pay for the same steps.

use std::io::Write as _;

use kenpo::{Programme, civil::Date};
use serde_json::{Value, json};

use crate::{
    args::Walked,
    catalogue::Reader,
    compare::Comparison,
    desk::Desk,
    diagnostics, input,
    left_out::{self, LeftOut},
    pay::{Arrival, Terms},
    settings::{self, Missing},
    stop::{Outcome, Stop, Told},
    words::{self, heads, phrases},
};

/// Days that are listed of one member.
const LISTED: usize = 40;

/// What points are worth: `yen` for `points`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Worth {
    yen: i64,
    points: i64,
}

impl Worth {
    /// What the exchanges of a programme say; nothing where none has a value, or two differ.
    fn of(programme: &Programme) -> Option<Self> {
        let exchanges = programme.document().points.exchanges.iter();
        let mut worths = exchanges.filter_map(|exchange| {
            exchange.value_yen.map(|value| Self { yen: value.get(), points: exchange.points.get() })
        });
        let first = worths.next()?;
        let product = |yen: i64, points: i64| i128::from(yen) * i128::from(points);
        worths.all(|other| product(other.yen, first.points) == product(first.yen, other.points)).then_some(first)
    }

    /// Rounded down to a yen.
    fn yen(self, points: i64) -> i64 {
        let yen = (i128::from(points) * i128::from(self.yen)).div_euclid(self.points.into());
        i64::try_from(yen).unwrap_or(if yen < 0 { i64::MIN } else { i64::MAX })
    }
}

pub(crate) fn run(desk: &mut Desk, file: &str, set: &[String], walked: &Walked, yen: Option<i64>) -> Outcome {
    let (programme, bytes) = input::programme(desk, file)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut document: Value = serde_json::from_slice(text).map_err(Stop::fault)?;
    let mut not_met = Vec::new();
    for change in set {
        let unset = || Stop::Usage(phrases::no_path_and_value(desk.lang, change));
        let (path, value) = change.split_once('=').ok_or_else(unset)?;
        settings::set(&mut document, path, value)
            .map_err(|Missing { name, known }| Stop::Usage(phrases::no_setting(desk.lang, change, name, known)))?;
        if !is_met(path) {
            not_met.push(path.to_owned());
        }
    }
    let text = serde_json::to_string_pretty(&document).map_err(Stop::fault)?;
    let other = kenpo::parse_programme(text.as_bytes()).map_err(|_| {
        let faults = kenpo_wire::document_faults(text.as_bytes());
        let shown = diagnostics::text(desk.lang, "--set", text.as_bytes(), &faults);
        Stop::from(Told::document(desk.lang, "--set", &faults, shown))
    })?;

    let person = walked.person(desk)?;
    let arrival = Arrival::of(&[&programme, &other]);
    let nobody = phrases::a_rule_asks(desk.lang);
    let terms = |programme| Terms { programme, person: person.as_ref(), arrival, nobody: &nobody };
    let mut comparison = Comparison::new([terms(&programme), terms(&other)]);
    let report = input::steps(desk, walked, &mut |member, rows| comparison.member(member, rows))?;
    let yen = yen.map(|yen| Worth { yen, points: 1 }).or_else(|| Worth::of(&programme));
    let left_out = left_out::of(&[&programme, &other]);
    show(desk, &comparison, arrival, yen, &left_out, &not_met)?;
    Ok(report.faults() == 0)
}

/// Whether what is paid for steps can depend on a setting. What an exchange is worth is no payment, but it is shown.
fn is_met(path: &str) -> bool {
    const SECTIONS: [&str; 5] = ["calendar", "eligibility", "facts", "groups", "points"];
    let names = settings::names(path);
    names.first().is_some_and(|section| SECTIONS.contains(&section.as_str()))
}

fn show(
    desk: &mut Desk,
    comparison: &Comparison<'_>,
    arrival: Arrival,
    worth: Option<Worth>,
    left_out: &[LeftOut],
    not_met: &[String],
) -> Outcome<()> {
    let totals = &comparison.totals;
    let (points, lost) = (totals.points, totals.lost);
    let more = points[1] - points[0];
    let day = |day: i32| Date::from_yyyymmdd(day).map_or_else(String::new, |day| day.to_string());
    let days: Vec<(String, [i64; 2])> = totals.days.iter().map(|(at, points)| (day(*at), *points)).collect();
    if desk.json {
        return desk.line(&json!({
            "members": totals.members, "rows": totals.rows, "points": points, "lost": lost, "difference": more,
            "yen": worth.map(|worth| worth.yen(more)),
            "members_that_differ": totals.differing_members, "days_that_differ": totals.differing_days,
            "days": days.iter().map(|(day, points)| json!({ "date": day, "points": points })).collect::<Vec<_>>(),
            "unpaid": comparison.unpaid(), "left_out": left_out::json(left_out), "not_met": not_met,
        }));
    }
    let lang = desk.lang;
    let row = |name: &str, [before, after]: [i64; 2]| {
        [name.to_owned(), before.to_string(), after.to_string(), format!("{:+}", after - before)]
    };
    let mut table = vec![row(&phrases::points_paid(lang), points)];
    table.push(row(&phrases::lost_to_caps(lang), lost));
    if let Some(worth) = worth {
        table.push(row(&phrases::yen(lang), points.map(|points| worth.yen(points))));
    }
    desk.table(heads::compared(lang), table)?;
    writeln!(desk.out, "{}", said(desk, comparison, arrival))?;
    if points == [0, 0] {
        for (reason, rows) in comparison.unpaid()[1] {
            writeln!(desk.out, "  {rows} {}", words::code(lang, reason, Reader::Line))?;
        }
    }
    left_out::say(desk, left_out)?;
    if !not_met.is_empty() {
        writeln!(desk.out, "{}", phrases::steps_do_not_meet(lang, not_met.join(", ")))?;
    }
    let more = days.len().saturating_sub(LISTED);
    let shown = days.into_iter().take(LISTED).map(|(day, points)| row(&day, points)).collect();
    desk.table(heads::compared_days(lang), shown)?;
    if more > 0 {
        writeln!(desk.out, "{}", phrases::more_days(lang, more))?;
    }
    Ok(())
}

/// How many differ, and when the rows were taken to arrive.
fn said(desk: &Desk, comparison: &Comparison<'_>, arrival: Arrival) -> String {
    let totals = &comparison.totals;
    let (members, rows) = (totals.members, totals.rows);
    let (differing_members, differing_days) = (totals.differing_members, totals.differing_days);
    let arrival = match arrival {
        Arrival::Together => phrases::all_together(desk.lang, rows),
        Arrival::Daily => phrases::each_daily(desk.lang, rows),
    };
    phrases::differ(desk.lang, arrival, differing_members, members, differing_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_not_met_by_steps() {
        assert!(is_met("points.caps.month.points") && is_met("/eligibility/0/age/at_least"));
        assert!(!is_met("draws.kkr.months") && !is_met("/coupons/0/value_yen"));
    }

    #[test]
    fn points_are_worth_what_all_exchanges_say() {
        let worth = |exchanges: &str| {
            let document = format!(
                r#"{{"format":"kenpo-programme/1","id":"p","version":"1","name":"p","points":{{"exchanges":[{exchanges}]}}}}"#
            );
            Worth::of(&kenpo::parse_programme(document.as_bytes()).expect("a programme"))
        };
        let [voucher, card, ticket] = [
            r#"{"id":"voucher","points":2000,"value_yen":1000}"#,
            r#"{"id":"card","points":500,"value_yen":250}"#,
            r#"{"id":"ticket","points":500}"#,
        ];
        let half = worth(&[ticket, voucher, card].join(",")).expect("a worth");
        assert_eq!([3, -3, i64::MAX].map(|points| half.yen(points)), [1, -2, i64::MAX / 2]);
        assert_eq!(worth(ticket), None);
        assert_eq!(worth(&[voucher, r#"{"id":"card","points":500,"value_yen":500}"#].join(",")), None);
    }
}
