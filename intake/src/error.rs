//! Why a file is not read.

use std::{fmt, io};

use crate::Form;

/// A file that is not read, or not to its end. It says where and why, and never what stood there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No form fits.
    #[error("{0}")]
    NoForm(Expected),
    /// Dates with the year last could be read in two ways, and the file leaves both open.
    #[error(
        "line {line}: dates are of the form 3/4/2016, which is 4 March where the month comes first and 3 April where the day does; \
         say which (--dates month-first, --dates day-first)"
    )]
    DateOrder {
        /// The line of the first of them.
        line: u64,
        /// The character of that line at which it begins, from 1.
        column: Option<u32>,
    },
    /// An archive or a database is read in another order than its bytes', and came as a stream.
    #[error("an archive or a database is read from a file, not from a pipe")]
    NeedsFile,
    /// More than a limit allows.
    #[error("{what}: more than the limit of {limit}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The limit, in the unit of what it limits.
        limit: u64,
    },
    /// A file that breaks the rules of its form.
    #[error("{form}, at {unit} {place}: {what}")]
    Malformed {
        /// The form.
        form: Form,
        /// What `place` counts: bytes, lines, records.
        unit: &'static str,
        /// Where.
        place: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// The receiver of the items wanted no more.
    #[error("stopped")]
    Stopped,
    /// Reading failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What is expected of a file: the text that is printed when no form fits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expected {
    /// The line at which a header or a first row was looked for, if the file is a text.
    pub line: Option<u64>,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line} is no header and no row of steps")?,
            None => write!(f, "no form of export fits")?,
        }
        write!(
            f,
            ". Expected one of:
  - a CSV with the header date,steps (日付,歩数; in any order, among other columns) and dates as 2017-04-01, 2017/4/1,
    2017年4月1日 or 平成29年4月1日; 4/1/2017 with --dates month-first or day-first. Several members: member,date,steps
  - a CSV with the header start,end,count and times as 2017-04-01T09:30:00+09:00
  - Health app on iPhone: export.zip or export.xml (書き出したデータ)
  - Health Connect: Health Connect.zip or health_connect_export.db
  - Google Fit: Takeout/Fit/Daily activity metrics/Daily activity metrics.csv (日別のアクティビティ指標.csv)
  - Samsung Health: com.samsung.shealth.step_daily_trend.*.csv, …pedometer_day_summary.*.csv, …pedometer_step_count.*.csv
  - Fitbit: dailyActivity*.csv, dailySteps*.csv; Garmin: Steps.csv, monitoring *.fit
  - Xiaomi: ACTIVITY_*.csv, …hlth_center_fitness_data.csv, …hlth_center_aggregated_fitness_data.csv"
        )
    }
}
