//! `eventscape export`: manifests, scripts and a decision draft, one folder a target.

use crate::arguments::{EVERY_TARGET, Export, ExportJob, Format};
use crate::files::write;
use crate::open::{open, placed};
use crate::{Failure, Outcome, report, say, targets};
use engine::Exported;
use engine::diagnostic::{Diagnostic, Severity, counted};
use engine::export::{EXPORTERS, Exporter, Options, OutFile, UnknownTarget, exporter};
use engine::model::EnvironmentId;
use serde_json::json;
use std::fs;
use std::path::Path;

pub fn run(arguments: &Export) -> Result<Outcome, Failure> {
    let Some(job) = &arguments.job else {
        say::out(&targets::listed(arguments.format)?);
        return Ok(Outcome::Fine);
    };
    write_files(job, arguments.format)
}

fn write_files(arguments: &ExportJob, format: Format) -> Result<Outcome, Failure> {
    let targets = targets(&arguments.target)?;
    let mut options = Options::default();
    for assignment in &arguments.set {
        options.set(assignment).map_err(|error| Failure::Usage(error.to_string()))?;
    }
    let environment = arguments
        .environment
        .as_deref()
        .map(|text| EnvironmentId::new(text).map_err(|error| Failure::Usage(error.to_string())))
        .transpose()?;
    let design = open(&arguments.folder)?;
    let exported = design
        .engine
        .export(environment.as_ref(), &targets, &options)
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let files: Vec<&OutFile> = exported.iter().flat_map(|it| &it.files).collect();
    if !arguments.overwrite {
        refuse_to_replace(arguments, &files)?;
    }
    for file in &files {
        write(&arguments.out, &file.path, &file.text, file.executable)?;
    }
    // Access that a design lacks because a file of it cannot be read is access that an export takes away.
    let mut notes = design.lacking();
    for note in exported.iter().flat_map(|it| &it.notes) {
        let note = placed(design.engine.folder(), note.clone());
        // What concerns several targets is said once.
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let stale = stale(&arguments.out, &exported);
    say::out(&match format {
        Format::Text => told(arguments, &exported, &notes, &stale),
        Format::Json => {
            let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
            format!("{:#}\n", json!({ "out": arguments.out, "files": paths, "stale": stale, "notes": notes }))
        }
        Format::Sarif => report::sarif(&report::from_here(&arguments.folder, &notes), |_| None),
    });
    let is_whole = notes.iter().all(|note| note.severity < Severity::Error);
    Ok(if is_whole { Outcome::Fine } else { Outcome::Findings })
}

fn targets(words: &[String]) -> Result<Vec<&'static Exporter>, Failure> {
    let mut targets = Vec::new();
    for word in words {
        let named: Vec<&'static Exporter> = if word == EVERY_TARGET {
            EXPORTERS.iter().collect()
        } else {
            vec![exporter(word).map_err(|error: UnknownTarget| Failure::Usage(error.to_string()))?]
        };
        for target in named {
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
    }
    Ok(targets)
}

/// Files that somebody may have changed by hand are replaced only when asked.
fn refuse_to_replace(arguments: &ExportJob, files: &[&OutFile]) -> Result<(), Failure> {
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

/// Files of an earlier export that are no part of this one, such as those of a topic that is gone. A person who applies a whole
/// folder would apply them too. What Eventscape has not written is not looked at.
fn stale(out: &Path, exported: &[Exported]) -> Vec<String> {
    let mut stale = Vec::new();
    for it in exported {
        let mut folders: Vec<&str> =
            it.files.iter().filter_map(|file| file.path.rsplit_once('/').map(|(folder, _)| folder)).collect();
        folders.sort_unstable();
        folders.dedup();
        for folder in folders {
            for entry in fs::read_dir(out.join(folder)).into_iter().flatten().flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = format!("{folder}/{name}");
                let is_ours = || fs::read_to_string(entry.path()).is_ok_and(|text| text.starts_with(WRITTEN_BY));
                if !it.files.iter().any(|file| file.path == path) && is_ours() {
                    stale.push(path);
                }
            }
        }
    }
    stale.sort();
    stale
}

/// How the files begin that there may be many of.
const WRITTEN_BY: &str = "# Written by Eventscape";

fn told(arguments: &ExportJob, exported: &[Exported], notes: &[Diagnostic], stale: &[String]) -> String {
    let mut out = String::new();
    for it in exported {
        let files = counted(it.files.len(), "file");
        let folder = arguments.out.join(it.target.word);
        out.push_str(&format!("{}: {files} in {}\n", it.target.title, folder.display()));
    }
    for note in notes {
        let place = match &note.location.place {
            Some(place) if note.severity > Severity::Info => {
                format!("{}:{}:{}: ", say::line(&place.file), place.start.line, place.start.column)
            }
            Some(_) | None => String::new(),
        };
        out.push_str(&format!("{}: {place}{}\n", note.severity.as_str(), say::line(&note.message)));
        if !note.help.is_empty() {
            out.push_str(&format!("  {}\n", say::line(&note.help)));
        }
    }
    for path in stale {
        let path = say::line(path);
        out.push_str(&format!("warning: {path} is of an earlier export and no part of this one\n  Delete it\n"));
    }
    out
}
