//! A design's statements on its schemas: under which mode each may change, by whose rules, and under which subjects a registry
//! has it.

use super::text::Text;
use crate::Failure;
use crate::arguments::Profile;
use crate::files;
use crate::open::open;
use crate::report;
use engine::avro::{self, Compatibility, Schema as Parsed};
use engine::derive::{avro_mode, mode_of, profile_of, subject_name};
use engine::diagnostic::{Diagnostic, Severity};
use engine::format;
use engine::model::{Design, Kind, Record, Schema, Topic};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A design, as far as it is about schemas.
pub struct Designed {
    /// By whose rules.
    pub profile: Profile,
    /// The statements about each schema, by the folder that holds its versions.
    schemas: BTreeMap<String, DesignedSchema>,
    /// The parts that could not be read and verdicts depend on.
    pub lacking: Lacking,
}

/// The parts of a design that could not be read as they were meant.
#[derive(Default)]
pub struct Lacking {
    /// Why, with places seen from the working folder.
    pub findings: Vec<Diagnostic>,
    /// The files, by the names in those places.
    pub texts: BTreeMap<String, String>,
}

/// The statements of a design about a schema.
pub struct DesignedSchema {
    /// The mode that holds for it.
    pub mode: Compatibility,
    /// The topics that carry it; each names its subjects in its own way.
    topics: Vec<Topic>,
}

impl Designed {
    /// Whether a folder is a design, if need be one whose settings are lost.
    pub fn is_at(folder: &Path) -> bool {
        // A link counts too: reading the design says what is wrong with it.
        let has_settings = folder.join("eventscape.toml").symlink_metadata().is_ok();
        let mut contexts = fs::read_dir(folder.join("contexts")).into_iter().flatten().flatten();
        has_settings || contexts.any(|context| context.path().join("context.toml").is_file())
    }

    /// The design in which a file or folder lies, and where in it. A hook names the files that changed, not the design.
    pub fn around(path: &Path) -> Option<(PathBuf, String)> {
        let path = path.canonicalize().ok()?;
        let here = std::env::current_dir().and_then(|it| it.canonicalize()).ok();
        path.ancestors().skip(1).find_map(|root| {
            let parts = path.strip_prefix(root).ok()?.components();
            let parts: Vec<&str> = parts.map(|part| part.as_os_str().to_str()).collect::<Option<_>>()?;
            if parts.first() != Some(&"contexts") || !Self::is_at(root) {
                return None;
            }
            let below_here = here.as_ref().and_then(|here| root.strip_prefix(here).ok());
            let shown = below_here.map_or(root, |it| if it.as_os_str().is_empty() { Path::new(".") } else { it });
            Some((shown.to_owned(), parts.join("/")))
        })
    }

    /// Whether a file holds a text of one of the design's schemas. Others may lie beside a design that is the root of a
    /// repository, and those that stand in it under another name are findings of the design.
    pub fn holds(path: &str) -> bool {
        format::is_schema_text(path)
    }

    /// Reads a design.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let opened = open(folder)?;
        let design = opened.engine.design();
        let schemas = design.schemas().values().map(|schema| {
            let folder = format::path(&Record::Schema(schema.clone())).unwrap_or_default();
            let key = folder.trim_end_matches("/schema.toml").to_owned();
            (key, DesignedSchema::of(design, schema))
        });
        let findings: Vec<Diagnostic> = opened.findings().into_iter().filter(is_about_schemas).collect();
        let from_here = report::seen_from_here(folder);
        let files = findings.iter().filter_map(|it| Some(it.location.place.as_ref()?.file.as_str()));
        let texts = files
            .filter_map(|file| Some((report::below(&from_here, file), opened.engine.folder().file(file)?.to_owned())));
        let lacking = Lacking { texts: texts.collect(), findings: report::from_here(folder, &findings) };
        Ok(Self {
            profile: match profile_of(design) {
                avro::Profile::Confluent => Profile::Confluent,
                avro::Profile::Specification => Profile::Specification,
            },
            schemas: schemas.collect(),
            lacking,
        })
    }

    /// The statements about the schema in a folder.
    pub fn schema(&self, key: &str) -> Option<&DesignedSchema> {
        self.schemas.get(key)
    }
}

/// Whether a file that could not be read as it was meant may have said under which mode or by whose rules a schema is judged.
fn is_about_schemas(finding: &Diagnostic) -> bool {
    let is_of_reading = format::CODES.iter().chain(files::CODES).any(|info| info.code == finding.code.as_str());
    if !is_of_reading || finding.severity < Severity::Warning {
        return false;
    }
    let Some(place) = &finding.location.place else { return true };
    match format::kind_at(&place.file) {
        Some(kind) => {
            matches!(kind, Kind::Settings | Kind::Context | Kind::Topic | Kind::Message | Kind::Schema)
        }
        // A folder whose name is no context's id hides all that is in it.
        None => place.file.split('/').count() == 2 && place.file.starts_with("contexts/"),
    }
}

impl Lacking {
    /// Takes in what another design lacks.
    pub fn add(&mut self, other: &Self) {
        self.findings.extend(other.findings.iter().cloned());
        self.texts.extend(other.texts.iter().map(|(file, text)| (file.clone(), text.clone())));
    }
}

impl DesignedSchema {
    fn of(design: &Design, schema: &Schema) -> Self {
        let topics = design.messages_of_schema(&schema.id).flat_map(|message| &message.topics);
        let topics = topics.filter_map(|id| design.topic(id)).cloned().collect();
        Self { mode: avro_mode(mode_of(design, schema)), topics }
    }

    /// The subjects under which a registry has it.
    pub fn subjects(&self, text: &Text) -> Vec<String> {
        let full_name = Parsed::parse(&text.text, &[]).0.and_then(|it| it.fullname().map(str::to_owned));
        let subject = |topic: &Topic| subject_name(topic, full_name.as_deref());
        let mut subjects: Vec<String> = self.topics.iter().filter_map(subject).collect();
        subjects.sort();
        subjects.dedup();
        subjects
    }
}

#[cfg(test)]
mod tests {
    use super::{Designed, files, is_about_schemas};
    use engine::diagnostic::{Code, Diagnostic, Location, Position, Severity};

    #[test]
    fn a_schema_of_a_design_lies_where_its_schemas_lie() {
        let check = |path: &str, expected: bool| assert_eq!(Designed::holds(path), expected, "{path}");
        check("contexts/order/schemas/placed/v1.avsc", true);
        check("contexts/order/schemas/placed/draft.avsc", true);
        check("contexts/order/schemas/placed/v01.avsc", false);
        check("contexts/order/schemas/placed/notes.avsc", false);
        check("contexts/order/schemas/placed.avsc", false);
        check("contexts/order/schemas/placed/old/v1.avsc", false);
        check("contexts/order/notes/placed.avsc", false);
        check("build/contexts/order/schemas/placed/v1.avsc", false);
        check("schemas/placed.avsc", false);
    }

    #[test]
    fn what_cannot_be_read_counts_where_a_verdict_depends_on_it() {
        let check = |path: &str, expected: bool| {
            let location = Location::file(path, Position::START);
            let finding = |code, severity| Diagnostic::new(Code::new(code), severity, "wrong", location.clone());
            assert_eq!(is_about_schemas(&finding("file/syntax", Severity::Error)), expected, "{path}");
            for rule in files::CODES {
                assert_eq!(is_about_schemas(&finding(rule.code, Severity::Error)), expected, "{path}");
            }
            assert!(!is_about_schemas(&finding("schema/incompatible", Severity::Error)), "{path}");
            assert!(!is_about_schemas(&finding("file/syntax", Severity::Info)), "{path}");
        };
        check("eventscape.toml", true);
        check("contexts/order/context.toml", true);
        check("contexts/order/schemas/placed/schema.toml", true);
        check("contexts/order/topics/orders.toml", true);
        check("contexts/order/messages/placed.toml", true);
        check("contexts/order/services/shop.toml", false);
        check("policy.toml", false);
        check("views/main.toml", false);
    }
}
