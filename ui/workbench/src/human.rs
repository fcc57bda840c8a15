//! Values as people read them: a decimal is bytes on the wire and a timestamp a number, and nobody sees an amount or a day in
//! either. The raw value stays beside it.

use engine::avro::data::{Datum, hex};
use engine::avro::{LogicalType, Schema, Shape, Type, TypeId};
use engine::diagnostic::counted;

/// How many bytes are shown of a value that is nothing but bytes.
const MOST_BYTES: usize = 16;

/// The longest decimal that is written out, in bytes.
const LONGEST_DECIMAL: usize = 64;

/// For every line of a value as JSON, what stands there for people, where the JSON does not say it.
pub fn notes(datum: &Datum, schema: &Schema) -> Vec<Option<String>> {
    let mut out = Vec::new();
    walk(datum, schema, schema.root().ty, &mut out);
    out
}

/// Goes through a value as its JSON is written: a value a line, brackets on lines of their own unless they are empty.
fn walk(datum: &Datum, schema: &Schema, ty: TypeId, out: &mut Vec<Option<String>>) {
    match (datum, schema.shape(ty)) {
        (Datum::Union(place, value), Shape::Union(union)) => match union.branches.get(*place) {
            Some(branch) => walk(value, schema, branch.ty, out),
            None => out.push(None),
        },
        (Datum::Array(items), Shape::Array(element)) if !items.is_empty() => {
            out.push(None);
            items.iter().for_each(|item| walk(item, schema, element.ty, out));
            out.push(None);
        }
        (Datum::Map(entries), Shape::Map(element)) if !entries.is_empty() => {
            out.push(None);
            entries.iter().for_each(|(_, value)| walk(value, schema, element.ty, out));
            out.push(None);
        }
        (Datum::Record(values), Shape::Record(record)) if !values.is_empty() => {
            out.push(None);
            record.fields.iter().zip(values).for_each(|(field, value)| walk(value, schema, field.ty.ty, out));
            out.push(None);
        }
        _ => out.push(said(datum, schema.ty(ty))),
    }
}

/// What a single value says, where its JSON does not.
fn said(datum: &Datum, ty: &Type) -> Option<String> {
    match (ty.logical, datum) {
        (Some(LogicalType::Decimal { scale, .. }), Datum::Bytes(bytes) | Datum::Fixed(bytes)) => {
            decimal(bytes, usize::try_from(scale).ok()?)
        }
        (Some(LogicalType::BigDecimal), Datum::Bytes(bytes)) => big_decimal(bytes),
        (Some(LogicalType::Uuid), Datum::Fixed(bytes)) => uuid(bytes),
        (Some(LogicalType::Duration), Datum::Fixed(bytes)) => duration(bytes),
        (Some(LogicalType::Date), Datum::Int(days)) => Some(day(i64::from(*days))),
        (Some(LogicalType::TimeMillis), Datum::Int(time)) => time_of_day(i64::from(*time), 1_000),
        (Some(LogicalType::TimeMicros), Datum::Long(time)) => time_of_day(*time, 1_000_000),
        (Some(logical), Datum::Long(at)) => {
            let (a_second, zone) = match logical {
                LogicalType::TimestampMillis => (1_000, " UTC"),
                LogicalType::TimestampMicros => (1_000_000, " UTC"),
                LogicalType::TimestampNanos => (1_000_000_000, " UTC"),
                LogicalType::LocalTimestampMillis => (1_000, ""),
                LogicalType::LocalTimestampMicros => (1_000_000, ""),
                LogicalType::LocalTimestampNanos => (1_000_000_000, ""),
                LogicalType::Decimal { .. }
                | LogicalType::BigDecimal
                | LogicalType::Uuid
                | LogicalType::Date
                | LogicalType::TimeMillis
                | LogicalType::TimeMicros
                | LogicalType::Duration => return None,
            };
            let a_day = 86_400 * a_second;
            let time = time_of_day(at.rem_euclid(a_day), a_second)?;
            Some(format!("{} {time}{zone}", day(at.div_euclid(a_day))))
        }
        (_, Datum::Bytes(bytes) | Datum::Fixed(bytes)) => raw(bytes),
        (Some(_) | None, _) => None,
    }
}

/// Bytes that mean nothing else.
fn raw(bytes: &[u8]) -> Option<String> {
    let first: Vec<u8> = bytes.iter().copied().take(MOST_BYTES).collect();
    let more = if bytes.len() > first.len() { "…" } else { "" };
    (!bytes.is_empty()).then(|| format!("0x{}{more}", hex(&first)))
}

/// A day since 1970-01-01 in the calendar of today, for every year.
fn day(days: i64) -> String {
    // Years begin in March here, so that the day that comes every four years is the last one.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A time of the day in parts of a second; the parts only where there are any.
fn time_of_day(time: i64, a_second: i64) -> Option<String> {
    if !(0..86_400 * a_second).contains(&time) {
        return None;
    }
    let (seconds, rest) = (time / a_second, time % a_second);
    let places = a_second.ilog10();
    let parts = if rest == 0 { String::new() } else { format!(".{rest:0width$}", width = places as usize) };
    Some(format!("{:02}:{:02}:{:02}{parts}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

/// A number in two's complement, the highest byte first, with so many places behind the point.
fn decimal(bytes: &[u8], scale: usize) -> Option<String> {
    if bytes.len() > LONGEST_DECIMAL {
        return None;
    }
    let is_negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    let mut left: Vec<u8> = bytes.to_vec();
    if is_negative {
        let mut carry = true;
        for byte in left.iter_mut().rev() {
            let (next, over) = (!*byte).overflowing_add(u8::from(carry));
            (*byte, carry) = (next, over);
        }
    }
    let mut digits: Vec<char> = Vec::new();
    while left.iter().any(|it| *it != 0) || digits.len() <= scale {
        let mut rest = 0_u16;
        for byte in &mut left {
            let value = rest * 256 + u16::from(*byte);
            *byte = u8::try_from(value / 10).ok()?;
            rest = value % 10;
        }
        digits.push(char::from_digit(u32::from(rest), 10)?);
        if digits.len() == scale {
            digits.push('.');
        }
    }
    if scale > 0 && digits.last() == Some(&'.') {
        digits.push('0');
    }
    let sign = if is_negative { "-" } else { "" };
    Some(format!("{sign}{}", digits.iter().rev().collect::<String>()))
}

/// A decimal that carries its scale: the length and bytes of the number, then the scale.
fn big_decimal(bytes: &[u8]) -> Option<String> {
    let (length, rest) = zigzag(bytes)?;
    let (number, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    let (scale, _) = zigzag(rest)?;
    decimal(number, usize::try_from(scale).ok().filter(|it| *it <= LONGEST_DECIMAL)?)
}

fn zigzag(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7f).checked_shl(u32::try_from(at * 7).ok()?)?;
        if byte & 0x80 == 0 {
            return Some(((number >> 1).cast_signed() ^ -(number & 1).cast_signed(), bytes.get(at + 1..)?));
        }
    }
    None
}

fn uuid(bytes: &[u8]) -> Option<String> {
    let digits = hex(bytes);
    let parts: Option<Vec<&str>> =
        [0..8, 8..12, 12..16, 16..20, 20..32].into_iter().map(|range| digits.get(range)).collect();
    Some(parts?.join("-"))
}

/// Months, days and milliseconds.
fn duration(bytes: &[u8]) -> Option<String> {
    let (parts, []) = bytes.as_chunks::<4>() else { return None };
    let [months, days, millis] = parts else { return None };
    let number = |part: &[u8; 4]| u32::from_le_bytes(*part) as usize;
    Some(format!("{}, {}, {} ms", counted(number(months), "month"), counted(number(days), "day"), number(millis)))
}

#[cfg(test)]
mod tests {
    use super::{big_decimal, day, decimal, duration, notes, time_of_day, uuid};
    use engine::avro::Schema;
    use engine::avro::data::{JsonForm, read_json, sample};

    #[test]
    fn decimals_are_numbers() {
        for (bytes, scale, expected) in [
            (&[0x02, 0x15][..], 2, "5.33"),
            (&[0x00], 2, "0.00"),
            (&[], 0, "0"),
            (&[0x05], 2, "0.05"),
            (&[0x64], 2, "1.00"),
            (&[0xff], 0, "-1"),
            (&[0xff], 3, "-0.001"),
            (&[0x80, 0x00], 0, "-32768"),
            (&[0x01, 0, 0, 0, 0, 0, 0, 0, 0], 0, "18446744073709551616"),
        ] {
            assert_eq!(decimal(bytes, scale).as_deref(), Some(expected), "{bytes:?}");
        }
        assert_eq!(big_decimal(&[0x04, 0x02, 0x15, 0x04]).as_deref(), Some("5.33"));
        assert_eq!(big_decimal(&[0x7f]), None);
    }

    #[test]
    fn days_and_times_are_those_of_the_calendar() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (20_778, "2026-11-21"),
            (-719_468, "0000-03-01"),
        ] {
            assert_eq!(day(days), expected);
        }
        assert_eq!(time_of_day(39_999_123, 1_000).as_deref(), Some("11:06:39.123"));
        assert_eq!(time_of_day(39_999_000, 1_000).as_deref(), Some("11:06:39"));
        assert_eq!(time_of_day(-1, 1_000), None);
        assert_eq!(duration(&[1, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0]).as_deref(), Some("1 month, 2 days, 5 ms"));
        assert_eq!(uuid(&[0xab; 16]).as_deref(), Some("abababab-abab-abab-abab-abababababab"));
    }

    #[test]
    fn every_line_of_the_json_has_its_note() {
        let text = r#"{"type": "record", "name": "A", "fields": [
            {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
            {"name": "none", "type": {"type": "array", "items": "int"}},
            {"name": "paid", "type": ["null", {"type": "record", "name": "Money", "fields": [
                {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                {"name": "hash", "type": "bytes"}]}]},
            {"name": "days", "type": {"type": "map", "values": {"type": "int", "logicalType": "date"}}}
        ]}"#;
        let schema = Schema::parse(text, &[]).0.unwrap();
        let json = r#"{"at": 1795259199123, "none": [], "paid": {"amount": "\u0002\u0015", "hash": "\u0001ÿ"}, "days": {"a": 0}}"#;
        let datum = read_json(&schema, json).unwrap();
        for form in [JsonForm::Plain, JsonForm::Avro] {
            let written = datum.to_json(&schema, form);
            let found = notes(&datum, &schema);
            assert_eq!(written.lines().count(), found.len());
            let said: Vec<String> = written
                .lines()
                .zip(found)
                .filter_map(|(line, note)| Some(format!("{} {}", line.trim().split(':').next()?, note?)))
                .collect();
            assert_eq!(
                said,
                ["\"at\" 2026-11-21 11:06:39.123 UTC", "\"amount\" 5.33", "\"hash\" 0x01ff", "\"a\" 1970-01-01"]
            );
        }
        for seed in 0..20 {
            let datum = sample(&schema, seed).unwrap();
            assert_eq!(datum.to_json(&schema, JsonForm::Plain).lines().count(), notes(&datum, &schema).len());
        }
    }
}
