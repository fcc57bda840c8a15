//! What a person can type. The help texts are the manual.

use clap::{Args, Parser, Subcommand, ValueEnum};
use engine::diagnostic::Severity;
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
    /// Bring the files of a design into their standard form
    Fmt(Fmt),
    /// Print what a design contains
    Show(Show),
}

#[derive(Debug, Args)]
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

#[derive(Debug, Args)]
pub struct Export {
    /// The design folder
    pub folder: PathBuf,
    /// What to write: strimzi, kafka-script, manifest, adr; several with commas, or `all`
    #[arg(long, value_delimiter = ',', required = true)]
    pub target: Vec<String>,
    /// Where to write; a folder for each target is made in it
    #[arg(long)]
    pub out: PathBuf,
    /// The environment; by default the one that eventscape.toml names
    #[arg(long)]
    pub environment: Option<String>,
    /// Replace files that differ from what would be written
    #[arg(long)]
    pub overwrite: bool,
    /// How to print what was written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Fmt {
    /// The design folder
    pub folder: PathBuf,
    /// Change nothing; exit with 1 when a file is not in standard form
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The design folder
    pub folder: PathBuf,
    /// One record in full, by kind and id, for example topic:order-events
    #[arg(long)]
    pub record: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub format: ShowFormat,
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
    Info,
    Warning,
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
