//! A pasted event, read as a schema would have it: JSON in either form, or bytes as hexadecimal digits or Base64, with or
//! without the registry's prefix. What cannot be read says why and where.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use engine::avro::Schema;
use engine::avro::data::{CodecError, Datum, decode, decode_as, parse_hex, read_json, split_header};
use engine::diagnostic::capitalised;
use engine::syntax::Span;

/// How many bytes stand on either side of one that is pointed at.
const BYTES_AROUND: usize = 8;

/// How many letters of a line stand on either side of a place.
const LETTERS_AROUND: usize = 36;

/// A schema that may have written an event, under the name that people know it by.
pub type Writer<'a> = (String, &'a Schema);

/// An event that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The value, as the reader has it.
    pub datum: Datum,
    /// How it was read, in one sentence.
    pub how: String,
    /// Whether another version wrote it.
    pub is_other: bool,
}

/// Why a text is no event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// One sentence: what stands there and what should.
    pub message: String,
    /// Where: a line and column, or a byte and the way to its field; may be empty.
    pub place: String,
    /// What stands before the place, at it and after it.
    pub around: Option<Box<[String; 3]>>,
    /// What to do, or what it is instead; may be empty.
    pub next: String,
}

impl Unread {
    fn of(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self { message: message.into(), place: String::new(), around: None, next: next.into() }
    }
}

/// Reads a pasted event. `others` are the versions that may have written it, the most likely first.
pub fn read(text: &str, reader: &Schema, others: &[Writer<'_>]) -> Result<Read, Unread> {
    let text = text.trim();
    if text.starts_with(['{', '[', '"']) || matches!(text, "true" | "false" | "null") {
        return from_json(text, reader, others);
    }
    if let Some(bytes) = parse_hex(text) {
        return from_bytes(&bytes, "hexadecimal digits", reader, others);
    }
    if let Some(bytes) = from_base64(text) {
        return from_bytes(&bytes, "Base64", reader, others);
    }
    if text.starts_with(|it: char| it.is_ascii_digit() || it == '-') {
        return from_json(text, reader, others);
    }
    Err(Unread::of(
        "This is neither JSON, nor hexadecimal digits, nor Base64",
        "Paste one event, without a key and without headers",
    ))
}

fn from_json(text: &str, reader: &Schema, others: &[Writer<'_>]) -> Result<Read, Unread> {
    match read_json(reader, text) {
        Ok(datum) => Ok(Read { datum, how: "Read as JSON".to_owned(), is_other: false }),
        Err(fault) => {
            let other = others.iter().find(|(_, writer)| read_json(writer, text).is_ok());
            let next = other.map_or_else(String::new, |(name, _)| format!("It is an event of {name}"));
            let (place, around) = place_in_text(text, fault.span);
            Err(Unread { message: fault.message, place, around: Some(Box::new(around)), next })
        }
    }
}

/// Bytes from Base64 in either alphabet, with or without its padding, and as it is broken into lines.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let letters: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let decoded = [STANDARD, URL_SAFE].iter().find_map(|it| GeneralPurpose::new(it, config).decode(&letters).ok());
    decoded.filter(|it| !it.is_empty())
}

/// How many bytes the registry's prefix has.
const PREFIX: usize = 5;

fn from_bytes(bytes: &[u8], what: &str, reader: &Schema, others: &[Writer<'_>]) -> Result<Read, Unread> {
    if bytes.is_empty() {
        return Err(Unread::of("There are no bytes", "Paste one event"));
    }
    let framed = split_header(bytes);
    // Bytes must be used up to the last one, so that both ways can hardly fit at once.
    let ways: Vec<(&[u8], usize, String)> = framed
        .map(|(header, rest)| (rest, PREFIX, format!(" behind the registry’s prefix for schema {}", header.schema_id)))
        .into_iter()
        .chain([(bytes, 0, String::new())])
        .collect();
    for (value, _, prefix) in &ways {
        let count = value.len();
        if let Ok(decoded) = decode(reader, value) {
            let how = format!("Read from {what}, {count} bytes{prefix}");
            return Ok(Read { datum: decoded.datum, how, is_other: false });
        }
    }
    for (value, offset, prefix) in &ways {
        for (name, writer) in others {
            if decode(writer, value).is_err() {
                continue;
            }
            return match decode_as(reader, writer, value) {
                Ok(datum) => {
                    let how = format!("Written as {name}{prefix}, and read as this version has it");
                    Ok(Read { datum, how, is_other: true })
                }
                Err(_) => {
                    let next = format!("{} wrote it, and this version cannot read that", capitalised(name));
                    Err(Unread { next, ..unread(bytes, *offset, decode(reader, value).err()) })
                }
            };
        }
    }
    let (value, offset, _) = ways.first().cloned().unwrap_or((bytes, 0, String::new()));
    Err(unread(bytes, offset, decode(reader, value).err()))
}

/// Why bytes cannot be read, with the place counted from the first byte that was pasted.
fn unread(bytes: &[u8], prefix: usize, error: Option<CodecError>) -> Unread {
    match error {
        Some(CodecError::Bytes(fault)) => {
            let offset = fault.offset + prefix;
            let at = if fault.trail.is_empty() { "the outermost value".to_owned() } else { fault.trail };
            Unread {
                message: fault.message,
                place: format!("byte {offset}, in {at}"),
                around: Some(Box::new(bytes_around(bytes, offset))),
                next: "It may have been written with a schema that is not here".to_owned(),
            }
        }
        Some(CodecError::Incomplete) => Unread::of("This version is not understood as a whole", "Mend its text first"),
        Some(
            other @ (CodecError::TooDeep | CodecError::Value(_) | CodecError::Unreadable | CodecError::Library(_)),
        ) => Unread::of(other.to_string(), ""),
        None => Unread::of("This cannot be read", ""),
    }
}

/// The bytes around one, as digits.
fn bytes_around(bytes: &[u8], offset: usize) -> [String; 3] {
    let start = offset.saturating_sub(BYTES_AROUND);
    let end = (offset + 1 + BYTES_AROUND).min(bytes.len());
    let digits = |range: Option<&[u8]>| {
        let all: Vec<String> = range.unwrap_or_default().iter().map(|byte| format!("{byte:02x}")).collect();
        all.join(" ")
    };
    let at = offset.min(bytes.len());
    let here = bytes.get(at).map_or_else(|| "the end".to_owned(), |byte| format!("{byte:02x}"));
    let before = digits(bytes.get(start.min(at)..at));
    let after = digits(bytes.get((at + 1).min(bytes.len())..end.max((at + 1).min(bytes.len()))));
    let lead = if start > 0 { "… " } else { "" };
    let tail = if end < bytes.len() { " …" } else { "" };
    [format!("{lead}{before}"), here, format!("{after}{tail}")]
}

/// A place in a text as line and column from 1, and what stands around it on its line.
fn place_in_text(text: &str, span: Span) -> (String, [String; 3]) {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let head = before.get(start..).unwrap_or_default();
    let rest = text.get(span.start..).unwrap_or_default();
    let inside = text.get(span.start..span.end).unwrap_or_default().lines().next().unwrap_or_default();
    let tail = rest.get(inside.len()..).unwrap_or_default().lines().next().unwrap_or_default();
    let last: Vec<char> = head.chars().rev().take(LETTERS_AROUND).collect();
    let cut = if head.chars().count() > last.len() { "…" } else { "" };
    let place = format!("line {line}, column {}", head.chars().count() + 1);
    let shortened = |text: &str| {
        let short: String = text.chars().take(LETTERS_AROUND).collect();
        if short.len() < text.len() { format!("{short}…") } else { short }
    };
    let head: String = last.into_iter().rev().collect();
    let here = if inside.is_empty() { "the end".to_owned() } else { shortened(inside) };
    (place, [format!("{cut}{}", head.trim_start()), here, shortened(tail)])
}

#[cfg(test)]
mod tests {
    use super::{Read, Unread, read};
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use engine::avro::Schema;
    use engine::avro::data::{JsonForm, RegistryHeader, encode, hex, read_json, with_header};

    fn schema(fields: &str) -> Schema {
        Schema::parse(&format!(r#"{{"type": "record", "name": "A", "fields": [{fields}]}}"#), &[]).0.unwrap()
    }

    const OLD: &str = r#"{"name": "id", "type": "string"}"#;
    const NEW: &str = r#"{"name": "id", "type": "string"}, {"name": "n", "type": ["null", "long"], "default": null}"#;

    fn bytes(json: &str, fields: &str) -> Vec<u8> {
        let schema = schema(fields);
        encode(&schema, &read_json(&schema, json).unwrap()).unwrap()
    }

    fn shown(text: &str, fields: &str) -> String {
        let (reader, old) = (schema(fields), schema(OLD));
        match read(text, &reader, &[("version 1".to_owned(), &old)]) {
            Ok(Read { datum, how, .. }) => {
                let json: String = datum.to_json(&reader, JsonForm::Plain).split_whitespace().collect();
                format!("{how}: {json}")
            }
            Err(Unread { message, place, around, next }) => {
                format!("{message} | {place} | {} | {next}", around.map(|it| it.join("~")).unwrap_or_default())
            }
        }
    }

    #[test]
    fn an_event_is_read_however_it_is_pasted() {
        let value = bytes(r#"{"id": "ab", "n": 7}"#, NEW);
        let framed = with_header(RegistryHeader { schema_id: 12 }, &value);
        let read = r#"{"id":"ab","n":7}"#;
        let check = |text: &str, how: &str| assert_eq!(shown(text, NEW), format!("{how}: {read}"), "{text}");
        check(r#" {"id": "ab", "n": 7} "#, "Read as JSON");
        check(r#"{"id": "ab", "n": {"long": 7}}"#, "Read as JSON");
        check(&hex(&value), "Read from hexadecimal digits, 5 bytes");
        check(
            &hex(&framed).to_uppercase(),
            "Read from hexadecimal digits, 5 bytes behind the registry’s prefix for schema 12",
        );
        check(&STANDARD.encode(&framed), "Read from Base64, 5 bytes behind the registry’s prefix for schema 12");
        check(&URL_SAFE_NO_PAD.encode(&value), "Read from Base64, 5 bytes");
    }

    #[test]
    fn an_event_of_another_version_is_read_as_that_one_wrote_it() {
        let value = bytes(r#"{"id": "ab"}"#, OLD);
        assert_eq!(
            shown(&hex(&value), NEW),
            r#"Written as version 1, and read as this version has it: {"id":"ab","n":null}"#
        );
    }

    #[test]
    fn what_cannot_be_read_says_where_and_why() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text, NEW), expected, "{text}");
        check("{\n  \"id\": 7\n}", "7 is no string | line 2, column 9 | \"id\": ~7~ | ");
        check("{", "The text ends before it is closed; add } | line 1, column 2 | {~the end~ | ");
        check(
            "04 61 62 09",
            "-5 is no branch of this union, which has 2 | byte 3, in n | 04 61 62~09~ | It may have been written with a schema that is not here",
        );
        check(
            "00 00 00 00 0c 04 61",
            "This text needs 2 bytes, but only 1 is left | byte 6, in id | 00 00 00 00 0c 04~61~ | It may have been written with a schema that is not here",
        );
        check(
            "what?",
            "This is neither JSON, nor hexadecimal digits, nor Base64 |  |  | Paste one event, without a key and without headers",
        );
    }
}
