//! The words that a person can type. The help texts are the manual.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use engine::avro::{self, Compatibility};
use engine::diagnostic::Severity;
use engine::export::EXPORTERS;
use engine::model::Kind;
use std::path::PathBuf;

/// Check, export, format and show event-driven designs that are kept as folders of text files.
///
/// Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 could not read or write.
#[derive(Debug, Parser)]
#[command(name = "eventscape", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Check a design: files, references, topics, schemas and who breaks
    Validate(Validate),
    /// Write manifests, scripts and a decision draft, one folder a target
    Export(Export),
    /// Say whether Avro schemas may follow the versions before them, and if not, who breaks, why, and what repairs it
    Compat(Compat),
    /// Make an Avro schema that sample events fit
    Infer(Infer),
    /// Add a record to a design, as the window creates it
    Add(Add),
    /// Bring the files of a design into their standard form
    Fmt(Fmt),
    /// Print what a design contains
    Show(Show),
}

impl Verb {
    /// The format in which programs want the answer, a failure included.
    pub fn format(&self) -> Format {
        match self {
            Self::Validate(it) => it.format,
            Self::Export(it) => it.format,
            Self::Compat(it) => it.format,
            Self::Show(it) => match it.format {
                ShowFormat::Text => Format::Text,
                ShowFormat::Json => Format::Json,
            },
            Self::Infer(_) | Self::Add(_) | Self::Fmt(_) => Format::Text,
        }
    }
}

/// The text below the options of `validate --help`.
const VALIDATE_EXAMPLES: &str = "\
Examples:
  eventscape validate design
      Every finding with its file, line, reason and next step; ends with 1 when one of them is an error
  eventscape validate design --fail-on warning
      The same, but warnings count too
  eventscape validate design --format sarif > findings.sarif
      For code scanning; run it where the repository begins, because paths are written from there

Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 could not read.";

#[derive(Debug, Args)]
#[command(after_help = VALIDATE_EXAMPLES)]
pub struct Validate {
    /// The design folder
    pub folder: PathBuf,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The lightest finding that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Weight::Error)]
    pub fail_on: Weight,
}

/// The word for all targets.
pub const EVERY_TARGET: &str = "all";

/// The two ways to call `export`.
const EXPORT_USAGE: &str = "\
eventscape export [OPTIONS] --target <TARGET> --out <FOLDER> <FOLDER>
       eventscape export --list [--format <FORMAT>]";

/// The text below the options of `export --help`.
const EXPORT_EXAMPLES: &str = "\
Examples:
  eventscape export design --target all --out exports
  eventscape export design --target strimzi,manifest --environment staging --out exports --overwrite
  eventscape export --list
      Every target with its options, what they take and what they are by default
  eventscape export design --target strimzi --out exports --set strimzi.authentication=scram-sha-512

Exit codes: 0 fine, 1 written, but without what an error names, 2 wrong usage, 3 could not read or write.";

#[derive(Debug, Args)]
#[command(after_help = EXPORT_EXAMPLES, override_usage = EXPORT_USAGE)]
pub struct Export {
    #[command(flatten)]
    pub job: Option<ExportJob>,
    /// Say which targets there are, with their options, and write nothing
    #[arg(long, conflicts_with = "ExportJob")]
    pub list: bool,
    /// How to print what was written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct ExportJob {
    /// The design folder
    #[arg(required = false, required_unless_present = "list")]
    pub folder: PathBuf,
    /// The targets; several with commas
    #[arg(long, value_delimiter = ',', required_unless_present = "list", value_parser = target_words())]
    pub target: Vec<String>,
    /// Where to write; a folder for each target is made in it
    #[arg(long, value_name = "FOLDER", required = false, required_unless_present = "list")]
    pub out: PathBuf,
    /// The environment; by default the one that eventscape.toml names
    #[arg(long, value_name = "ID")]
    pub environment: Option<String>,
    /// Replace files that differ from what would be written
    #[arg(long)]
    pub overwrite: bool,
    /// Choose an option of a target; several times for several options, and for several values of one that takes them
    #[arg(long, value_name = "TARGET.NAME=VALUE")]
    pub set: Vec<String>,
}

/// The text below the options of `compat --help`.
const COMPAT_EXAMPLES: &str = "\
Examples:
  eventscape compat order-v1.avsc order-v2.avsc order.avsc
      The last file may follow the others, oldest first
  eventscape compat schemas --mode FULL_TRANSITIVE
      A folder: order-v1.avsc, order-v2.avsc and order.avsc are versions of one subject, as are
      v1.avsc, v2.avsc and draft.avsc in a folder of their own; types are found across files in
      any order
  eventscape compat design
      A design: each draft under the mode of its own schema, by the rules that the design names
  eventscape compat design/contexts/order/schemas/order-submitted/draft.avsc --against origin/main
      A file of a design, as a hook names it: under the same mode, by the same rules
  eventscape compat schemas --against origin/main --format sarif
      What a branch changes, for code scanning
  eventscape compat order.avsc --against https://registry.example.com --subject order-value
      What a registry holds, under the mode that it has for the subject
  eventscape compat --cases cases.jsonl --format json
      Answers a file of questions, one JSON object a line: reader and writer; or versions, candidate
      and mode; or schema

Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 could not read. With --cases, 1 means that some row
could not be judged.";

#[derive(Debug, Args)]
#[command(after_help = COMPAT_EXAMPLES)]
pub struct Compat {
    /// Schema files, or one folder of them, or one design folder
    ///
    /// Several files are the versions of one subject, oldest first, and the last one is judged. One file alone is compared
    /// with the versions beside it. With --against, each file is a subject of its own.
    #[arg(required_unless_present = "cases")]
    pub paths: Vec<PathBuf>,
    /// The place to compare with: a file or folder of versions, a git revision, or the address of a schema registry
    ///
    /// Given several times, each is a version, oldest first. Write git:NAME for a revision that is also the name of a
    /// file. A registry's address is where its API begins, for example http://localhost:8081 or, for Apicurio,
    /// http://localhost:8080/apis/ccompat/v7. User and password stand in the address or, as user:password, in
    /// SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO.
    #[arg(long, value_name = "WHERE", conflicts_with = "cases")]
    pub against: Vec<String>,
    /// Which versions must go together, and in which direction: NONE, BACKWARD, FORWARD, FULL, or one of these with
    /// _TRANSITIVE
    ///
    /// By default what the design or the registry says, otherwise BACKWARD.
    #[arg(long, conflicts_with = "cases")]
    pub mode: Option<Compatibility>,
    /// By whose rules
    ///
    /// By default as the settings of the design say, otherwise as registries judge. With --cases, whether a `schema` is valid is by default said by the specification.
    #[arg(long, value_enum)]
    pub profile: Option<Profile>,
    /// The subject in the registry or in the folder of versions; by default the file's name without .avsc
    ///
    /// In a registry, the same with -value and the record's full name are tried too. A design's schemas are looked for
    /// under the subjects that its topics give them.
    #[arg(long, conflicts_with = "cases")]
    pub subject: Option<String>,
    /// A schema file, or a folder of them, whose types the schemas use by name
    #[arg(long, value_name = "PATH", conflicts_with = "cases")]
    pub references: Vec<PathBuf>,
    /// The longest time in seconds that the whole conversation with a registry may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub registry_timeout: u64,
    /// Answer a file of cases, one JSON object a line; - reads the standard input
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub cases: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The lightest finding that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Weight::Error)]
    pub fail_on: Weight,
}

/// By whose rules schemas are read and compared. Java's parsers differ in what is a schema, not in what is compatible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// As registries do: a new schema must pass Java's parser in its strictest setting
    Confluent,
    /// By the letter of the Avro specification, 1.12
    #[value(alias = "spec")]
    Specification,
    /// As registries, but a schema is what Java's parser takes with ASCII names and checked defaults
    JavaStrict,
    /// As registries, but a schema is what Java's parser takes as it comes
    JavaDefault,
    /// As registries, but a schema is what Java's parser takes without checking names and defaults
    JavaLenient,
}

impl Profile {
    /// The word that chooses it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confluent => "confluent",
            Self::Specification => "specification",
            Self::JavaStrict => "java-strict",
            Self::JavaDefault => "java-default",
            Self::JavaLenient => "java-lenient",
        }
    }

    /// The rules by which one schema reads another.
    pub fn resolution(self) -> avro::Profile {
        match self {
            Self::Confluent | Self::JavaStrict | Self::JavaDefault | Self::JavaLenient => avro::Profile::Confluent,
            Self::Specification => avro::Profile::Specification,
        }
    }

    /// The parser or specification that decides whether a text is a schema.
    pub fn parser(self) -> avro::Parser {
        match self {
            Self::Confluent | Self::JavaStrict => avro::Parser::JavaStrict,
            Self::Specification => avro::Parser::Specification,
            Self::JavaDefault => avro::Parser::JavaDefault,
            Self::JavaLenient => avro::Parser::JavaLenient,
        }
    }
}

/// The words that name targets, each with what it stands for.
fn target_words() -> PossibleValuesParser {
    let words = EXPORTERS.iter().map(|target| PossibleValue::new(target.word).help(target.sentence));
    PossibleValuesParser::new(words.chain([PossibleValue::new(EVERY_TARGET).help("Every one of these")]))
}

/// The words of some kinds of record.
fn words_of_kinds(is_meant: fn(Kind) -> bool) -> PossibleValuesParser {
    let kinds = Kind::ALL.iter().filter(|kind| is_meant(**kind));
    PossibleValuesParser::new(kinds.map(|kind| kind.as_str()))
}

/// The text below the options of `add --help`.
const ADD_EXAMPLES: &str = "\
Examples:
  eventscape add design context Billing
  eventscape add design topic invoice-events --context billing
      Six partitions and three copies, as the window begins; the file that is written is named
  eventscape add design topic refunds --context billing --set partitions=12 --set key.name=orderId
      `eventscape show --fields topic` lists what can be set

Exit codes: 0 fine, 2 wrong usage, 3 could not read or write.";

#[derive(Debug, Args)]
#[command(after_help = ADD_EXAMPLES)]
pub struct Add {
    /// The design folder
    pub folder: PathBuf,
    /// The kind of the new record
    #[arg(value_parser = words_of_kinds(Kind::is_created_by_name))]
    pub kind: String,
    /// Its name for people; the id follows from it
    pub name: String,
    /// The context that it lives in, for services, topics, messages and schemas
    #[arg(long, value_name = "ID")]
    pub context: Option<String>,
    /// Set a field of the new record; several times for several fields, and for several entries of a list
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
}

/// The text below the options of `fmt --help`.
const FMT_EXAMPLES: &str = "\
The standard form has the keys in one order, one space around `=` and no needless blank lines. Comments, values and keys that
Eventscape does not know stay. Files that cannot be read stay as they are and are named.

Exit codes: 0 fine, 1 not in standard form (with --check) or not readable, 2 wrong usage, 3 could not read or write.";

#[derive(Debug, Args)]
#[command(after_help = FMT_EXAMPLES)]
pub struct Fmt {
    /// The design folder
    pub folder: PathBuf,
    /// Change nothing; exit with 1 when a file is not in standard form
    #[arg(long)]
    pub check: bool,
}

/// The text below the options of `infer --help`.
const INFER_EXAMPLES: &str = "\
Examples:
  eventscape infer events.jsonl --name OrderSubmitted --namespace com.shop.order > draft.avsc
      A record that all events fit, as narrow as they allow; what was guessed is said beside it
  kcat -b localhost -t orders -C -c 100 | eventscape infer - --name Order
      From what a topic holds

Exit codes: 0 fine, 2 wrong usage, 3 could not read.";

#[derive(Debug, Args)]
#[command(after_help = INFER_EXAMPLES)]
pub struct Infer {
    /// Files of events as JSON: one document, an array of events, or one event a line; - reads the standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The name of the outermost record
    #[arg(long, default_value = "Event")]
    pub name: String,
    /// The namespace of the outermost record; by default none
    #[arg(long, default_value = "")]
    pub namespace: String,
}

/// The two ways to call `show`.
const SHOW_USAGE: &str = "\
eventscape show [OPTIONS] <FOLDER>
       eventscape show --fields <KIND> [--format <FORMAT>]";

/// The text below the options of `show --help`.
const SHOW_EXAMPLES: &str = "\
Examples:
  eventscape show design
      Contexts with their services, flows and topics
  eventscape show design --record topic:order-events
  eventscape show design --format json
      Every record in full, for programs
  eventscape show --fields topic
      The fields of topics, with what they take and mean

Exit codes: 0 fine, 2 wrong usage, 3 could not read.";

#[derive(Debug, Args)]
#[command(after_help = SHOW_EXAMPLES, override_usage = SHOW_USAGE)]
pub struct Show {
    #[command(flatten)]
    pub design: Option<ShowDesign>,
    /// Say which fields records of a kind have, and read no design
    #[arg(long, value_name = "KIND", conflicts_with = "ShowDesign", value_parser = words_of_kinds(|_| true))]
    pub fields: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub format: ShowFormat,
}

#[derive(Debug, Args)]
pub struct ShowDesign {
    /// The design folder
    #[arg(required = false, required_unless_present = "fields")]
    pub folder: PathBuf,
    /// One record in full, by kind and id, for example topic:order-events
    #[arg(long, value_name = "KIND:ID")]
    pub record: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Weight {
    /// Everything there is to say
    Info,
    /// Works today, and will hurt one day
    Warning,
    /// Does not work, or loses data
    Error,
}

impl Weight {
    pub fn severity(self) -> Severity {
        match self {
            Self::Info => Severity::Info,
            Self::Warning => Severity::Warning,
            Self::Error => Severity::Error,
        }
    }
}
