//! Which columns a table has, from its header.

use csv::StringRecord;

use super::dates::date_and_time;
use crate::{
    Form,
    item::{narrow, steps},
};

/// Names of the column of a date, in the order in which they are looked for.
const DATES: &[&str] = &[
    "date",
    "day",
    "activitydate",
    "activityday",
    "日付",
    "年月日",
    "測定日",
    "計測日",
    "記録日",
    "対象日",
    "歩行日",
    "日にち",
    "日",
];

/// Names of the column of steps.
const STEPS: &[&str] = &[
    "steps",
    "stepcount",
    "totalsteps",
    "steptotal",
    "dailysteps",
    "numberofsteps",
    "step",
    "歩数",
    "合計歩数",
    "総歩数",
    "歩数合計",
    "ステップ数",
    "ステップ",
];

/// What a row's steps belong to, by the columns that say so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum When {
    /// A day, or an instant where a time of day stands behind the date.
    Date(usize),
    /// A day and a time of day; with the length of the interval in seconds.
    DateAndTime(usize, usize, i64),
    /// A day as Samsung writes it: midnight in UTC, in milliseconds or as text.
    SamsungDay(usize),
    /// Times in UTC as Samsung writes them.
    SamsungSpan(usize, usize),
    /// Times with their offset.
    Span(usize, usize),
    /// Mi Fitness: seconds since 1970, of rows whose key, and tag, are those of steps. The steps are within JSON.
    MiFitness { key: usize, time: usize, tag: Option<usize> },
}

/// The columns of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Layout {
    pub(crate) form: Form,
    /// Rows up to the header and with it.
    pub(crate) header: usize,
    /// How many columns were recognised.
    pub(crate) columns: usize,
    pub(crate) when: When,
    pub(crate) count: usize,
    pub(crate) source: Option<usize>,
    pub(crate) device: Option<usize>,
    pub(crate) id: Option<usize>,
    pub(crate) deleted: Option<usize>,
    pub(crate) member: Option<usize>,
}

impl Layout {
    /// The columns of a header, with the row above it, which Samsung's tables begin with.
    pub(crate) fn of_header(above: Option<&StringRecord>, header: &StringRecord, rows: usize) -> Option<Self> {
        let table =
            above.and_then(|above| above.get(0)).filter(|name| name.starts_with("com.samsung.")).unwrap_or_default();
        let names: Vec<String> = header.iter().map(|name| plain(name, !table.is_empty())).collect();
        let column = |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
        let of = |form, when, count| Self {
            form,
            header: rows,
            columns: 0,
            when,
            count,
            source: column(&["source"]),
            device: column(&["device"]),
            id: None,
            deleted: None,
            member: None,
        };
        let layout = if table.is_empty() { plain_header(&names, &column, &of) } else { samsung(table, &column, &of) };
        let layout = layout?;
        let optional = [layout.source, layout.device, layout.id, layout.deleted, layout.member];
        Some(Self { columns: 2 + optional.iter().flatten().count(), ..layout })
    }

    /// A first row without a header: a date and steps.
    pub(crate) fn of_row(row: &StringRecord) -> Option<Self> {
        let (date, count) = (row.get(0)?, row.get(1)?);
        let fits = row.len() == 2 && date_and_time(date).is_some() && steps(count).is_ok();
        fits.then_some(Self {
            form: Form::Days,
            header: 0,
            columns: 2,
            when: When::Date(0),
            count: 1,
            source: None,
            device: None,
            id: None,
            deleted: None,
            member: None,
        })
    }
}

fn samsung(
    table: &str,
    column: &impl Fn(&[&str]) -> Option<usize>,
    of: &impl Fn(Form, When, usize) -> Layout,
) -> Option<Layout> {
    let count = column(&["count", "stepcount"])?;
    let mut layout = match (column(&["daytime"]), column(&["starttime"]).zip(column(&["endtime"]))) {
        (Some(day), _) if table.contains("step_daily_trend") => of(Form::SamsungTrend, When::SamsungDay(day), count),
        (Some(day), _) => of(Form::SamsungDays, When::SamsungDay(day), count),
        (None, Some((start, end))) => of(Form::SamsungMinutes, When::SamsungSpan(start, end), count),
        (None, None) => return None,
    };
    // The daily trend has a row for each device, and one for all of them together under an id of its own.
    layout.source = column(&["deviceuuid"]);
    layout.device = layout.source;
    layout.id = column(&["datauuid"]);
    Some(layout)
}

fn plain_header(
    names: &[String],
    column: &impl Fn(&[&str]) -> Option<usize>,
    of: &impl Fn(Form, When, usize) -> Layout,
) -> Option<Layout> {
    if let (Some(key), Some(time), Some(value), Some(source)) =
        (column(&["key"]), column(&["time"]), column(&["value"]), column(&["sid"]))
    {
        let tag = column(&["tag"]);
        let form = if tag.is_some() { Form::MiFitnessDays } else { Form::MiFitness };
        return Some(Layout { source: Some(source), ..of(form, When::MiFitness { key, time, tag }, value) });
    }
    let span = column(&["start", "starttime", "startdate"]).zip(column(&["end", "endtime", "enddate"]));
    if let (Some((start, end)), Some(count)) = (span, column(&["count", "steps", "stepcount"])) {
        let layout = of(Form::Intervals, When::Span(start, end), count);
        return Some(Layout { id: column(&["id"]), deleted: column(&["deleted"]), ..layout });
    }
    // Garmin's first column has no name.
    if let (Some(""), Some(count)) = (names.first().map(String::as_str), column(&["actual", "実際", "実績"])) {
        return Some(of(Form::GarminReport, When::Date(0), count));
    }
    let (date, count) = (column(DATES)?, column(STEPS)?);
    let has = |name| column(&[name]).is_some();
    let member = column(&["member", "memberid", "会員", "会員番号"]);
    if has("activitydate") || has("activityday") {
        return Some(Layout { member: column(&["id"]), ..of(Form::Fitbit, When::Date(date), count) });
    }
    if let Some(time) = column(&["time", "時刻", "時間"]) {
        // Zepp's minutes; elsewhere the length of a row is not known, and it counts where it begins.
        let seconds = if names == ["date", "time", "steps"] { 60 } else { 0 };
        return Some(Layout { member, ..of(Form::Zepp, When::DateAndTime(date, time, seconds), count) });
    }
    let form = match () {
        () if has("moveminutescount")
            || has("heartpoints")
            || names.iter().any(|name| name.starts_with("ハートポイント")) =>
        {
            Form::GoogleFit
        }
        () if has("lastsynctime") || has("rundistance") => Form::Zepp,
        () => Form::Days,
    };
    Some(Layout { member, ..of(form, When::Date(date), count) })
}

/// A name of a column as it is compared: in lower case and usual width, its letters and digits alone, without what is in brackets, and
/// in Samsung's tables without the name of the table before the last point.
fn plain(name: &str, is_samsung: bool) -> String {
    let name = if is_samsung { name.rsplit('.').next().unwrap_or(name) } else { name };
    let folded: String = name.chars().map(narrow).collect();
    let before_bracket = folded.split('(').next().unwrap_or_default();
    before_bracket.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;

    use super::{Layout, When};
    use crate::Form;

    fn form(header: &[&str]) -> Option<(Form, When, usize)> {
        let layout = Layout::of_header(None, &StringRecord::from(header.to_vec()), 1)?;
        Some((layout.form, layout.when, layout.count))
    }

    #[test]
    fn headers_in_any_case_and_order() {
        assert_eq!(form(&["date", "steps"]), Some((Form::Days, When::Date(0), 1)));
        assert_eq!(form(&["Steps", " DATE "]), Some((Form::Days, When::Date(1), 0)));
        assert_eq!(form(&["日付", "歩数（歩）"]), Some((Form::Days, When::Date(0), 1)));
        assert_eq!(form(&["Start", "END", "count", "id"]), Some((Form::Intervals, When::Span(0, 1), 2)));
        assert_eq!(form(&["", "Actual", "Goal"]), Some((Form::GarminReport, When::Date(0), 1)));
        assert_eq!(form(&["Id", "ActivityDay", "StepTotal"]), Some((Form::Fitbit, When::Date(1), 2)));
        assert_eq!(form(&["date", "lastSyncTime", "steps", "distance"]), Some((Form::Zepp, When::Date(0), 2)));
        assert_eq!(form(&["Date", "Move Minutes count", "Step count"]), Some((Form::GoogleFit, When::Date(0), 2)));
        assert_eq!([form(&["date", "weight"]), form(&["steps"]), form(&["2024-01-01", "5"])], [None; 3]);
    }
}
