//! Times as each language writes them, in the member's zone.

use super::{Arg, Lang, Locale};
use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

impl Lang {
    /// A moment on the member's clock.
    pub fn local(&self, t: Timestamp) -> Zoned {
        t.to_zoned(self.zone.clone())
    }

    /// A time on the member's clock as a moment.
    pub fn moment(&self, local: DateTime) -> Option<Timestamp> {
        local.to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
    }

    /// How far the member's clock is from UTC, in seconds.
    pub fn offset(&self, t: Timestamp) -> i64 {
        self.local(t).offset().seconds().into()
    }

    /// A day of this year or one that is clear from around it: `30.11.` in German, `30 Nov` in English.
    pub fn day(&self, t: Timestamp) -> String {
        let local = self.local(t);
        match self.locale() {
            Locale::German => format!("{}.{}.", local.day(), local.month()),
            Locale::English => {
                let month: String = self.t(&format!("month-{}", local.month())).chars().take(3).collect();
                format!("{} {month}", local.day())
            }
        }
    }

    /// `30.11., 22:30` in German, `30 Nov, 22:30` in English.
    pub fn day_time(&self, t: Timestamp) -> String {
        format!("{}, {}", self.day(t), self.time(t))
    }

    /// For narrow columns: day and time of the last half year, of older mail the date.
    pub fn day_time_or_date(&self, t: Timestamp, now: Timestamp) -> String {
        let past = now.as_second().saturating_sub(t.as_second());
        if past.unsigned_abs() < 26 * WEEK { self.day_time(t) } else { self.date_short(t) }
    }

    /// `30. November 2017, 22:30` in German, `30 November 2017, 22:30` in English.
    pub fn date_time(&self, t: Timestamp) -> String {
        format!("{}, {}", self.date(t), self.time(t))
    }

    /// `30. November 2017` in German, `30 November 2017` in English.
    pub fn date(&self, t: Timestamp) -> String {
        let local = self.local(t);
        let month = self.t(&format!("month-{}", local.month()));
        match self.locale() {
            Locale::German => format!("{}. {month} {}", local.day(), local.year()),
            Locale::English => format!("{} {month} {}", local.day(), local.year()),
        }
    }

    /// A date for narrow columns: `30.11.2017` in German, `30/11/2017` in English.
    pub fn date_short(&self, t: Timestamp) -> String {
        let local = self.local(t);
        let separator = match self.locale() {
            Locale::German => '.',
            Locale::English => '/',
        };
        format!("{:02}{separator}{:02}{separator}{}", local.day(), local.month(), local.year())
    }

    /// `22:30`.
    pub fn time(&self, t: Timestamp) -> String {
        let local = self.local(t);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// `Donnerstag, 22:30 Uhr` in German, `Thursday, 22:30` in English.
    pub fn weekday_time(&self, t: Timestamp) -> String {
        let weekday = self.t(&format!("weekday-{}", self.local(t).weekday().to_monday_one_offset()));
        self.tf("weekday-time", &[("weekday", weekday.into()), ("time", self.time(t).into())])
    }

    /// `vor 3 Stunden`, `in 2 days`; past four weeks either way the date.
    pub fn relative(&self, t: Timestamp, now: Timestamp) -> String {
        let seconds = t.as_second().saturating_sub(now.as_second());
        let away = seconds.unsigned_abs();
        let (unit, n) = match away {
            0..MINUTE => return self.t("relative-now"),
            MINUTE..HOUR => ("minutes", away / MINUTE),
            HOUR..DAY => ("hours", away / HOUR),
            DAY..WEEK => ("days", away / DAY),
            _ if away <= 4 * WEEK => ("weeks", away / WEEK),
            _ => return self.date(t),
        };
        let side = if seconds < 0 { "ago" } else { "in" };
        self.tf(&format!("relative-{side}-{unit}"), &[("n", Arg::from(n))])
    }

    /// A length of time in its two largest units: `3 Minuten 20 Sekunden`, `2 days 4 hours`.
    pub fn duration(&self, seconds: u64) -> String {
        let parts = [
            ("days", seconds / DAY),
            ("hours", seconds % DAY / HOUR),
            ("minutes", seconds % HOUR / MINUTE),
            ("seconds", seconds % MINUTE),
        ];
        let words: Vec<String> = parts
            .iter()
            .skip_while(|(unit, n)| *n == 0 && *unit != "seconds")
            .take(2)
            .enumerate()
            .filter(|(at, (_, n))| *at == 0 || *n > 0)
            .map(|(_, (unit, n))| self.tf(&format!("duration-{unit}"), &[("n", Arg::from(*n))]))
            .collect();
        words.join(" ")
    }
}
