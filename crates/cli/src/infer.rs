//! `eventscape infer`: a schema from sample events, to begin with.

use crate::arguments::Infer;
use crate::{Failure, Outcome, say};
use engine::avro::{InferError, Parser, Schema, infer};
use engine::syntax::{self, Kind, SyntaxError};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The next step about a file that holds no events.
const EVENTS: &str = "Give events as JSON: one document, an array of events, or one event a line";

/// No more events are read, all files together.
const LARGEST_EVENTS: u64 = 64 << 20;

pub fn run(arguments: &Infer) -> Result<Outcome, Failure> {
    let mut events = Vec::new();
    let mut left = LARGEST_EVENTS;
    for path in &arguments.files {
        let failed = |reason: String, next| Failure::Io { path: path.display().to_string(), reason, next };
        let text = read(path, left + 1).map_err(|error| {
            if error.kind() == io::ErrorKind::InvalidData {
                failed("this is not text in UTF-8".to_owned(), EVENTS)
            } else if error.kind() == io::ErrorKind::FileTooLarge {
                let reason = format!("the events are together larger than {} MiB", LARGEST_EVENTS >> 20);
                failed(reason, "Give fewer events: some hundred of each kind say as much as all")
            } else {
                failed(error.to_string(), "Name files that can be read, or - for the standard input")
            }
        })?;
        left -= text.len() as u64;
        let found = events_of(text.strip_prefix('\u{feff}').unwrap_or(&text));
        events.extend(found.map_err(|reason| failed(reason, EVENTS))?);
    }
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let inferred = infer(&events, &arguments.name, &arguments.namespace).map_err(|error| match error {
        InferError::NoSamples => Failure::Usage("there is no event in the files".to_owned()),
        InferError::NotJson { .. } | InferError::TooDeep { .. } => Failure::Usage(error.to_string()),
    })?;
    // Names are made legal; a namespace is taken as it is.
    let (_, findings) = Schema::parse(&inferred.text, &[]);
    if let Some(finding) = findings.iter().find(|it| it.refused_by(Parser::JavaStrict)) {
        return Err(Failure::Usage(finding.message.clone()));
    }
    say::out(&format!("{}\n", say::escaped(&inferred.text)));
    for note in &inferred.notes {
        say::err(&format!("note: {}\n", say::line(note)));
    }
    Ok(Outcome::Fine)
}

/// A text of fewer than so many bytes. It may come from a pipe, and those need not end.
fn read(path: &Path, most: u64) -> io::Result<String> {
    let from: Box<dyn Read> = if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let mut bytes = Vec::new();
    from.take(most).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == most {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))
}

/// The events of a text, each as it stands there.
fn events_of(text: &str) -> Result<Vec<String>, String> {
    let (tree, errors) = syntax::parse(text);
    let Some(first) = errors.first() else {
        let root = tree.root();
        return Ok(match tree.kind(root) {
            Kind::Array => tree.children(root).map(|event| tree.raw(event).to_owned()).collect(),
            Kind::Object | Kind::String | Kind::Number | Kind::True | Kind::False | Kind::Null | Kind::Invalid => {
                vec![text.to_owned()]
            }
        });
    };
    let lines = || (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let fault = |line: &str| syntax::parse(line).1.into_iter().next();
    // Where the first line is no event by itself, the whole is meant to be one.
    if lines().next().is_none_or(|(_, line)| fault(line).is_some()) {
        return Err(told(text, first));
    }
    match lines().find_map(|(number, line)| Some((number, fault(line)?))) {
        Some((number, error)) => Err(format!("line {number} is not JSON: {}", error.message)),
        None => Ok(lines().map(|(_, line)| line.to_owned()).collect()),
    }
}

fn told(text: &str, error: &SyntaxError) -> String {
    let before = text.get(..error.span.start).unwrap_or_default();
    format!("this is not JSON: {}, at line {}", error.message, before.matches('\n').count() + 1)
}
