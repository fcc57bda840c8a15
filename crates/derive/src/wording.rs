//! Numbers, sizes, times and shares in words: one way to say each, for cards, tables, findings and files.

use diagnostic::is_steering;

pub use diagnostic::{capitalised, counted, listed, numbered, thousands};

const SECOND: f64 = 1000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const KIB: f64 = 1024.0;

/// Units of time in milliseconds, the largest first, with every way to write them; the first is the one shown.
pub const TIMES: [(f64, &[&str]); 7] = [
    (365.0 * DAY, &["y", "yr", "year", "years"]),
    (7.0 * DAY, &["w", "week", "weeks"]),
    (DAY, &["d", "day", "days"]),
    (HOUR, &["h", "hour", "hours"]),
    (MINUTE, &["min", "m", "minute", "minutes"]),
    (SECOND, &["s", "sec", "second", "seconds"]),
    (1.0, &["ms", "millisecond", "milliseconds"]),
];

/// Units of size in bytes, the largest first. `KB` and `K` are read as people mean them beside Kafka: 1024.
pub const SIZES: [(f64, &[&str]); 5] = [
    (KIB * KIB * KIB * KIB, &["TiB", "tb", "t"]),
    (KIB * KIB * KIB, &["GiB", "gb", "g"]),
    (KIB * KIB, &["MiB", "mb", "m"]),
    (KIB, &["KiB", "kb", "k"]),
    (1.0, &["B", "byte", "bytes"]),
];

/// A text in one line, so that it fits a comment or a table cell, without what steers a terminal or the direction of writing.
pub fn one_line(text: &str) -> String {
    let words: Vec<_> =
        text.split(|it: char| it.is_whitespace() || is_steering(it)).filter(|it| !it.is_empty()).collect();
    words.join(" ")
}

/// Whether every character of a text has a picture and can stand in any file format.
pub fn is_printable(text: &str) -> bool {
    // Unicode keeps the last two of each plane, and a run of 32, for no character at all; YAML cannot hold those of the first.
    let is_none = |it: char| u32::from(it) & 0xfffe == 0xfffe || matches!(it, '\u{fdd0}'..='\u{fdef}' | '\u{feff}');
    !text.chars().any(|it| is_steering(it) || is_none(it))
}

/// A number with its thousands apart and at most `decimals` places: `1,234.5`.
pub fn grouped(number: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", number.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = thousands(whole);
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    if number < 0.0 && out != "0" { format!("-{out}") } else { out }
}

/// A number rounded to a whole, with its thousands apart.
pub fn whole(number: f64) -> String {
    grouped(number, 0)
}

/// The figures that count: `9.7`, `12.3`, `340`.
fn figures(number: f64) -> String {
    grouped(number, if number >= 100.0 { 0 } else { 1 })
}

/// A share: `57 %`.
pub fn percent(share: f64) -> String {
    format!("{} %", whole(share * 100.0))
}

/// US dollars: `$2,600`.
pub fn dollars(usd: f64) -> String {
    format!("${}", whole(usd))
}

/// A time in milliseconds in the largest unit that says it exactly, and in several where that takes it: `7 d`, `1 h 30 min`.
pub fn duration(ms: f64) -> String {
    if ms == 0.0 {
        return "0 ms".to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    let mut rest = ms;
    for (unit, name) in shown_times() {
        let count = if unit == 1.0 { rest } else { (rest / unit).floor() };
        if count > 0.0 {
            parts.push(format!("{} {name}", grouped(count, 3)));
            rest -= count * unit;
        }
    }
    parts.join(" ")
}

/// A time in milliseconds to read at a glance: `64 ms`, `1.9 s`, `7 d`.
pub fn duration_short(ms: f64) -> String {
    let (unit, name) = shown_times().find(|(unit, _)| ms >= *unit).unwrap_or((1.0, "ms"));
    format!("{} {name}", grouped(ms / unit, 1))
}

/// Weeks are read but not shown: retention is said in days.
fn shown_times() -> impl Iterator<Item = (f64, &'static str)> {
    let named = TIMES.iter().filter_map(|(unit, names)| Some((*unit, *names.first()?)));
    named.filter(|(_, name)| *name != "w")
}

/// How long records are kept, in milliseconds: `7 d`, `for ever`.
pub fn retention(ms: i64) -> String {
    if ms < 0 { "for ever".to_owned() } else { duration(ms as f64) }
}

/// How long records are kept, in milliseconds, in a sentence: `7 days`, `36 hours`, `for ever`.
pub fn retention_in_words(ms: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];
    if ms < 0 {
        return "for ever".to_owned();
    }
    let whole = |(unit, _): &&(i64, &str)| ms >= *unit && ms % *unit == 0;
    let (unit, noun) = UNITS.iter().find(whole).unwrap_or(&(1, "millisecond"));
    counted(usize::try_from(ms / unit).unwrap_or(usize::MAX), noun)
}

/// Bytes in binary units, as disks are sold, with the figures that count: `1.4 TiB`.
pub fn size(bytes: f64) -> String {
    scaled(bytes, 1024.0, &["B", "KiB", "MiB", "GiB", "TiB", "PiB"])
}

/// Bytes in the largest unit that says them with at most two decimals, else in bytes: nothing is lost by showing it.
pub fn size_exact(bytes: f64) -> String {
    for (unit, names) in SIZES {
        let count = bytes / unit;
        if count >= 1.0 && ((count * 100.0).round() / 100.0 - count).abs() < 1e-12 {
            return format!("{} {}", grouped(count, 2), names.first().unwrap_or(&"B"));
        }
    }
    format!("{} B", grouped(bytes, 2))
}

/// Bytes to read at a glance, in the decimal units of networks and price lists: `5.2 TB`.
pub fn size_short(bytes: f64) -> String {
    let units = [(1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match units.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{} {name}", grouped(bytes / unit, 1)),
        None => format!("{} B", whole(bytes)),
    }
}

/// Bytes a second in decimal units, with the figures that count: `4.5 MB/s`.
pub fn throughput(bytes_per_second: f64) -> String {
    scaled(bytes_per_second, 1000.0, &["B/s", "kB/s", "MB/s", "GB/s"])
}

/// A rate to read at a glance: `4.2 k/s`.
pub fn rate_short(per_second: f64) -> String {
    let units = [(1e9, "G"), (1e6, "M"), (1e3, "k")];
    match units.iter().find(|(unit, _)| per_second >= *unit) {
        Some((unit, name)) => format!("{} {name}/s", grouped(per_second / unit, 1)),
        None => format!("{} /s", grouped(per_second, 1)),
    }
}

fn scaled(number: f64, step: f64, units: &[&str]) -> String {
    let mut number = number;
    let mut units = units.iter();
    let mut unit = units.next().copied().unwrap_or_default();
    for next in units {
        if number < step {
            break;
        }
        number /= step;
        unit = next;
    }
    format!("{} {unit}", figures(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_read_them() {
        let check = |found: String, expected: &str| assert_eq!(found, expected);
        check(whole(0.0), "0");
        check(whole(999.4), "999");
        check(whole(1_234_567.0), "1,234,567");
        check(whole(-1000.0), "-1,000");
        check(grouped(-1234.5, 2), "-1,234.5");
        check(grouped(-0.0, 0), "0");
        check(percent(0.567), "57 %");
        check(dollars(2600.4), "$2,600");
        check(one_line("  two\nlines\tand\u{7} more "), "two lines and more");
    }

    #[test]
    fn times_exactly_at_a_glance_and_in_a_sentence() {
        let check = |ms: i64, expected: [&str; 3]| {
            assert_eq!([retention(ms), duration_short(ms as f64), retention_in_words(ms)], expected, "{ms}");
        };
        check(604_800_000, ["7 d", "7 d", "7 days"]);
        check(86_400_000, ["1 d", "1 d", "1 day"]);
        check(315_360_000_000, ["10 y", "10 y", "3,650 days"]);
        check(129_600_000, ["1 d 12 h", "1.5 d", "36 hours"]);
        check(90_000, ["1 min 30 s", "1.5 min", "90 seconds"]);
        check(1900, ["1 s 900 ms", "1.9 s", "1,900 milliseconds"]);
        check(64, ["64 ms", "64 ms", "64 milliseconds"]);
        check(0, ["0 ms", "0 ms", "0 milliseconds"]);
        assert_eq!((retention(-1), retention_in_words(-1)), ("for ever".to_owned(), "for ever".to_owned()));
    }

    #[test]
    fn sizes_and_rates() {
        let check = |found: String, expected: &str| assert_eq!(found, expected);
        check(throughput(0.0), "0 B/s");
        check(throughput(9_740_000.0), "9.7 MB/s");
        check(throughput(340_000.0), "340 kB/s");
        check(size(1024.0 * 1024.0 * 1024.0), "1 GiB");
        check(size(1.5 * 1024.0_f64.powi(4)), "1.5 TiB");
        check(size_exact(1_572_864.0), "1.5 MiB");
        check(size_exact(1000.0), "1,000 B");
        check(size_short(5.2e12), "5.2 TB");
        check(size_short(999.0), "999 B");
        check(rate_short(4200.0), "4.2 k/s");
        check(rate_short(12.0), "12 /s");
    }
}
