//! Files of text.

use kenpo_core::civil::{Date, Instant};
use kenpo_intake::Form;

use super::{Made, Seeded, Walk, total, with_steps};

type Days<'d> = &'d [(Date, Vec<Walk>)];

pub(super) fn all(days: Days<'_>, seed: u64) -> Vec<Made> {
    let mut seeded = Seeded(seed);
    let made = |name, form, bytes: Vec<u8>, without| Made { name, form, bytes, days: with_steps(days), without };
    let empty = days.iter().filter(|(_, walks)| walks.is_empty()).count() as u64;
    let plain = |header: &str, row: &dyn Fn(Date, u64) -> String| {
        let rows = days.iter().filter(|(_, walks)| !walks.is_empty()).map(|(date, walks)| row(*date, total(walks)));
        [header.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n") + "\n"
    };
    let month_first = |date: Date| format!("{}/{}/{}", date.month(), date.day(), date.year());
    let shift_jis = |text: &str| encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let utf_16 =
        |text: &str| [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect::<Vec<_>>();
    let japanese = plain("\"日付\",\"歩数\"", &|date, steps| {
        format!("\"{}年{}月{}日\",\"{steps}\"", date.year(), date.month(), date.day())
    });
    vec![
        made("steps.csv", Form::Days, plain("date,steps", &|date, steps| format!("{date},{steps}")).into(), 0),
        made("bare.csv", Form::Days, plain("", &|date, steps| format!("{date},{steps}")).trim_start().into(), 0),
        made(
            "marked.csv",
            Form::Days,
            format!("\u{feff}{}", plain("Steps;DATE", &|d, s| format!("{s};{d}"))).into(),
            0,
        ),
        made(
            "crlf.csv",
            Form::Days,
            plain("Date,Steps", &|d, s| format!("{d},\"{}\"", grouped(s))).replace('\n', "\r\n").into(),
            0,
        ),
        made("japanese.csv", Form::Days, japanese.clone().into(), 0),
        made("shift_jis.csv", Form::Days, shift_jis(&japanese), 0),
        made("utf_16.txt", Form::Days, utf_16(&japanese.replace("\",\"", "\"\t\"")), 0),
        made("month_first.csv", Form::Days, plain("date,steps", &|d, s| format!("{},{s}", month_first(d))).into(), 0),
        made(
            "Daily activity metrics.csv",
            Form::GoogleFit,
            google(days, "Date,Move Minutes count,Calories (kcal),Heart Points,Step count,Walking duration (ms)")
                .into(),
            empty,
        ),
        made(
            "日別のアクティビティ指標.csv",
            Form::GoogleFit,
            google(days, "日付,通常の運動（分）の合計,カロリー（kcal）,ハートポイント,歩数,ウォーキング時間（ミリ秒）")
                .into(),
            empty,
        ),
        made(
            "dailyActivity_merged.csv",
            Form::Fitbit,
            plain("Id,ActivityDate,TotalSteps,TotalDistance,Calories", &|d, s| {
                format!("1503960366,{},{s},8.5,1985", month_first(d))
            })
            .into(),
            0,
        ),
        made(
            "dailySteps_merged.csv",
            Form::Fitbit,
            plain("Id,ActivityDay,StepTotal", &|d, s| format!("1503960366,{},{s}", month_first(d))).into(),
            0,
        ),
        made(
            "Steps.csv",
            Form::GarminReport,
            plain(",Actual,Goal", &|d, s| format!("{:02}/{:02}/{},{s},7500", d.month(), d.day(), d.year())).into(),
            0,
        ),
        made(
            "com.samsung.shealth.step_daily_trend.csv",
            Form::SamsungTrend,
            samsung_trend(days, &mut seeded).into(),
            0,
        ),
        made("com.samsung.shealth.tracker.pedometer_day_summary.csv", Form::SamsungDays, samsung_days(days).into(), 0),
        made(
            "com.samsung.shealth.tracker.pedometer_step_count.csv",
            Form::SamsungMinutes,
            samsung_minutes(days).into(),
            0,
        ),
        made(
            "ACTIVITY_1700000000.csv",
            Form::Zepp,
            format!(
                "\u{feff}{}",
                plain("date,lastSyncTime,steps,distance,runDistance,calories", &|d, s| format!(
                    "{d},{},{s},5000,0,200",
                    Instant::start_of(d).unix()
                ))
            )
            .into(),
            0,
        ),
        made(
            "ACTIVITY_MINUTE_1700000000.csv",
            Form::Zepp,
            minutes(days, "date,time,steps", &|date, start, steps| format!("{date},{},{steps}", clock(start))).into(),
            0,
        ),
        made("MiFitness_hlth_center_fitness_data.csv", Form::MiFitness, mi_fitness(days).into(), 0),
        made("MiFitness_hlth_center_aggregated_fitness_data.csv", Form::MiFitnessDays, mi_fitness_days(days).into(), 0),
        made("intervals.csv", Form::Intervals, intervals(days).into(), 0),
    ]
}

fn grouped(steps: u64) -> String {
    if steps < 1_000 { steps.to_string() } else { format!("{},{:03}", steps / 1_000, steps % 1_000) }
}

/// `09:30` at +09:00.
fn clock(unix: i64) -> String {
    let seconds = (unix + 9 * 3_600).rem_euclid(86_400);
    format!("{:02}:{:02}", seconds / 3_600, seconds / 60 % 60)
}

/// `2024-02-18 00:30:00.000` in UTC.
fn utc(unix: i64) -> String {
    let text = Instant::from_unix(unix - 9 * 3_600).expect("in range").to_string();
    format!("{} {}.000", &text[..10], &text[11..19])
}

fn google(days: Days<'_>, header: &str) -> String {
    let row = |(date, walks): &(Date, Vec<Walk>)| match total(walks) {
        0 => format!("{date},,1500.1,,,\n"),
        steps => format!("{date},30,2000.5,12,{steps},1800000\n"),
    };
    days.iter().fold(format!("{header}\n"), |text, day| text + &row(day))
}

/// A row for each device, and one for all of them; rows end with a comma.
fn samsung_trend(days: Days<'_>, seeded: &mut Seeded) -> String {
    let mut text = "com.samsung.shealth.step_daily_trend,6310004,8\nbinning_data,update_time,create_time,source_pkg_name,source_type,count,speed,distance,calorie,deviceuuid,pkg_name,datauuid,day_time\n".to_owned();
    for (date, walks) in days.iter().filter(|(_, walks)| !walks.is_empty()) {
        // Midnight in UTC, whatever the phone's zone.
        let day_time = (Instant::start_of(*date).unix() + 9 * 3_600) * 1_000;
        // The row of all devices stands anywhere among theirs.
        let mut rows = [("phone", 0, total(walks) * 2 / 3), ("watch", 1, total(walks) / 3), ("all", -2, total(walks))];
        rows.rotate_left(seeded.below(3) as usize);
        for (device, source_type, steps) in rows {
            let id = seeded.below(u64::MAX);
            text += &format!(
                "{id}.json,{day_time},{day_time},com.sec.android.app.shealth,{source_type},{steps},1.5,100.0,50.0,{device},com.sec.android.app.shealth,{id:x},{day_time},\n"
            );
        }
    }
    text
}

fn samsung_days(days: Days<'_>) -> String {
    let mut text = "com.samsung.shealth.tracker.pedometer_day_summary,7006003,7\ncreate_sh_ver,step_count,binning_data,active_time,day_time,deviceuuid,datauuid\n".to_owned();
    for (date, walks) in days.iter().filter(|(_, walks)| !walks.is_empty()) {
        text += &format!(",{},x.json,557658,{date} 00:00:00.000,phone,{date},\n", total(walks));
    }
    text
}

fn samsung_minutes(days: Days<'_>) -> String {
    let name = "com.samsung.health.step_count";
    let mut text = format!(
        "com.samsung.shealth.tracker.pedometer_step_count,7006003,7\nduration,run_step,walk_step,{name}.start_time,{name}.end_time,{name}.count,{name}.time_offset,{name}.deviceuuid,{name}.datauuid\n"
    );
    for walk in days.iter().flat_map(|(_, walks)| walks) {
        let (start, end) = (utc(walk.start), utc(walk.start + walk.length));
        text += &format!("60000,0,{0},{start},{end},{0},UTC+0900,phone,{1},\n", walk.steps, walk.start);
    }
    text
}

/// A row for every minute of every walk, whose steps are as equal as they can be.
fn minutes(days: Days<'_>, header: &str, row: &dyn Fn(Date, i64, u64) -> String) -> String {
    let mut text = format!("{header}\n");
    for (date, walk) in days.iter().flat_map(|(date, walks)| walks.iter().map(|walk| (*date, walk))) {
        let minutes = u64::try_from(walk.length / 60).expect("positive");
        for minute in 0..minutes {
            let steps = walk.steps * (minute + 1) / minutes - walk.steps * minute / minutes;
            text += &row(date, walk.start + 60 * i64::try_from(minute).expect("small"), steps);
            text += "\n";
        }
    }
    text
}

fn mi_fitness(days: Days<'_>) -> String {
    minutes(days, "Uid,Sid,Key,Time,Value,UpdateTime", &|_, start, steps| {
        format!(
            "1,phone,heart_rate,{start},\"{{\"\"time\"\":{start},\"\"bpm\"\":80}}\",{start}\n1,phone,steps,{start},\"{{\"\"time\"\":{start},\"\"steps\"\":{steps},\"\"distance\"\":1,\"\"calories\"\":1}}\",{start}"
        )
    })
}

fn mi_fitness_days(days: Days<'_>) -> String {
    let mut text = "Uid,Sid,Tag,Key,Time,Value,UpdateTime\n".to_owned();
    for (date, walks) in days.iter().filter(|(_, walks)| !walks.is_empty()) {
        let (time, steps) = (Instant::start_of(*date).unix(), total(walks));
        for tag in ["daily_report", "daily_mark"] {
            for (device, steps) in [("phone", steps), ("band", steps / 2)] {
                text +=
                    &format!("1,{device},{tag},steps,{time},\"{{\"\"steps\"\":{steps},\"\"goal\"\":6000}}\",{time}\n");
            }
        }
        text += &format!("1,phone,daily_report,sleep,{time},\"{{\"\"total_duration\"\":400}}\",{time}\n");
    }
    text
}

fn intervals(days: Days<'_>) -> String {
    let mut text = "start,end,count,source,device,id,deleted\n".to_owned();
    for walk in days.iter().flat_map(|(_, walks)| walks) {
        let instant = |unix| Instant::from_unix(unix).expect("in range");
        text += &format!(
            "{},{},{},phone,,{},\n",
            instant(walk.start),
            instant(walk.start + walk.length),
            walk.steps,
            walk.start
        );
    }
    text
}
