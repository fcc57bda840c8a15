//! The world for the engine on the command line: a calendar, and no journal.

use engine::Host;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The clock of a terminal session.
pub struct Terminal {
    started: Instant,
}

impl Terminal {
    pub fn new() -> Self {
        Self { started: Instant::now() }
    }
}

impl Host for Terminal {
    fn today(&self) -> String {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        date(i64::try_from(seconds / 86_400).unwrap_or(0))
    }

    fn unix_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn now_ms(&self) -> f64 {
        self.started.elapsed().as_secs_f64() * 1000.0
    }

    fn journal(&mut self, _line: String) {}
}

/// The date of a day counted from 1970-01-01 in UTC, by the civil calendar.
fn date(days: i64) -> String {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_become_dates() {
        let check = |days, expected: &str| assert_eq!(date(days), expected);
        check(0, "1970-01-01");
        check(11_016, "2000-02-29");
        check(20_513, "2026-03-01");
        check(-1, "1969-12-31");
    }
}
