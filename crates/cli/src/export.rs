//! `eventscape export`: manifests, scripts and a decision draft, one folder a target.

use crate::arguments::{EVERY_TARGET, Export, ExportJob, Format};
use crate::files::{Write, says, write};
use crate::open::{open, placed};
use crate::{Failure, Outcome, report, say, targets};
use disk::RelativePath;
use engine::Exported;
use engine::diagnostic::{Diagnostic, Severity, counted};
use engine::export::{EXPORTERS, Exporter, Options, OutFile, UnknownTarget, exporter};
use engine::format::Places;
use engine::model::EnvironmentId;
use serde_json::json;

use std::collections::{BTreeSet, HashSet};
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
    let standing = standing(arguments, &files)?;
    // A file that stands there already need not be written. A program may still lack its right to run.
    let writes: Vec<Write<'_>> = files
        .iter()
        .filter(|file| file.executable || !standing.contains(file.path.as_str()))
        .map(|file| Write { path: &file.path, text: Some(&file.text), executable: file.executable })
        .collect();
    write(&arguments.out, &writes)?;
    // Access that a design lacks because a file of it cannot be read is access that an export takes away.
    let mut notes = design.lacking();
    let places = Places::of(design.engine.folder());
    let saying = |it: &Diagnostic| (it.code.clone(), it.message.clone(), it.location.clone());
    let mut said: BTreeSet<_> = notes.iter().map(saying).collect();
    for note in exported.iter().flat_map(|it| &it.notes) {
        let note = placed(&places, note.clone());
        // A note that concerns several targets is said once.
        if said.insert(saying(&note)) {
            notes.push(note);
        }
    }
    let stale = stale(&arguments.out, &exported);
    say::out(&match format {
        Format::Text => told(arguments, &exported, &notes, &stale),
        Format::Json => {
            let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
            say::json(&json!({ "out": arguments.out, "files": paths, "stale": stale, "notes": notes }))
        }
        Format::Sarif => report::sarif(&report::from_here(&arguments.folder, &notes), |_| None),
    });
    if let Some(sentence) = design.engine.open_errors(&exported).sentence() {
        let folder = arguments.folder.display();
        say::err(&format!("note: {sentence}; eventscape validate {folder} shows them\n"));
    }
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

/// The files that stand there already as they are to be. Files that somebody may have changed by hand are replaced only when asked.
fn standing<'a>(arguments: &ExportJob, files: &[&'a OutFile]) -> Result<HashSet<&'a str>, Failure> {
    let mut standing = HashSet::new();
    let mut differing: Vec<&str> = Vec::new();
    for file in files {
        match says(&arguments.out, &file.path, &file.text)? {
            Some(true) => drop(standing.insert(file.path.as_str())),
            Some(false) => differing.push(&file.path),
            None => {}
        }
    }
    if arguments.overwrite || differing.is_empty() {
        return Ok(standing);
    }
    let (named, more) = differing.split_at(differing.len().min(MOST_NAMED));
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    Err(Failure::Io {
        path: arguments.out.display().to_string(),
        reason: format!("these files are there and differ: {}{more}", named.join(", ")),
        next: "Add --overwrite to replace them, or choose another folder with --out",
    })
}

/// No more files are named in one sentence.
const MOST_NAMED: usize = 20;

/// Files of an earlier export that are no part of this one, such as those of a topic that is gone. A person who applies a whole
/// folder would apply them too. Files that Eventscape has not written are not looked at.
fn stale(out: &Path, exported: &[Exported]) -> Vec<String> {
    let is_ours = |out: &Path, path: &str| {
        RelativePath::parse(path).is_ok_and(|path| disk::begins_with(out, &path, WRITTEN_BY.as_bytes()))
    };
    let mut stale = Vec::new();
    for it in exported {
        let known: BTreeSet<&str> = it.files.iter().map(|file| file.path.as_str()).collect();
        let mut folders: Vec<&str> =
            it.files.iter().filter_map(|file| file.path.rsplit_once('/').map(|(folder, _)| folder)).collect();
        folders.sort();
        folders.dedup();
        for folder in folders {
            for entry in fs::read_dir(out.join(folder)).into_iter().flatten().flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = format!("{folder}/{name}");
                if !known.contains(path.as_str()) && is_ours(out, &path) {
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
        out.push_str(&format!("{}: {files} in {}\n", it.target.title, say::line(&folder.to_string_lossy())));
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
