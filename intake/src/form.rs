//! The forms that are read.

use std::fmt;

/// A form of export, named by the application that writes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Form {
    /// Health on iPhone (ヘルスケア): `export.xml`, in Japanese 書き出したデータ.xml, also within its archive.
    HealthApp,
    /// Health Connect on Android: `health_connect_export.db`, also within its archive.
    HealthConnect,
    /// Google Fit by Takeout: `Daily activity metrics.csv` (日別のアクティビティ指標.csv).
    GoogleFit,
    /// Samsung Health: the daily trend, `com.samsung.shealth.step_daily_trend`.
    SamsungTrend,
    /// Samsung Health: the summary of days, `com.samsung.shealth.tracker.pedometer_day_summary`.
    SamsungDays,
    /// Samsung Health: minutes, `com.samsung.shealth.tracker.pedometer_step_count`.
    SamsungMinutes,
    /// Fitbit: `dailyActivity` and `dailySteps`.
    Fitbit,
    /// Garmin Connect: the report of steps as CSV.
    GarminReport,
    /// Garmin: monitoring files in FIT.
    GarminFit,
    /// Mi Fitness of Xiaomi: `hlth_center_fitness_data.csv`, steps by the minute.
    MiFitness,
    /// Mi Fitness of Xiaomi: `hlth_center_aggregated_fitness_data.csv`, steps of days.
    MiFitnessDays,
    /// Zepp Life (Mi Fit) and Zepp: `ACTIVITY` with one row a day, `ACTIVITY_MINUTE` with one a minute.
    Zepp,
    /// Intervals: a header with `start`, `end` and `count`.
    Intervals,
    /// Days: a header with a date and steps, or these two without a header.
    Days,
}

impl Form {
    /// The source that rows of the form get in `date,steps,source`.
    pub fn source(self) -> &'static str {
        match self {
            Self::HealthApp => "healthkit",
            Self::HealthConnect => "health_connect",
            Self::GoogleFit => "google_fit",
            Self::SamsungTrend | Self::SamsungDays | Self::SamsungMinutes => "samsung_health",
            Self::Fitbit => "fitbit",
            Self::GarminReport | Self::GarminFit => "garmin",
            Self::MiFitness | Self::MiFitnessDays | Self::Zepp => "xiaomi",
            Self::Intervals | Self::Days => "file",
        }
    }

    /// What the form is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::HealthApp => "Health app export.xml",
            Self::HealthConnect => "Health Connect database",
            Self::GoogleFit => "Google Fit daily activity metrics",
            Self::SamsungTrend => "Samsung Health daily trend",
            Self::SamsungDays => "Samsung Health day summary",
            Self::SamsungMinutes => "Samsung Health step count",
            Self::Fitbit => "Fitbit daily activity",
            Self::GarminReport => "Garmin steps report",
            Self::GarminFit => "Garmin FIT",
            Self::MiFitness => "Mi Fitness data",
            Self::MiFitnessDays => "Mi Fitness aggregated data",
            Self::Zepp => "Zepp activity",
            Self::Intervals => "start,end,count",
            Self::Days => "date,steps",
        }
    }

    /// Whether an archive may have several files of the form that belong together.
    pub(crate) fn is_in_parts(self) -> bool {
        matches!(self, Self::GarminFit)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
