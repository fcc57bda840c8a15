//! Numbers as people say them: `7 d`, `1 MiB`, `1,200 /s`, `$3,000`, and back from what they type.

use serde_json::{Number, Value};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Things: a whole number from 0.
    Count,
    /// Things of which there is at least one.
    CountFromOne,
    /// A duration in milliseconds.
    Duration,
    /// A duration in milliseconds with parts of one.
    Milliseconds,
    /// How long records are kept, in milliseconds; -1 for ever.
    Retention,
    /// Bytes; -1 without limit.
    BytesOrUnlimited,
    /// Bytes.
    Bytes,
    /// Gibibytes.
    Gibibytes,
    /// Records a second.
    PerSecond,
    /// US dollars.
    Dollars,
    /// Any number.
    Plain,
    /// A whole number of either sign.
    Whole,
}

const SECOND: f64 = 1000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// Units of time, the largest first, with every way to write them; the first is the one shown.
const TIMES: [(f64, &[&str]); 7] = [
    (365.0 * DAY, &["y", "yr", "year", "years"]),
    (7.0 * DAY, &["w", "week", "weeks"]),
    (DAY, &["d", "day", "days"]),
    (HOUR, &["h", "hour", "hours"]),
    (MINUTE, &["min", "m", "minute", "minutes"]),
    (SECOND, &["s", "sec", "second", "seconds"]),
    (1.0, &["ms", "millisecond", "milliseconds"]),
];

const KIB: f64 = 1024.0;

/// Units of size, the largest first. `KB` and `K` are read as people mean them beside Kafka: 1024.
const SIZES: [(f64, &[&str]); 5] = [
    (KIB * KIB * KIB * KIB, &["TiB", "tb", "t"]),
    (KIB * KIB * KIB, &["GiB", "gb", "g"]),
    (KIB * KIB, &["MiB", "mb", "m"]),
    (KIB, &["KiB", "kb", "k"]),
    (1.0, &["B", "byte", "bytes"]),
];

/// What cannot be read, and how to write it.
pub type Unreadable = String;

impl Quantity {
    /// The number as it is shown, with its unit.
    pub fn show(self, number: f64) -> String {
        match self {
            Self::Count | Self::CountFromOne | Self::Whole => grouped(number, 0),
            Self::Duration | Self::Milliseconds => duration(number),
            Self::Retention if number < 0.0 => "for ever".to_owned(),
            Self::Retention => duration(number),
            Self::BytesOrUnlimited if number < 0.0 => "no limit".to_owned(),
            Self::BytesOrUnlimited | Self::Bytes => bytes_exact(number),
            Self::Gibibytes => format!("{} GiB", grouped(number, 2)),
            Self::PerSecond => format!("{} /s", grouped(number, 2)),
            Self::Dollars => format!("${}", cents(grouped(number, 4))),
            Self::Plain => grouped(number, 6),
        }
    }

    /// The number as it is shown for editing, from the record's JSON; empty for nothing.
    pub fn show_value(self, value: &Value) -> String {
        value.as_f64().map_or_else(String::new, |number| self.show(number))
    }

    /// The number that a text means, as the record stores it.
    pub fn parse(self, text: &str) -> Result<Value, Unreadable> {
        let text = text.trim();
        match self {
            Self::Count => whole(text, 0),
            Self::CountFromOne => whole(text, 1),
            Self::Whole => whole_between(text, i64::from(i32::MIN), i64::from(i32::MAX)),
            Self::Duration => {
                let ms = time(text, "Type a time such as 500 ms, 30 s or 5 min")?;
                Ok(Value::from(ms.round() as i64))
            }
            Self::Milliseconds => number(time(text, "Type a time such as 0.5 ms or 2 s")?),
            Self::Retention => {
                if is_endless(text) {
                    return Ok(Value::from(-1));
                }
                let ms = time(text, "Type a time such as 7 d, 30 d, 12 h, or “for ever”")?;
                Ok(Value::from(ms.round() as i64))
            }
            Self::BytesOrUnlimited => {
                if is_endless(text) {
                    return Ok(Value::from(-1));
                }
                size(text, "Type a size such as 1 GiB or 512 MiB, or “no limit”")
            }
            Self::Bytes => size(text, "Type a size such as 512 B, 4 KiB or 1 MiB"),
            Self::Gibibytes => whole(text.trim_end_matches(|it: char| it.is_ascii_alphabetic() || it == ' '), 0),
            Self::PerSecond => number(per_second(text)?),
            Self::Dollars => {
                number(plain(text.trim_start_matches('$').trim(), "Type an amount such as 3,000 or 0.42", 0.0)?)
            }
            Self::Plain => number(plain(text, "Type a number", f64::MIN)?),
        }
    }
}

fn is_endless(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "-1" | "for ever" | "forever" | "ever" | "∞" | "unlimited" | "no limit" | "none"
    )
}

/// A number with separated thousands and at most `decimals` places.
pub fn grouped(number: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", number.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    if number < 0.0 && out != "0" { format!("-{out}") } else { out }
}

/// With two places where there is a fraction, as prices are written.
fn cents(text: String) -> String {
    match text.split_once('.') {
        Some((_, fraction)) if fraction.len() == 1 => format!("{text}0"),
        Some(_) | None => text,
    }
}

/// A time in the largest unit that says it exactly, and in two units where that takes it: `7 d`, `1 h 30 min`.
pub fn duration(ms: f64) -> String {
    if ms == 0.0 {
        return "0 ms".to_owned();
    }
    // Weeks are read but not shown: retention is said in days.
    let shown = TIMES.iter().filter(|(_, names)| names.first() != Some(&"w"));
    let mut parts: Vec<String> = Vec::new();
    let mut rest = ms;
    for (unit, names) in shown {
        let count = if *unit == 1.0 { rest } else { (rest / unit).floor() };
        if count > 0.0 {
            parts.push(format!("{} {}", grouped(count, 3), names.first().unwrap_or(&"")));
            rest -= count * unit;
        }
    }
    parts.join(" ")
}

/// A time to read at a glance: `64 ms`, `1.9 s`, `7 d`.
pub fn duration_short(ms: f64) -> String {
    let (unit, names) = TIMES
        .iter()
        .filter(|(_, names)| names.first() != Some(&"w"))
        .find(|(unit, _)| ms >= *unit)
        .unwrap_or(&(1.0, &["ms"]));
    format!("{} {}", grouped(ms / unit, 1), names.first().unwrap_or(&"ms"))
}

/// A size in the largest unit that says it with at most two decimals, else in bytes: nothing is lost by showing it.
pub fn bytes_exact(bytes: f64) -> String {
    for (unit, names) in SIZES {
        let count = bytes / unit;
        if count >= 1.0 && ((count * 100.0).round() / 100.0 - count).abs() < 1e-12 {
            return format!("{} {}", grouped(count, 2), names.first().unwrap_or(&"B"));
        }
    }
    format!("{} B", grouped(bytes, 2))
}

/// A size to read at a glance, in the decimal units of networks and price lists: `5.2 TB`.
pub fn bytes_short(bytes: f64) -> String {
    let units = [(1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match units.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{} {name}", grouped(bytes / unit, 1)),
        None => format!("{} B", grouped(bytes, 0)),
    }
}

/// A rate to read at a glance: `4.2 k/s`.
pub fn rate_short(per_second: f64) -> String {
    let units = [(1e9, "G"), (1e6, "M"), (1e3, "k")];
    match units.iter().find(|(unit, _)| per_second >= *unit) {
        Some((unit, name)) => format!("{} {name}/s", grouped(per_second / unit, 1)),
        None => format!("{} /s", grouped(per_second, 1)),
    }
}

fn number(value: f64) -> Result<Value, Unreadable> {
    Number::from_f64(value).map(Value::Number).ok_or_else(|| "That number is too large".to_owned())
}

fn whole(text: &str, least: i64) -> Result<Value, Unreadable> {
    whole_between(text, least, i64::from(u32::MAX))
}

fn whole_between(text: &str, least: i64, most: i64) -> Result<Value, Unreadable> {
    let digits: String = text.chars().filter(|it| !matches!(it, ',' | '_' | ' ' | '\u{202f}')).collect();
    let value: i64 = digits.parse().map_err(|_| "Type a whole number".to_owned())?;
    if value < least {
        return Err(format!("Type {} or more", grouped(least as f64, 0)));
    }
    if value > most {
        return Err(format!("Type {} or less", grouped(most as f64, 0)));
    }
    Ok(Value::from(value))
}

fn plain(text: &str, hint: &str, least: f64) -> Result<f64, Unreadable> {
    let digits: String = text.chars().filter(|it| !matches!(it, ',' | '_' | ' ' | '\u{202f}')).collect();
    let value: f64 = digits.parse().map_err(|_| hint.to_owned())?;
    if !value.is_finite() {
        return Err(hint.to_owned());
    }
    if value < least {
        return Err(format!("Type {} or more", grouped(least, 0)));
    }
    Ok(value)
}

fn per_second(text: &str) -> Result<f64, Unreadable> {
    let hint = "Type a rate such as 1,200 /s, 4.2 k/s or 100 k";
    let bare = text.to_lowercase();
    let bare = bare.trim_end_matches("per second").trim_end_matches("/s").trim();
    let (digits, factor) = match bare.chars().last() {
        Some('k') => (bare.trim_end_matches('k'), 1e3),
        Some('m') => (bare.trim_end_matches('m'), 1e6),
        Some(_) | None => (bare, 1.0),
    };
    Ok(plain(digits, hint, 0.0)? * factor)
}

/// The sum of parts such as `1 h 30 min`; a bare number is milliseconds, as Kafka counts.
fn time(text: &str, hint: &str) -> Result<f64, Unreadable> {
    let total = measured(text, &TIMES).ok_or_else(|| hint.to_owned())?;
    if total > 9e15 { Err("That is longer than Kafka can say; type “for ever”".to_owned()) } else { Ok(total) }
}

fn size(text: &str, hint: &str) -> Result<Value, Unreadable> {
    let total = measured(text, &SIZES).ok_or_else(|| hint.to_owned())?;
    if total > 9e15 {
        Err("That is larger than Kafka can say".to_owned())
    } else {
        Ok(Value::from(total.round() as i64))
    }
}

fn measured(text: &str, units: &[(f64, &[&str])]) -> Option<f64> {
    let mut total = 0.0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|it: char| !(it.is_ascii_digit() || matches!(it, '.' | ',' | '_'))).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let value: f64 = digits.chars().filter(|it| !matches!(it, ',' | '_')).collect::<String>().parse().ok()?;
        let after = after.trim_start();
        let end = after.find(|it: char| !it.is_alphabetic()).unwrap_or(after.len());
        let (word, next) = after.split_at(end);
        let factor = if word.is_empty() {
            1.0
        } else {
            units.iter().find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(word)))?.0
        };
        total += value * factor;
        rest = next.trim_start();
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(quantity: Quantity, number: f64, text: &str) {
        assert_eq!(quantity.show(number), text);
        let parsed = quantity.parse(text).unwrap().as_f64().unwrap();
        assert_eq!(parsed, number, "{text}");
    }

    #[test]
    fn what_is_shown_can_be_typed() {
        round_trip(Quantity::Retention, 604_800_000.0, "7 d");
        round_trip(Quantity::Retention, 2_592_000_000.0, "30 d");
        round_trip(Quantity::Retention, -1.0, "for ever");
        round_trip(Quantity::Duration, 5_400_000.0, "1 h 30 min");
        round_trip(Quantity::Duration, 0.0, "0 ms");
        round_trip(Quantity::Milliseconds, 2.5, "2.5 ms");
        round_trip(Quantity::Bytes, 1_048_576.0, "1 MiB");
        round_trip(Quantity::Bytes, 1000.0, "1,000 B");
        round_trip(Quantity::Bytes, 1_572_864.0, "1.5 MiB");
        round_trip(Quantity::BytesOrUnlimited, -1.0, "no limit");
        round_trip(Quantity::PerSecond, 1200.0, "1,200 /s");
        round_trip(Quantity::PerSecond, 0.25, "0.25 /s");
        round_trip(Quantity::Dollars, 3000.0, "$3,000");
        round_trip(Quantity::Dollars, 0.4216, "$0.4216");
        round_trip(Quantity::Dollars, 0.1, "$0.10");
        round_trip(Quantity::Count, 1_000_000.0, "1,000,000");
        round_trip(Quantity::Gibibytes, 1000.0, "1,000 GiB");
        round_trip(Quantity::Whole, -12.0, "-12");
    }

    #[test]
    fn people_write_numbers_in_many_ways() {
        let check = |quantity: Quantity, text: &str, expected: f64| {
            assert_eq!(quantity.parse(text).unwrap().as_f64(), Some(expected), "{text}");
        };
        check(Quantity::Retention, "2 weeks", 1_209_600_000.0);
        check(Quantity::Retention, "1y", 31_536_000_000.0);
        check(Quantity::Retention, "86400000", 86_400_000.0);
        check(Quantity::Retention, "forever", -1.0);
        check(Quantity::Duration, "1.5s", 1500.0);
        check(Quantity::Bytes, "512kb", 524_288.0);
        check(Quantity::Bytes, "1024", 1024.0);
        check(Quantity::PerSecond, "4.2 k/s", 4200.0);
        check(Quantity::PerSecond, "100k", 100_000.0);
        check(Quantity::PerSecond, "1,200 per second", 1200.0);
        check(Quantity::Count, "10 000", 10_000.0);
    }

    #[test]
    fn what_cannot_be_read_says_how_to_write_it() {
        let check = |quantity: Quantity, text: &str, expected: &str| {
            assert_eq!(quantity.parse(text).unwrap_err(), expected, "{text}");
        };
        check(Quantity::CountFromOne, "0", "Type 1 or more");
        check(Quantity::Count, "many", "Type a whole number");
        check(Quantity::Count, "5000000000", "Type 4,294,967,295 or less");
        check(Quantity::Retention, "soon", "Type a time such as 7 d, 30 d, 12 h, or “for ever”");
        check(Quantity::Retention, "", "Type a time such as 7 d, 30 d, 12 h, or “for ever”");
        check(Quantity::Bytes, "3 apples", "Type a size such as 512 B, 4 KiB or 1 MiB");
        check(Quantity::PerSecond, "-1", "Type 0 or more");
        check(Quantity::Dollars, "free", "Type an amount such as 3,000 or 0.42");
    }

    #[test]
    fn numbers_to_read_at_a_glance() {
        assert_eq!(rate_short(4200.0), "4.2 k/s");
        assert_eq!(rate_short(12.0), "12 /s");
        assert_eq!(bytes_short(5.2e12), "5.2 TB");
        assert_eq!(bytes_short(999.0), "999 B");
        assert_eq!(duration_short(1900.0), "1.9 s");
        assert_eq!(duration_short(64.0), "64 ms");
        assert_eq!(grouped(-1234.5, 2), "-1,234.5");
        assert_eq!(grouped(-0.0, 0), "0");
    }
}
