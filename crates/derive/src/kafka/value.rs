//! Whether a text is a value of a setting: read as Kafka's `ConfigDef` reads it.

use super::table::{Accepts, Setting, SettingType};

/// A fault of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueFault {
    /// It is neither `true` nor `false`.
    NotBoolean,
    /// It is no whole number.
    NotWhole,
    /// It is a whole number that has no room in so many bits.
    TooManyBits(u8),
    /// It is no number.
    NotNumber,
    /// It is below the least or above the most.
    OutOfRange,
    /// It is, or holds, a word that is none of those accepted.
    NoSuchWord(String),
    /// It is empty.
    Empty,
    /// It is no list of throttled replicas.
    NotReplicas,
    /// It is no version of the message format.
    NotFormatVersion,
}

/// The blanks that Java's `trim` takes off.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|it: char| it <= ' ')
}

/// The words of a list.
pub(super) fn words(text: &str) -> Vec<&str> {
    let text = trimmed(text);
    if text.is_empty() { Vec::new() } else { text.split(',').map(trimmed).collect() }
}

/// The fault of a value, if it has one.
pub(super) fn fault(setting: &Setting, text: &str) -> Option<ValueFault> {
    let text = trimmed(text);
    match setting.kind {
        SettingType::Boolean => {
            let is_one = ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
            (!is_one).then_some(ValueFault::NotBoolean)
        }
        SettingType::Int => whole(text, 32).map_or_else(Some, |number| out_of_range(&setting.accepts, number as f64)),
        SettingType::Long => whole(text, 64).map_or_else(Some, |number| out_of_range(&setting.accepts, number as f64)),
        SettingType::Double => match decimal(text) {
            Some(number) => out_of_range(&setting.accepts, number),
            None => Some(ValueFault::NotNumber),
        },
        SettingType::Text | SettingType::List => wrong_words(&setting.accepts, text),
    }
}

/// A whole number as `Integer.parseInt` and `Long.parseLong` read it.
fn whole(text: &str, bits: u8) -> Result<i64, ValueFault> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.chars().all(|it| it.is_ascii_digit()) {
        return Err(ValueFault::NotWhole);
    }
    let number = text.parse::<i64>().ok();
    let fits = number.filter(|number| bits == 64 || i32::try_from(*number).is_ok());
    fits.ok_or(ValueFault::TooManyBits(bits))
}

/// A number as `Double.parseDouble` reads it, but for hexadecimal ones.
fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, "NaN" | "Infinity") {
        return text.replace("Infinity", "inf").parse().ok();
    }
    let number = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    let is_decimal = number.chars().all(|it| it.is_ascii_digit() || matches!(it, '.' | 'e' | 'E' | '+' | '-'));
    number.parse().ok().filter(|_| is_decimal)
}

/// Kafka compares all numbers as doubles, and NaN with nothing.
fn out_of_range(accepts: &Accepts, number: f64) -> Option<ValueFault> {
    let Accepts::Range { least, most, or } = accepts else { return None };
    let end = |text: &Option<&str>| text.and_then(|it| it.parse::<f64>().ok());
    let is_beside = or.is_some_and(|it| it as f64 == number);
    let is_outside = end(least).is_some_and(|least| number < least) || end(most).is_some_and(|most| number > most);
    (is_outside && !is_beside).then_some(ValueFault::OutOfRange)
}

fn wrong_words(accepts: &Accepts, text: &str) -> Option<ValueFault> {
    match accepts {
        Accepts::Anything | Accepts::Range { .. } => None,
        Accepts::One(known) => (!known.contains(&text)).then(|| ValueFault::NoSuchWord(text.to_owned())),
        Accepts::Some { words: known, may_be_empty } => {
            let words = words(text);
            if words.is_empty() {
                return (!may_be_empty).then_some(ValueFault::Empty);
            }
            let wrong = words.iter().find(|word| !known.contains(word));
            wrong.map(|word| ValueFault::NoSuchWord((*word).to_owned()))
        }
        Accepts::Replicas => (!are_replicas(text)).then_some(ValueFault::NotReplicas),
        Accepts::FormatVersion(known) => (!is_format_version(text, known)).then_some(ValueFault::NotFormatVersion),
    }
}

fn are_replicas(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|it| it.is_ascii_digit());
    let is_pair = |it: &str| it.split_once(':').is_some_and(|(one, other)| is_number(one) && is_number(other));
    let words = words(text);
    words.iter().all(|word| word.is_empty() || is_pair(word)) || words.concat() == "*"
}

/// A version may leave out what follows its line: `3.0` for `3.0-IV1`, `2.8.1` for `2.8-IV1`.
fn is_format_version(text: &str, known: &[&str]) -> bool {
    let count = if text.starts_with("0.") { 3 } else { 2 };
    let line: Vec<&str> = text.split('.').take(count).collect();
    let line = line.join(".");
    known.iter().any(|it| *it == line || it.split_once('-').is_some_and(|(start, _)| start == line))
}
