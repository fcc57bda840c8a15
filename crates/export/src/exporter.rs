//! The targets, in one table: what each is called, what comes out, which options it takes and how it is made.

use crate::options::{OptionInfo, read};
use crate::{Export, ExportError, Handover, UnknownTarget, adr, kafka_script, manifest, strimzi};
use model::RecordKey;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// A target: one type in its folder implements this, and stands in [`EXPORTERS`].
pub(crate) trait Target {
    /// The word on the command line, which is also the name of the target's folder.
    const WORD: &'static str;
    /// The name for people.
    const TITLE: &'static str;
    /// One sentence: what comes out and what it is good for.
    const SENTENCE: &'static str;
    /// Its options: a struct whose fields are documented for people; `Default` holds the values that are taken otherwise.
    type Options: Default + DeserializeOwned + JsonSchema;

    /// The files, and what is to be known about them.
    fn export(handover: &Handover<'_>, options: &Self::Options) -> Result<Export, ExportError>;

    /// The records that the files are made of: what is wrong with them is wrong in the files.
    fn records(handover: &Handover<'_>, options: &Self::Options) -> BTreeSet<RecordKey>;
}

/// The options of a target that has none.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoOptions {}

/// A target of exports, as lists offer it.
#[derive(Debug)]
pub struct Exporter {
    /// The word on the command line, which is also the name of the target's folder.
    pub word: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// One sentence: what comes out and what it is good for.
    pub sentence: &'static str,
    schema: fn() -> Schema,
    make: Make<Export>,
    records: Make<BTreeSet<RecordKey>>,
}

/// Makes the files of a target from the facts of the hand-over and the options that were chosen.
type Make<T> = fn(&Handover<'_>, &Map<String, Value>) -> Result<T, ExportError>;

/// All targets, in the order in which they are offered.
pub static EXPORTERS: [Exporter; 4] = [
    Exporter::of::<strimzi::Strimzi>(),
    Exporter::of::<kafka_script::KafkaScript>(),
    Exporter::of::<manifest::ManifestFile>(),
    Exporter::of::<adr::Adr>(),
];

/// The target of a word.
pub fn exporter(word: &str) -> Result<&'static Exporter, UnknownTarget> {
    let found = EXPORTERS.iter().find(|exporter| exporter.word == word.trim());
    found.ok_or_else(|| UnknownTarget::new(word))
}

impl Exporter {
    const fn of<T: Target>() -> Self {
        Self {
            word: T::WORD,
            title: T::TITLE,
            sentence: T::SENTENCE,
            schema: schema::<T>,
            make: make::<T>,
            records: records::<T>,
        }
    }

    /// The options, as its schema tells them.
    pub fn options(&self) -> Vec<OptionInfo> {
        read(&self.json_schema())
    }

    /// The JSON Schema (2020-12) of the options: an object with one property an option.
    pub fn json_schema(&self) -> Value {
        (self.schema)().to_value()
    }

    /// Exports what is handed over, with the options that were chosen for this target.
    ///
    /// Notes come with every export that could be made; an error means that there is nothing to write.
    pub fn export(&self, handover: &Handover<'_>) -> Result<Export, ExportError> {
        let mut export = self.files(handover)?;
        export.notes.splice(0..0, handover.notes.iter().cloned());
        Ok(export)
    }

    /// The records that the files are made of, with the environment for which they are.
    pub fn records(&self, handover: &Handover<'_>) -> Result<BTreeSet<RecordKey>, ExportError> {
        let mut records = (self.records)(handover, handover.options.of(self.word))?;
        records.extend(handover.environment.map(|it| it.id.clone().into()));
        Ok(records)
    }

    /// The files with the notes of this target alone.
    pub(crate) fn files(&self, handover: &Handover<'_>) -> Result<Export, ExportError> {
        let mut export = (self.make)(handover, handover.options.of(self.word))?;
        export.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(export)
    }
}

impl PartialEq for Exporter {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl Eq for Exporter {}

impl fmt::Display for Exporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)
    }
}

fn schema<T: Target>() -> Schema {
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T::Options>()
}

fn make<T: Target>(handover: &Handover<'_>, chosen: &Map<String, Value>) -> Result<Export, ExportError> {
    T::export(handover, &options::<T>(chosen)?)
}

fn records<T: Target>(
    handover: &Handover<'_>,
    chosen: &Map<String, Value>,
) -> Result<BTreeSet<RecordKey>, ExportError> {
    Ok(T::records(handover, &options::<T>(chosen)?))
}

fn options<T: Target>(chosen: &Map<String, Value>) -> Result<T::Options, ExportError> {
    serde_json::from_value(Value::Object(chosen.clone()))
        .map_err(|error| ExportError::IllegalOptions { target: T::WORD, reason: error.to_string() })
}
