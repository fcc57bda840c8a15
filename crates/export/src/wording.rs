//! Numbers and names as people read them: in comments, progress lines and decision records.

use capacity::Rate;
use diagnostic::numbered;

/// A text in one line, so that it fits a comment or a table cell.
pub fn one_line(text: &str) -> String {
    let words: Vec<_> =
        text.split(|it: char| it.is_whitespace() || it.is_control()).filter(|it| !it.is_empty()).collect();
    words.join(" ")
}

/// A number of things, with thousands set apart: `1 topic`, `1,200 topics`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{} {}", whole(number as f64), numbered(number, noun))
}

/// A number rounded to a whole, with thousands set apart.
pub fn whole(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut out = String::new();
    if number < 0.0 && digits != "0" {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Three figures that count: `9.7`, `12.3`, `340`.
fn figures(number: f64) -> String {
    if number >= 100.0 {
        return whole(number);
    }
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A rate: `1,200 records/s (0.6 MB/s)`.
pub fn rate(rate: Rate) -> String {
    format!("{} records/s ({})", whole(rate.records_per_second), throughput(rate.bytes_per_second))
}

/// Bytes a second in decimal units: `4.5 MB/s`.
pub fn throughput(bytes_per_second: f64) -> String {
    let (number, unit) = scaled(bytes_per_second, 1000.0, &["B/s", "kB/s", "MB/s", "GB/s"]);
    format!("{} {unit}", figures(number))
}

/// Bytes in binary units, as disks are sold: `1.4 TiB`.
pub fn size(bytes: f64) -> String {
    let (number, unit) = scaled(bytes, 1024.0, &["B", "KiB", "MiB", "GiB", "TiB", "PiB"]);
    format!("{} {unit}", figures(number))
}

fn scaled(number: f64, step: f64, units: &[&'static str]) -> (f64, &'static str) {
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
    (number, unit)
}

/// US dollars: `$2,600`.
pub fn dollars(usd: f64) -> String {
    format!("${}", whole(usd))
}

/// A share: `57 %`.
pub fn percent(share: f64) -> String {
    format!("{} %", whole(share * 100.0))
}

/// A retention: `7 days`, `36 hours`, `for ever`.
pub fn retention(milliseconds: i64) -> String {
    if milliseconds < 0 {
        return "for ever".to_owned();
    }
    let units = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1000, "second")];
    for (length, noun) in units {
        if milliseconds >= length && milliseconds % length == 0 {
            return count(usize::try_from(milliseconds / length).unwrap_or(usize::MAX), noun);
        }
    }
    format!("{milliseconds} ms")
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
        check(throughput(0.0), "0 B/s");
        check(throughput(9_740_000.0), "9.7 MB/s");
        check(throughput(340_000.0), "340 kB/s");
        check(size(1024.0 * 1024.0 * 1024.0), "1 GiB");
        check(size(1.5 * 1024.0_f64.powi(4)), "1.5 TiB");
        check(percent(0.567), "57 %");
        check(dollars(2600.4), "$2,600");
        check(count(1, "topic"), "1 topic");
        check(count(1200, "topic"), "1,200 topics");
        check(retention(604_800_000), "7 days");
        check(retention(86_400_000), "1 day");
        check(retention(129_600_000), "36 hours");
        check(retention(1500), "1500 ms");
        check(retention(0), "0 ms");
        check(retention(-1), "for ever");
        check(one_line("  two\nlines\tand\u{7} more "), "two lines and more");
    }
}
