//! What the reader of exports says, in Japanese; in English its own words.

use kenpo_intake::{Cause, Dropped, Error, Form, Report};

use crate::{codes::Own, lang::Lang, told};

/// What there can be too much of, or what can be wrong.
const WHATS: &[(&str, &str)] = &[
    ("bytes of FIT files", "FIT ファイルのバイト数"),
    ("bytes of a row (is a quotation mark left open?)", "1行のバイト数（引用符が閉じていない可能性があります）"),
    ("bytes of an element", "要素のバイト数"),
    ("bytes of the archive when unpacked", "展開したバイト数"),
    ("bytes of the database", "データベースのバイト数"),
    ("entries of the archive", "アーカイブのファイル数"),
    ("no FIT, or damaged", "FIT ではないか、壊れています"),
    ("no XML, or cut off", "XML ではないか、途中で切れています"),
    ("no element HealthData", "HealthData の要素がありません"),
    ("no table", "表ではありません"),
    ("steps_record_table has other columns", "steps_record_table の列が異なります"),
    ("the database cannot be opened", "データベースを開けません"),
    ("the database is damaged", "データベースが壊れています"),
];

fn what(what: &str) -> &str {
    WHATS.iter().find(|(en, _)| *en == what).map_or(what, |(_, ja)| ja)
}

fn unit(unit: &str) -> &str {
    match unit {
        "byte" => "バイト目",
        "record" => "件目",
        "row" => "行目",
        other => other,
    }
}

/// Why a file is not read.
pub(crate) fn error(lang: Lang, error: &Error) -> String {
    match (lang, error) {
        (_, Error::Io(error)) => told::os(lang, error).1,
        (Lang::En, error @ Error::DateOrder { line, .. }) => {
            let said = error.to_string();
            // The place stands before the message.
            said.strip_prefix(&format!("line {line}: ")).unwrap_or(&said).to_owned()
        }
        (Lang::En, error) => error.to_string(),
        (Lang::Ja, Error::NoForm(expected)) => {
            let line = expected.line.map(|line| format!("{line}行は、見出しでも歩数の行でもありません。"));
            line.unwrap_or_else(|| "対応する形式ではありません。".to_owned()) + FORMS
        }
        (Lang::Ja, Error::DateOrder { .. }) => {
            "日付が 3/4/2016 の形です。月が先なら3月4日、日が先なら4月3日です。--dates month-first（月が先）か --dates day-first（日が先）を指定してください"
                .to_owned()
        }
        (Lang::Ja, Error::NeedsFile) => "アーカイブとデータベースは、標準入力ではなくファイルから読みます".to_owned(),
        (Lang::Ja, Error::TooLarge { what, limit }) => format!("{}：上限の {limit} を超えています", self::what(what)),
        (Lang::Ja, Error::Malformed { form, unit, place, what }) => {
            format!("{}、{place}{}：{}", self::form(lang, *form), self::unit(unit), self::what(what))
        }
        (Lang::Ja, _) => "途中で止めました".to_owned(),
    }
}

/// The code of an error, for scripts.
pub(crate) fn code(error: &Error) -> Own {
    match error {
        Error::NoForm(_) => Own::NoForm,
        Error::DateOrder { .. } => Own::DateOrder,
        Error::NeedsFile => Own::NeedsFile,
        Error::TooLarge { .. } => Own::TooLarge,
        Error::Malformed { .. } => Own::Malformed,
        Error::Io(error) => told::os(Lang::En, error).0,
        _ => Own::Stopped,
    }
}

/// The code of a row that is not counted.
pub(crate) fn of_row(cause: Cause) -> Own {
    match cause {
        Cause::StepsInvalid => Own::StepsInvalid,
        Cause::DateInvalid => Own::DateInvalid,
        Cause::TimeInvalid => Own::TimeInvalid,
        Cause::EndBeforeStart => Own::EndBeforeStart,
        Cause::TooLong => Own::TooLong,
        Cause::FieldMissing => Own::FieldMissing,
        Cause::MemberMissing => Own::MemberMissing,
        // What has nothing to count is not told.
        _ => Own::NoSteps,
    }
}

/// The line and the column of an error.
pub(crate) fn place(error: &Error) -> Option<(u64, Option<u32>)> {
    match error {
        Error::NoForm(expected) => expected.line.map(|line| (line, Some(1))),
        Error::DateOrder { line, column } => Some((*line, *column)),
        _ => None,
    }
}

const FORMS: &str = "次のいずれかを読めます：
  - 見出しが date,steps（または 日付,歩数。順は自由、ほかの列があってもよい）の CSV。日付は 2017-04-01、2017/4/1、
    2017年4月1日、平成29年4月1日。4/1/2017 は --dates month-first か day-first を指定。複数の会員は member,date,steps
  - 見出しが start,end,count で、時刻が 2017-04-01T09:30:00+09:00 の CSV
  - iPhone のヘルスケア：export.zip、export.xml（書き出したデータ）
  - ヘルスコネクト：Health Connect.zip、health_connect_export.db
  - Google Fit：日別のアクティビティ指標.csv（Daily activity metrics.csv）
  - Samsung Health：com.samsung.shealth.step_daily_trend.*.csv、…pedometer_day_summary.*.csv、…pedometer_step_count.*.csv
  - Fitbit：dailyActivity*.csv、dailySteps*.csv。Garmin：Steps.csv、monitoring *.fit
  - Xiaomi：ACTIVITY_*.csv、…hlth_center_fitness_data.csv、…hlth_center_aggregated_fitness_data.csv";

fn form(lang: Lang, form: Form) -> &'static str {
    match (lang, form) {
        (Lang::En, form) => form.name(),
        (Lang::Ja, Form::HealthApp) => "iPhone のヘルスケア",
        (Lang::Ja, Form::HealthConnect) => "ヘルスコネクト",
        (Lang::Ja, Form::GoogleFit) => "Google Fit（日別）",
        (Lang::Ja, Form::SamsungTrend | Form::SamsungDays | Form::SamsungMinutes) => "Samsung Health",
        (Lang::Ja, Form::Fitbit) => "Fitbit（日別）",
        (Lang::Ja, Form::GarminReport | Form::GarminFit) => "Garmin",
        (Lang::Ja, Form::MiFitness | Form::MiFitnessDays) => "Mi Fitness",
        (Lang::Ja, Form::Zepp) => "Zepp",
        (Lang::Ja, Form::Intervals) => "始まり・終わり・歩数の表",
        (Lang::Ja, Form::Days) => "日付と歩数の表",
        (Lang::Ja, other) => other.name(),
    }
}

/// Why a row is not counted.
fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NoSteps => "歩数がありません",
        Cause::StepsInvalid => "歩数が整数ではありません",
        Cause::DateInvalid => "日付ではありません（例：2017-04-01）",
        Cause::TimeInvalid => "時刻ではありません（例：2017-04-01T09:30:00+09:00）",
        Cause::EndBeforeStart => "終わりが始まりより前です",
        Cause::TooLong => "48時間を超えています",
        Cause::FieldMissing => "見出しより列が少ない行です",
        Cause::MemberMissing => "会員がありません",
        Cause::OtherActivity => "歩行でも走行でもありません",
        other => other.name(),
    }
}

/// A row that is not counted.
pub(crate) fn dropped(lang: Lang, dropped: &Dropped<'_>) -> String {
    match lang {
        Lang::En => format!("expected {}", dropped.cause.expected()),
        Lang::Ja => cause(dropped.cause).to_owned(),
    }
}

/// What a file held.
pub(crate) fn report(lang: Lang, report: &Report) -> String {
    if lang == Lang::En {
        return report.to_string();
    }
    let Report { form, read, counted, dropped, others, .. } = report;
    let mut said = format!("{}：歩数の記録 {read}行、集計 {counted}行", self::form(lang, *form));
    for (cause, rows) in dropped {
        said += &format!("、除外 {rows}行（{}）", self::cause(*cause));
    }
    if *others > 0 {
        said += &format!("、ほかの種類の記録 {others}件");
    }
    said
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// The texts of `TooLarge` and `Malformed` in the reader's files.
    fn texts(folder: &Path, found: &mut Vec<String>) {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            for line in code.lines().filter(|line| line.contains("malformed(") || line.contains("what: \"")) {
                found.extend(line.split('"').nth_back(1).map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_text_of_the_reader_is_translated() {
        let mut found = Vec::new();
        texts(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../intake/src")), &mut found);
        assert!(found.len() > 10, "{found:?}");
        for text in found.iter().filter(|text| text.contains(' ')) {
            assert_ne!(what(text), text);
        }
        for (text, _) in WHATS {
            assert!(found.iter().any(|other| other == text), "{text}");
        }
    }
}
