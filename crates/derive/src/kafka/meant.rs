//! The value that a text most likely means where Kafka takes a plain number: `7d` for `604800000`.

use super::table::{Accepts, Setting, SettingType};
use super::value::{fault, trimmed};
use crate::wording::{SIZES, TIMES};

/// Words for no limit, where -1 is one.
const ENDLESS: [&str; 8] = ["forever", "for ever", "unlimited", "infinite", "infinity", "never", "none", "no limit"];

/// The value that a text means for a setting that refuses it.
pub(super) fn meant(setting: &Setting, text: &str) -> Option<String> {
    let text = trimmed(text).to_lowercase();
    let value = match setting.kind {
        SettingType::Int | SettingType::Long => meant_number(setting, &text)?.to_string(),
        SettingType::Double => percent(&text)?,
        SettingType::Boolean => meant_boolean(&text)?.to_owned(),
        SettingType::Text | SettingType::List => meant_word(&setting.accepts, &text)?,
    };
    fault(setting, &value).is_none().then_some(value)
}

fn meant_number(setting: &Setting, text: &str) -> Option<i64> {
    if ENDLESS.contains(&text) {
        return Some(-1);
    }
    let units: &[(f64, &[&str])] = if setting.key.ends_with(".ms") {
        &TIMES
    } else if setting.key.ends_with(".bytes") {
        &SIZES
    } else {
        &[]
    };
    let parts = parts(text)?;
    let mut sum = 0.0;
    for (number, unit) in &parts {
        let is_meant = |names: &&[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(unit));
        let factor = match unit.as_str() {
            "" if parts.len() == 1 => 1.0,
            // A long as programs write it.
            "l" if parts.len() == 1 => 1.0,
            unit => {
                let known = units.iter().find(|(_, names)| is_meant(names));
                known.map(|(factor, _)| *factor).or_else(|| iso_unit(setting, unit))?
            }
        };
        sum += number * factor;
    }
    let is_whole = sum.fract() == 0.0 && sum.abs() < 9.0e18;
    is_whole.then_some(sum as i64)
}

/// Units that are not shown but written: months, and `PT12H` without its letters.
fn iso_unit(setting: &Setting, unit: &str) -> Option<f64> {
    let day = 86_400_000.0;
    match unit {
        "hrs" | "hr" if setting.key.ends_with(".ms") => Some(day / 24.0),
        "mins" if setting.key.ends_with(".ms") => Some(day / 1440.0),
        "mo" | "month" | "months" if setting.key.ends_with(".ms") => Some(30.0 * day),
        _ => None,
    }
}

/// Numbers with their units, in order: `1d 12h`, `1,000`, `1_000`, `p7d`.
fn parts(text: &str) -> Option<Vec<(f64, String)>> {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let text = text.strip_prefix("pt").or_else(|| text.strip_prefix('p')).unwrap_or(text);
    let mut out: Vec<(f64, String)> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let is_of_number = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '_' | '\'' | ' ');
        let end = rest.find(|it: char| !is_of_number(it)).unwrap_or(rest.len());
        let (number, after) = rest.split_at_checked(end)?;
        let number: String = number.chars().filter(|it| it.is_ascii_digit() || *it == '.').collect();
        let exponent = exponent(after);
        let (number, after) = match exponent {
            Some((digits, after)) => (format!("{number}e{digits}"), after),
            None => (number, after),
        };
        let end = after.find(|it: char| !it.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(end)?;
        out.push((sign * number.parse::<f64>().ok()?, unit.to_owned()));
        rest = after.trim();
    }
    (!out.is_empty()).then_some(out)
}

/// The exponent of a number such as `1e9`, and what follows it.
fn exponent(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('e')?;
    let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at_checked(end)?;
    (!digits.is_empty()).then_some((digits, after))
}

fn percent(text: &str) -> Option<String> {
    if let Some(number) = text.strip_suffix('%') {
        return Some((number.trim().parse::<f64>().ok()? / 100.0).to_string());
    }
    let number = text.replacen(',', ".", 1).parse::<f64>().ok()?;
    Some(number.to_string())
}

fn meant_boolean(text: &str) -> Option<&'static str> {
    match text {
        "yes" | "on" | "1" | "enabled" | "enable" | "y" | "t" => Some("true"),
        "no" | "off" | "0" | "disabled" | "disable" | "n" | "f" => Some("false"),
        text => diagnostic::nearest(text, ["true", "false"]),
    }
}

fn meant_word(accepts: &Accepts, text: &str) -> Option<String> {
    let nearest = |text: &str, known: &[&'static str]| {
        let synonym = match text {
            "none" | "off" | "no" => Some("uncompressed"),
            "zip" | "gz" => Some("gzip"),
            "zstandard" => Some("zstd"),
            "create" | "event" => Some("CreateTime"),
            "append" | "ingestion" | "logappend" => Some("LogAppendTime"),
            "compacted" | "compaction" => Some("compact"),
            "deleted" | "deletion" => Some("delete"),
            _ => None,
        };
        let known_synonym = synonym.filter(|it| known.contains(it));
        let cut = text.trim_end_matches(|it: char| it.is_ascii_digit());
        known_synonym
            .or_else(|| diagnostic::nearest(text, known.iter().copied()))
            .or_else(|| known.iter().copied().find(|word| word.eq_ignore_ascii_case(cut)))
    };
    match accepts {
        Accepts::One(known) => nearest(text, known).map(str::to_owned),
        Accepts::Some { words: known, .. } => {
            let mut out: Vec<&str> = Vec::new();
            let separators = |it: char| matches!(it, ',' | ';' | '+' | '|' | '&' | ' ' | '[' | ']' | '"');
            for word in text.split(separators).filter(|word| !word.is_empty() && *word != "and") {
                let parts: Vec<&str> = if word.contains('-') || word.contains('_') {
                    word.split(['-', '_']).collect()
                } else {
                    vec![word]
                };
                for part in parts {
                    let word = nearest(part, known)?;
                    if !out.contains(&word) {
                        out.push(word);
                    }
                }
            }
            (!out.is_empty()).then(|| out.join(","))
        }
        Accepts::Anything | Accepts::Range { .. } | Accepts::Replicas | Accepts::FormatVersion(_) => None,
    }
}
