//! Where records stand in a design folder: from a record to the path of its file, and from a path to what its file is.

use crate::code;
use crate::source::Source;
use crate::words::{id_advice, is_id, listed};
use diagnostic::{Diagnostic, Severity, nearest};
use model::{ContextId, DecisionId, Kind, Record, RecordKey, SchemaId, slug};
use std::sync::LazyLock;

/// How the files of records in a context begin.
const IN_CONTEXT: &str = "contexts/{context}/";

/// The folders of a design folder.
static FOLDERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut folders: Vec<&str> = files().filter_map(|(_, file)| Some(file.split_once('/')?.0)).collect();
    folders.sort();
    folders.dedup();
    folders
});

/// The folders of a context.
static MEMBERS: LazyLock<Vec<&str>> =
    LazyLock::new(|| files().filter_map(|(_, file)| Some(file.strip_prefix(IN_CONTEXT)?.split_once('/')?.0)).collect());

/// The kinds of record that have a file, and where it stands.
fn files() -> impl Iterator<Item = (Kind, &'static str)> {
    Kind::ALL.iter().filter_map(|kind| Some((*kind, kind.file()?)))
}

/// The kind of record that has its files in a folder, under their id.
fn kind_in(folder: &str) -> Option<Kind> {
    let in_folder = |file: &str| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with("/{id}."));
    files().find(|(_, file)| in_folder(file)).map(|(kind, _)| kind)
}

/// The purpose of a path in a design folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seat {
    /// The one TOML file of a record; for a schema that with its name and compatibility, for a view with its positions.
    Record(RecordKey, Option<ContextId>),
    /// A released schema version.
    Version(SchemaId, ContextId, u32),
    /// A schema's draft.
    Draft(SchemaId, ContextId),
    /// A Markdown file that is a decision if its text says so.
    Decision(DecisionId),
    /// Ours by its place, but not by its name.
    Misnamed(Misnamed),
    /// Not ours.
    Foreign,
}

/// A path that looks like a file of a design but cannot be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Misnamed {
    /// A file or folder whose name is not an id; the path up to it, and the name.
    Illegal { path: String, name: String },
    /// A schema version that is not called `v` and a number.
    Version { suggestion: String },
    /// A file in a place where nothing looks for it.
    Stray { advice: String },
}

impl Seat {
    /// The record that the file belongs to, and its context.
    pub fn record(&self) -> Option<(RecordKey, Option<&ContextId>)> {
        match self {
            Self::Record(key, context) => Some((key.clone(), context.as_ref())),
            Self::Version(schema, context, _) | Self::Draft(schema, context) => {
                Some((schema.clone().into(), Some(context)))
            }
            Self::Decision(decision) => Some((decision.clone().into(), None)),
            Self::Misnamed(_) | Self::Foreign => None,
        }
    }
}

/// The canonical path of a record's file, from the design folder; for a schema that of its `schema.toml`. None for a
/// placement, which is a line in its view's file.
pub fn path(record: &Record) -> Option<String> {
    path_of(&record.key(), record.context())
}

/// The canonical path of the file of a record in a context.
pub(crate) fn path_of(key: &RecordKey, context: Option<&ContextId>) -> Option<String> {
    let file = key.kind().file()?.replace("{id}", key.id_str());
    if key.kind().lives_in_context() { Some(file.replace("{context}", context?.as_str())) } else { Some(file) }
}

/// The folder of a schema, with the last `/`.
pub(crate) fn schema_folder(schema: &SchemaId, context: &ContextId) -> String {
    format!("contexts/{context}/schemas/{schema}/")
}

/// Whether loading takes notice of a file with this path from the design folder. All others may stay unread: they belong to
/// somebody else, or to nobody.
pub fn looks_at(path: &str) -> bool {
    seat(path) != Seat::Foreign
}

/// Whether a path from the design folder is that of a schema's text: a released version or the draft.
pub fn is_schema_text(path: &str) -> bool {
    matches!(seat(path), Seat::Version(..) | Seat::Draft(..))
}

/// The kind of record that a place in a design folder is for, also where the name of the file there is illegal.
pub fn kind_at(path: &str) -> Option<Kind> {
    if let Some((key, _)) = seat(path).record() {
        return Some(key.kind());
    }
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["contexts", _, "context.toml"] => Some(Kind::Context),
        ["contexts", _, members, ..] => {
            let folder = format!("{IN_CONTEXT}{members}/");
            files().find(|(_, file)| file.starts_with(&folder)).map(|(kind, _)| kind)
        }
        _ => None,
    }
}

/// The purpose of a path.
pub(crate) fn seat(path: &str) -> Seat {
    let parts: Vec<&str> = path.split('/').collect();
    if parts.iter().any(|part| part.starts_with('.')) {
        return Seat::Foreign;
    }
    match parts.as_slice() {
        ["contexts", context, rest @ ..] if !rest.is_empty() => in_context(path, context, rest),
        ["decisions", file] => match file.strip_suffix(".md") {
            Some(stem) => match DecisionId::new(stem) {
                Ok(id) => Seat::Decision(id),
                // People give decisions names with capitals and spaces; the id is what is left of them.
                Err(_) if stem.starts_with(|it: char| it.is_ascii_digit()) => {
                    DecisionId::new(&slug(stem, "")).map_or_else(|_| illegal(path, stem), Seat::Decision)
                }
                Err(_) => Seat::Foreign,
            },
            None => stray(path, &parts),
        },
        [folder, file] => match (kind_in(folder), file.strip_suffix(".toml")) {
            (Some(kind), Some(stem)) => named(path, kind, stem, None),
            (_, _) => stray(path, &parts),
        },
        [file] => match files().find(|(kind, of)| kind.is_single() && of == file) {
            Some((kind, _)) => kind.as_str().parse().map_or(Seat::Foreign, |key| Seat::Record(key, None)),
            None => stray(path, &parts),
        },
        _ => stray(path, &parts),
    }
}

/// Whether a path is that of a decision under a name that is no id.
pub(crate) fn is_other_name(path: &str) -> bool {
    let stem = path.strip_prefix("decisions/").and_then(|file| file.strip_suffix(".md"));
    stem.is_some_and(|stem| stem.starts_with(|it: char| it.is_ascii_digit()) && !is_id(stem))
}

/// The file of a record whose id is the file's name.
fn named(path: &str, kind: Kind, stem: &str, context: Option<ContextId>) -> Seat {
    RecordKey::of(kind, stem).map_or_else(|| illegal(path, stem), |key| Seat::Record(key, context))
}

fn in_context(path: &str, folder: &str, rest: &[&str]) -> Seat {
    let parts: Vec<&str> = path.split('/').collect();
    let is_ours = matches!(rest, ["context.toml"] | [_, _] | ["schemas", _, _])
        && (path.ends_with(".toml") || path.ends_with(".avsc"));
    let Ok(context) = ContextId::new(folder) else {
        return if is_ours { illegal(&format!("contexts/{folder}"), folder) } else { Seat::Foreign };
    };
    match rest {
        ["context.toml"] => Seat::Record(context.into(), None),
        ["schemas", schema, file] => match SchemaId::new(schema) {
            Ok(schema) => in_schema(path, schema, context, file),
            Err(_) if is_ours => illegal(&format!("contexts/{folder}/schemas/{schema}"), schema),
            Err(_) => Seat::Foreign,
        },
        [members, file] => match (kind_in(&format!("{IN_CONTEXT}{members}")), file.strip_suffix(".toml")) {
            (Some(kind), Some(stem)) => named(path, kind, stem, Some(context)),
            (_, _) => stray(path, &parts),
        },
        _ => stray(path, &parts),
    }
}

fn in_schema(path: &str, schema: SchemaId, context: ContextId, file: &str) -> Seat {
    if file == "schema.toml" {
        return Seat::Record(schema.into(), Some(context));
    }
    if file == "draft.avsc" {
        return Seat::Draft(schema, context);
    }
    let Some(stem) = file.strip_suffix(".avsc") else {
        let parts: Vec<&str> = path.split('/').collect();
        return stray(path, &parts);
    };
    let digits = stem.trim_start_matches(|it: char| !it.is_ascii_digit());
    let number = digits.parse::<u32>().ok().filter(|number| *number > 0);
    match number {
        Some(number) if stem == format!("v{number}") => Seat::Version(schema, context, number),
        Some(number) => Seat::Misnamed(Misnamed::Version { suggestion: format!("v{number}.avsc") }),
        None => Seat::Misnamed(Misnamed::Version { suggestion: "v1.avsc` or `draft.avsc".to_owned() }),
    }
}

fn illegal(path: &str, name: &str) -> Seat {
    Seat::Misnamed(Misnamed::Illegal { path: path.to_owned(), name: name.to_owned() })
}

/// A file that nothing looks for: worth a word when it is of our kinds and stands where a slip would put it.
fn stray(path: &str, parts: &[&str]) -> Seat {
    let lower = path.to_ascii_lowercase();
    let is_ours = lower.ends_with(".toml") || lower.ends_with(".avsc");
    let advice = match parts {
        [.., file] if is_ours && !file.ends_with(".toml") && !file.ends_with(".avsc") => {
            let is_near = parts.len() == 1 || parts.first().is_some_and(|folder| FOLDERS.contains(folder));
            is_near.then(|| "Write the ending of the file in lower-case letters".to_owned())
        }
        [folder, _] if is_ours && MEMBERS.contains(folder) => {
            Some(format!("The {folder} of a context stand in `contexts/<context>/{folder}/`"))
        }
        [file] if is_ours => nearest(file, files().filter(|(kind, _)| kind.is_single()).map(|(_, file)| file))
            .map(|meant| format!("Did you mean `{meant}`?")),
        [folder, ..] if is_ours && !FOLDERS.contains(folder) => {
            nearest(folder, FOLDERS.iter().copied()).map(|meant| format!("Did you mean the folder `{meant}`?"))
        }
        ["contexts", _, "schemas", file] if is_ours => {
            let stem = file.trim_end_matches(".avsc").trim_end_matches(".toml");
            Some(format!("Each schema has a folder of its own: `schemas/{stem}/v1.avsc`"))
        }
        ["contexts", _, folder, ..] if is_ours && !MEMBERS.contains(folder) => {
            Some(nearest(folder, MEMBERS.iter().copied()).map_or_else(
                || format!("The folders of a context are {}", listed(MEMBERS.iter().copied(), "and")),
                |meant| format!("Did you mean the folder `{meant}`?"),
            ))
        }
        [folder, ..] if is_ours && FOLDERS.contains(folder) => {
            Some("Files here stand directly in their folder and have the ending of their kind".to_owned())
        }
        _ => None,
    };
    advice.map_or(Seat::Foreign, |advice| Seat::Misnamed(Misnamed::Stray { advice }))
}

impl Misnamed {
    /// The finding for a file, and the path under which findings of one cause are told once.
    pub fn finding(&self, file: &str) -> (String, Diagnostic) {
        let source = Source::new(file, "", None);
        match self {
            Self::Illegal { path, name } => {
                let what = if path == file { "file" } else { "folder" };
                let message = format!("`{name}` is not an id, so this {what} is left out");
                let advice = if is_id(name) { String::new() } else { id_advice(name) };
                (path.clone(), source.about(code::ILLEGAL_NAME, Severity::Error, message).with_help(advice))
            }
            Self::Version { suggestion } => {
                let message = "This is not the name of a schema version, so the file is left out";
                let finding = source.about(code::VERSION_NAME, Severity::Error, message);
                (file.to_owned(), finding.with_help(format!("Rename it to `{suggestion}`")))
            }
            Self::Stray { advice } => {
                let message = "Nothing looks for a file in this place; it is kept, but has no effect";
                let finding = source.about(code::STRAY_FILE, Severity::Info, message);
                (file.to_owned(), finding.with_help(advice.clone()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_back_to_their_records() {
        let context = ContextId::new("order").unwrap();
        for key in [
            "settings",
            "policy",
            "context:order",
            "relation:a",
            "service:a",
            "topic:a",
            "message:a",
            "flow:a",
            "schema:a",
            "process:a",
            "environment:a",
            "view:a",
        ] {
            let key: RecordKey = key.parse().unwrap();
            let path = path_of(&key, Some(&context)).unwrap();
            assert_eq!(seat(&path).record().unwrap().0, key, "{path}");
        }
    }

    #[test]
    fn what_paths_are_for() {
        let check = |path: &str, expected: &str| {
            let shown = match seat(path) {
                Seat::Record(key, context) => {
                    format!("{key} in {}", context.map_or("-".to_owned(), |it| it.to_string()))
                }
                Seat::Version(schema, context, number) => format!("v{number} of {schema} in {context}"),
                Seat::Draft(schema, context) => format!("draft of {schema} in {context}"),
                Seat::Decision(id) => format!("decision {id}"),
                Seat::Misnamed(it) => it.finding(path).1.help,
                Seat::Foreign => "-".to_owned(),
            };
            assert_eq!(shown, expected, "{path}");
        };
        check("contexts/order/topics/order-events.toml", "topic:order-events in order");
        check("contexts/order/schemas/a/schema.toml", "schema:a in order");
        check("contexts/order/schemas/a/v12.avsc", "v12 of a in order");
        check("contexts/order/schemas/a/draft.avsc", "draft of a in order");
        check("contexts/order/schemas/a/v01.avsc", "Rename it to `v1.avsc`");
        check("contexts/order/schemas/a/V2.avsc", "Rename it to `v2.avsc`");
        check("contexts/order/schemas/a/v0.avsc", "Rename it to `v1.avsc` or `draft.avsc`");
        check("contexts/order/schemas/a/README.md", "-");
        check("contexts/order/schemas/a.avsc", "Each schema has a folder of its own: `schemas/a/v1.avsc`");
        check(
            "contexts/Order/topics/a.toml",
            "Ids are made of lower-case letters, digits and single hyphens; write for example `order`",
        );
        check(
            "contexts/order/topics/Order Events.toml",
            "Ids are made of lower-case letters, digits and single hyphens; write for example `order-events`",
        );
        check("contexts/order/topic/a.toml", "Did you mean the folder `topics`?");
        check("contexts/order/notes.md", "-");
        check("contexts/order/topics/a.TOML", "Write the ending of the file in lower-case letters");
        check("docs/a.TOML", "-");
        check("topics/a.toml", "The topics of a context stand in `contexts/<context>/topics/`");
        check("topics/order/a.toml", "-");
        check("context/order/topics/a.toml", "Did you mean the folder `contexts`?");
        check("polices.toml", "Did you mean `policy.toml`?");
        check("Cargo.toml", "-");
        check("docs/a.toml", "-");
        check(".git/config.toml", "-");
        check("views/.topology.toml", "-");
        check("views/topology.toml", "view:topology in -");
        check("views/old/topology.toml", "Files here stand directly in their folder and have the ending of their kind");
        check("decisions/0001-a.md", "decision 0001-a");
        check("decisions/README.md", "-");
        check("decisions/0002 Use Avro.md", "decision 0002-use-avro");
        check("decisions/0003-use-Kafka.md", "decision 0003-use-kafka");
        check("decisions/Use-Kafka.md", "-");
        check("decisions/a.toml", "Files here stand directly in their folder and have the ending of their kind");
        check("README.md", "-");
    }
}
