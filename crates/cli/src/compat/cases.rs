//! A file of questions, one JSON object a line, and an answer to each, in the order of the lines.
//!
//! A row asks whether a reader reads what a writer writes, whether a candidate may follow versions under a mode, or whether a
//! text is a schema. Rows are read with our own parser: schemas may be nested deeper than others go, and the text of an
//! embedded schema must be the row's own. A row that cannot be judged says why, and the run goes on.

use super::clarity::hides_parts;
use super::row::Row;
use super::text::LARGEST_TEXT;
use super::told::DEEPEST_CAUSE;
use crate::arguments::{Compat, Format, Profile};
use crate::{Failure, Outcome, say};
use engine::avro::{
    Compatibility, Finding, Incompatibility, Parser, Rule, Schema, check_as, check_candidate, comparisons,
    is_compatible, is_valid,
};
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The parsers by the columns that the corpora give them.
const PARSERS: [(&str, Parser); 4] = [
    ("spec", Parser::Specification),
    ("java_strict", Parser::JavaStrict),
    ("java_default", Parser::JavaDefault),
    ("java_lenient", Parser::JavaLenient),
];

/// Answers every row of a file.
pub fn run(file: &Path, arguments: &Compat) -> Result<Outcome, Failure> {
    let write: fn(&Answer) -> String = match arguments.format {
        Format::Json => |answer| say::json_line(&Value::Object(answer.fields.clone())),
        Format::Text => Answer::line,
        Format::Sarif => {
            return Err(Failure::Usage("cases are answered with --format text or --format json".to_owned()));
        }
    };
    let unreadable = |error: std::io::Error| Failure::Io {
        path: file.display().to_string(),
        reason: if file.is_dir() { "this is a folder".to_owned() } else { error.to_string() },
        next: "Name a file with one JSON object a line, or - for the standard input",
    };
    let input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(file).map_err(unreadable)?)
    };
    let mut input = BufReader::new(input);
    let (mut number, mut empty, mut outcome) = (0, Vec::new(), Outcome::Fine);
    let mut line = Vec::new();
    let mut tell = |answer: &Answer| {
        if answer.fields.contains_key("error") {
            outcome = Outcome::Findings;
        }
        say::out(&write(answer));
    };
    loop {
        line.clear();
        if (&mut input).take(LARGEST_TEXT + 1).read_until(b'\n', &mut line).map_err(unreadable)? == 0 {
            return Ok(outcome);
        }
        if line.len() as u64 > LARGEST_TEXT {
            return Err(Failure::Io {
                path: file.display().to_string(),
                reason: format!("line {} is larger than {} MiB", number + 1, LARGEST_TEXT >> 20),
                next: "Name a file with one JSON object a line, or - for the standard input",
            });
        }
        number += 1;
        let mut content = line.trim_ascii_end();
        if number == 1 {
            content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
        }
        if content.is_empty() {
            // The last line may end twice; an empty line between rows is a row that says nothing.
            empty.push(number);
            continue;
        }
        for number in empty.drain(..) {
            tell(&Answer::refused(number, Value::Null, "the line is empty"));
        }
        tell(&answer(content, number, arguments.profile));
    }
}

/// The answer to one row.
struct Answer {
    fields: Map<String, Value>,
}

impl Answer {
    fn new(id: Value) -> Self {
        let mut fields = Map::new();
        fields.insert("id".to_owned(), id);
        Self { fields }
    }

    fn refused(line: u64, id: Value, why: &str) -> Self {
        let mut answer = Self::new(id);
        answer.set("line", line);
        answer.set("error", why);
        answer
    }

    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.fields.insert(key.to_owned(), value.into());
    }

    /// The answer for people: what it is, and the first reason.
    fn line(&self) -> String {
        let text = |key: &str| self.fields.get(key).and_then(Value::as_str);
        let id = match self.fields.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Null) | None => self.fields.get("line").map_or_else(String::new, |line| format!("line {line}")),
            Some(other) => other.to_string(),
        };
        let says = |key: &str| self.fields.get(key).and_then(Value::as_bool);
        let verdict = match (says("compatible"), says("valid")) {
            (Some(true), _) => "compatible".to_owned(),
            (Some(false), _) => "incompatible".to_owned(),
            (None, Some(true)) => {
                format!("valid, fingerprint {}", self.fields.get("fingerprint64").unwrap_or(&Value::Null))
            }
            (None, Some(false)) => "not valid".to_owned(),
            (None, None) => format!("cannot be judged: {}", text("error").unwrap_or_default()),
        };
        let reasons: Vec<String> = self
            .fields
            .get("findings")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|it| {
                let part = |key: &str| it.get(key).and_then(Value::as_str).unwrap_or_default();
                format!("\n  {} {}: {}", part("type"), say::line(part("path")), say::line(part("message")))
            })
            .collect();
        format!("{}: {}{}\n", say::line(&id), say::line(&verdict), reasons.concat())
    }
}

fn answer(line: &[u8], number: u64, profile: Option<Profile>) -> Answer {
    let row = Row::parse(&String::from_utf8_lossy(line));
    let id = row.id();
    if let Err(error) = std::str::from_utf8(line) {
        let why = format!("the line is not UTF-8 from byte {} on", error.valid_up_to() + 1);
        return Answer::refused(number, id, &why);
    }
    let mut answer = Answer::new(id.clone());
    match judge(&row, profile, &mut answer) {
        Ok(()) => answer,
        Err(why) => Answer::refused(number, id, &why),
    }
}

fn judge(row: &Row, profile: Option<Profile>, answer: &mut Answer) -> Result<(), String> {
    if let Some(error) = row.syntax_error() {
        return Err(error);
    }
    if row.has("reader") || row.has("writer") {
        pair(row, profile, answer)
    } else if row.has("candidate") || row.has("versions") {
        candidate(row, profile, answer)
    } else if row.has("schema") {
        schema(row, profile, answer)
    } else {
        Err("the row asks nothing: it needs reader and writer; or versions, candidate and mode; or schema".to_owned())
    }
}

/// Whether a reader reads what a writer writes.
fn pair(row: &Row, profile: Option<Profile>, answer: &mut Answer) -> Result<(), String> {
    let profile = profile.unwrap_or(Profile::Confluent).resolution();
    let reader = whole("the reader", &row.embedded("reader")?)?;
    let writer = whole("the writer", &row.embedded("writer")?)?;
    let found = check_as(&reader, &writer, profile, &engine::avro::Labels::default());
    answer.set("compatible", is_compatible(&reader, &writer, profile));
    answer.set("findings", found.iter().map(|it| Value::Object(reason(it, DEEPEST_CAUSE))).collect::<Vec<_>>());
    Ok(())
}

/// Whether a candidate may follow versions, oldest first, under a mode.
fn candidate(row: &Row, profile: Option<Profile>, answer: &mut Answer) -> Result<(), String> {
    let profile = profile.unwrap_or(Profile::Confluent).resolution();
    let mode: Compatibility = row.string("mode")?.parse().map_err(|error| format!("{error}"))?;
    let candidate = whole("the candidate", &row.embedded("candidate")?)?;
    let texts: Vec<(u32, String)> = (1..).zip(row.embedded_list("versions")?).collect();
    let all: Vec<(u32, &String)> = texts.iter().map(|(number, text)| (*number, text)).collect();
    let mut versions: Vec<(u32, Schema)> = Vec::new();
    // A text outside the mode's comparisons need not be a schema.
    for (number, _, text) in comparisons(&all, mode) {
        if !versions.iter().any(|(known, _)| *known == number) {
            versions.push((number, whole(&format!("version {number}"), text)?));
        }
    }
    let versions: Vec<(u32, &Schema)> = versions.iter().map(|(number, schema)| (*number, schema)).collect();
    let found = check_candidate(&candidate, &versions, mode, profile);
    let told = found.iter().map(|it| {
        let mut fields = reason(&it.incompatibility, DEEPEST_CAUSE);
        fields.insert("version".to_owned(), json!(it.version));
        fields.insert("direction".to_owned(), json!(it.direction.as_str()));
        Value::Object(fields)
    });
    answer.set("compatible", found.is_empty());
    answer.set("findings", told.collect::<Vec<_>>());
    Ok(())
}

/// Whether a text is a schema, and what identifies it.
fn schema(row: &Row, profile: Option<Profile>, answer: &mut Answer) -> Result<(), String> {
    let text = row.text("schema")?;
    let (schema, findings) = Schema::parse(&text, &[]);
    let taken_by = |parser| schema.is_some() && is_valid(&findings, parser);
    let parser = profile.map_or(Parser::Specification, Profile::parser);
    answer.set("valid", taken_by(parser));
    // A schema that is refused has an identity too, as long as it is clear which names, types, fields and symbols make it up.
    let is_unclear = |rule| hides_parts(rule) || matches!(rule, Rule::Redefined | Rule::SymbolDuplicate);
    let has_form = PARSERS.iter().any(|(_, by)| taken_by(*by)) || !findings.iter().any(|it| is_unclear(it.rule));
    if let Some(schema) = schema.as_ref().filter(|it| it.is_complete() && has_form) {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        answer.set("canonical", schema.canonical_form());
        answer.set("fingerprint64", schema.fingerprint().cast_signed());
        answer.set("md5", hex(&schema.md5()));
        answer.set("sha256", hex(&schema.sha256()));
    }
    for (column, by) in PARSERS {
        answer.set(column, taken_by(by));
    }
    let (refusals, rest): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|it| it.refused_by(parser));
    let told = |findings: Vec<&Finding>| findings.into_iter().map(breach).collect::<Vec<_>>();
    answer.set("findings", told(refusals));
    answer.set("warnings", told(rest));
    Ok(())
}

fn reason(it: &Incompatibility, depth: usize) -> Map<String, Value> {
    let place = |place: &engine::avro::SchemaPlace| json!({ "pointer": place.pointer, "type": place.type_text });
    let mut fields = Map::new();
    fields.insert("type".to_owned(), json!(it.kind.as_str()));
    fields.insert("path".to_owned(), json!(it.path));
    fields.insert("message".to_owned(), json!(it.message));
    fields.insert("sentence".to_owned(), json!(it.sentence));
    fields.insert("reader".to_owned(), place(&it.reader));
    fields.insert("writer".to_owned(), place(&it.writer));
    if !it.causes.is_empty() && depth > 0 {
        let causes: Vec<Value> = it.causes.iter().map(|cause| Value::Object(reason(cause, depth - 1))).collect();
        fields.insert("causes".to_owned(), Value::Array(causes));
    }
    fields
}

fn breach(it: &Finding) -> Value {
    // The root is written as Java writes it for two schemas.
    let path = if it.pointer.is_empty() { "/" } else { &it.pointer };
    json!({ "type": it.rule.code(), "path": path, "message": it.message })
}

/// A schema that says clearly what is written and read; on anything else a verdict would be a guess.
fn whole(name: &str, text: &str) -> Result<Schema, String> {
    let (schema, findings) = Schema::parse(text, &[]);
    let is_taken = PARSERS.iter().any(|(_, parser)| is_valid(&findings, *parser));
    let why = findings.iter().find(|it| it.refused_by(Parser::JavaLenient) && !is_clear(it.rule));
    match schema {
        Some(schema) if schema.is_complete() && (is_taken || why.is_none()) => Ok(schema),
        Some(_) | None => {
            let why = why.map_or_else(String::new, |it| format!(": {} (at {:?})", it.message, it.pointer));
            Err(format!("{name} is no schema{why}"))
        }
    }
}

/// Rules that every parser insists on though one sees what is meant.
fn is_clear(rule: Rule) -> bool {
    matches!(rule, Rule::EnumDefaultUnknown | Rule::DefaultNotANumber | Rule::OrderUnknown | Rule::TypeNested)
}
