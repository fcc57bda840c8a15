//! `eventscape export`: manifests, scripts and a decision draft, one folder a target.

use crate::arguments::{Export, Format};
use crate::files::write;
use crate::open::open;
use crate::{Failure, Outcome, report, say};
use engine::Exported;
use engine::diagnostic::Diagnostic;
use engine::export::{DecisionDraft, OutFile, Target};
use engine::model::EnvironmentId;
use serde_json::json;
use std::fs;

pub fn run(arguments: &Export) -> Result<Outcome, Failure> {
    let targets = targets(&arguments.target)?;
    let environment = arguments
        .environment
        .as_deref()
        .map(|text| EnvironmentId::new(text).map_err(|error| Failure::Usage(error.to_string())))
        .transpose()?;
    let engine = open(&arguments.folder)?;
    let exported = engine
        .export(environment.as_ref(), &targets, &DecisionDraft::default())
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let files: Vec<&OutFile> = exported.iter().flat_map(|it| &it.files).collect();
    if !arguments.overwrite {
        refuse_to_replace(arguments, &files)?;
    }
    for file in &files {
        write(&arguments.out, &file.path, &file.text, file.executable)?;
    }
    let mut notes: Vec<Diagnostic> = Vec::new();
    for note in exported.iter().flat_map(|it| &it.notes) {
        // What concerns several targets is said once.
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    say::out(&match arguments.format {
        Format::Text => told(arguments, &exported, &notes),
        Format::Json => {
            let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
            format!("{:#}\n", json!({ "out": arguments.out, "files": paths, "notes": notes }))
        }
        Format::Sarif => report::sarif(&notes),
    });
    Ok(Outcome::Fine)
}

fn targets(words: &[String]) -> Result<Vec<Target>, Failure> {
    if words.iter().any(|word| word == "all") {
        return Ok(Target::ALL.to_vec());
    }
    let mut targets = Vec::new();
    for word in words {
        let target: Target =
            word.parse().map_err(|error: engine::export::UnknownTarget| Failure::Usage(error.to_string()))?;
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    Ok(targets)
}

/// Files that somebody may have changed by hand are replaced only when asked.
fn refuse_to_replace(arguments: &Export, files: &[&OutFile]) -> Result<(), Failure> {
    let differing: Vec<&str> = files
        .iter()
        .filter(|file| fs::read(arguments.out.join(&file.path)).is_ok_and(|there| there != file.text.as_bytes()))
        .map(|file| file.path.as_str())
        .collect();
    if differing.is_empty() {
        return Ok(());
    }
    Err(Failure::Io {
        path: arguments.out.display().to_string(),
        reason: format!("these files are there and differ: {}", differing.join(", ")),
        next: "Add --overwrite to replace them, or choose another folder with --out",
    })
}

fn told(arguments: &Export, exported: &[Exported], notes: &[Diagnostic]) -> String {
    let mut out = String::new();
    for it in exported {
        let count = it.files.len();
        let word = if count == 1 { "file" } else { "files" };
        let folder = arguments.out.join(it.target.id());
        out.push_str(&format!("{}: {count} {word} in {}\n", it.target.title(), folder.display()));
    }
    for note in notes {
        out.push_str(&format!("{}: {}", note.severity.as_str(), note.message));
        out.push_str(&if note.help.is_empty() { "\n".to_owned() } else { format!("\n  {}\n", note.help) });
    }
    out
}
