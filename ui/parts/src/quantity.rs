//! Numbers in fields: shown as `7 d`, `1 MiB`, `1,200 /s`, `$3,000`, and read from what people type.

use engine::derive::wording::{SIZES, TIMES, duration, grouped, size_exact};
use engine::model::{FieldInfo, FieldValue, Unit};
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

/// What cannot be read, and how to write it.
pub type Unreadable = String;

impl Quantity {
    /// What the number of a field counts, by its unit and the least value that makes sense.
    pub fn of(field: &FieldInfo) -> Self {
        match (&field.value, field.unit) {
            (FieldValue::Whole(Some(..0)), Some(Unit::Milliseconds)) => Self::Retention,
            (FieldValue::Number(_), Some(Unit::Milliseconds)) => Self::Milliseconds,
            (_, Some(Unit::Milliseconds)) => Self::Duration,
            (FieldValue::Whole(Some(..0)), Some(Unit::Bytes)) => Self::BytesOrUnlimited,
            (_, Some(Unit::Bytes)) => Self::Bytes,
            (_, Some(Unit::Gibibytes)) => Self::Gibibytes,
            (_, Some(Unit::PerSecond)) => Self::PerSecond,
            (_, Some(Unit::Dollars)) => Self::Dollars,
            (FieldValue::Whole(None | Some(..0)), None) => Self::Whole,
            (FieldValue::Whole(Some(0)), None) => Self::Count,
            (FieldValue::Whole(Some(1..)), None) => Self::CountFromOne,
            (_, None) => Self::Plain,
        }
    }

    /// The number as it is shown, with its unit.
    pub fn show(self, number: f64) -> String {
        match self {
            Self::Count | Self::CountFromOne | Self::Whole => grouped(number, 0),
            Self::Duration | Self::Milliseconds => duration(number),
            Self::Retention if number < 0.0 => "for ever".to_owned(),
            Self::Retention => duration(number),
            Self::BytesOrUnlimited if number < 0.0 => "no limit".to_owned(),
            Self::BytesOrUnlimited | Self::Bytes => size_exact(number),
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

/// With two places where there is a fraction, as prices are written.
fn cents(text: String) -> String {
    match text.split_once('.') {
        Some((_, fraction)) if fraction.len() == 1 => format!("{text}0"),
        Some(_) | None => text,
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

/// How a share of what there is reads: fine, tight, too much.
pub fn tone_of(share: f64) -> &'static str {
    if share > 1.0 {
        "error"
    } else if share > 0.8 {
        "warning"
    } else {
        "ok"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::model::{Kind, field};

    fn round_trip(quantity: Quantity, number: f64, text: &str) {
        assert_eq!(quantity.show(number), text);
        let parsed = quantity.parse(text).unwrap().as_f64().unwrap();
        assert_eq!(parsed, number, "{text}");
    }

    #[test]
    fn a_field_s_number_is_shown_by_its_unit() {
        let check = |kind: Kind, pointer: &str, expected: Quantity| {
            assert_eq!(field(kind, pointer).map(Quantity::of), Some(expected), "{pointer}");
        };
        check(Kind::Topic, "/partitions", Quantity::CountFromOne);
        check(Kind::Topic, "/retention_ms", Quantity::Retention);
        check(Kind::Topic, "/retention_bytes", Quantity::BytesOrUnlimited);
        check(Kind::Topic, "/max_message_bytes", Quantity::Bytes);
        check(Kind::Environment, "/topics/orders/retention_ms", Quantity::Retention);
        check(Kind::Environment, "/storage_gib_per_broker", Quantity::Gibibytes);
        check(Kind::Environment, "/budget_usd_per_month", Quantity::Dollars);
        check(Kind::Flow, "/direction/produce/rate_per_second", Quantity::PerSecond);
        check(Kind::Flow, "/direction/produce/size_bytes", Quantity::Bytes);
        check(Kind::Flow, "/direction/consume/time_per_message_ms", Quantity::Milliseconds);
        check(Kind::Flow, "/direction/consume/on_failure/retries", Quantity::Count);
        check(Kind::Process, "/steps/0/timeout_ms", Quantity::Duration);
        check(Kind::Placement, "/x", Quantity::Whole);
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
}
