//! Every file of every target, of the sample and of a design that states few settings, against what somebody has looked at
//! and committed in `tests/golden`.
//!
//! With `EVENTSCAPE_UPDATE_GOLDEN=1` in the environment the files are written anew; look at the difference before you
//! commit it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panic"
)]

use export::{EXPORTERS, Export, Exporter, Handover, Options, Request, exporter};
use format::SourceFile;
use model::Design;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files of a folder by their paths in it; none when there is no folder.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(relative) = waiting.pop() {
        for entry in fs::read_dir(folder.join(&relative)).into_iter().flatten() {
            let entry = entry.unwrap();
            let path = relative.join(entry.file_name());
            if entry.path().is_dir() {
                waiting.push(path);
            } else {
                let parts: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
                out.insert(parts.join("/"), fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    out
}

/// The designs that are exported, each with the folder of what comes out.
const DESIGNS: [(&str, &str); 2] =
    [("samples/ecommerce", "tests/golden"), ("tests/golden/unstated/design", "tests/golden/unstated")];

fn design(folder: &str) -> Design {
    let files = files(&root().join(folder));
    let sources = files.into_iter().map(|(path, text)| SourceFile { path, bytes: text.into_bytes() });
    format::load(sources.collect()).design
}

fn sample() -> Design {
    design("samples/ecommerce")
}

fn exported(design: &Design, target: &Exporter) -> Export {
    let options = Options::default();
    let request = Request { design, environment: None, today: "2026-11-21", findings: &[], options: &options };
    target.export(&Handover::of(&request).unwrap()).unwrap()
}

#[test]
fn designs_are_exported_as_they_were_looked_at() {
    let mut differences = Vec::new();
    let all = DESIGNS.into_iter().flat_map(|it| EXPORTERS.iter().map(move |target| (it, target)));
    for ((design_folder, golden_folder), target) in all {
        let folder = root().join(golden_folder).join(target.word);
        let design = design(design_folder);
        let export = exported(&design, target);
        let written: BTreeMap<_, _> = export.files.into_iter().map(|file| (file.path, file.text)).collect();
        if std::env::var_os("EVENTSCAPE_UPDATE_GOLDEN").is_some() {
            let _ = fs::remove_dir_all(&folder);
            for (path, text) in &written {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
        }
        let golden = files(&folder);
        for path in written.keys().chain(golden.keys()) {
            let (found, expected) = (written.get(path), golden.get(path));
            if found != expected {
                differences.push(format!("{golden_folder}/{target}/{path}: {}", difference(found, expected)));
            }
        }
    }
    differences.dedup();
    let advice = "set EVENTSCAPE_UPDATE_GOLDEN=1 to write them anew, and look at the difference";
    assert!(differences.is_empty(), "{advice}\n{}", differences.join("\n"));
}

/// The first line that differs.
fn difference(found: Option<&String>, expected: Option<&String>) -> String {
    let (Some(found), Some(expected)) = (found, expected) else {
        return if found.is_some() { "is new".to_owned() } else { "is no longer written".to_owned() };
    };
    let lines = found.lines().zip(expected.lines()).enumerate();
    let first = lines.into_iter().find(|(_, (found, expected))| found != expected);
    first.map_or_else(
        || "one is longer".to_owned(),
        |(number, (found, expected))| format!("line {}\n  found    {found}\n  expected {expected}", number + 1),
    )
}

#[test]
fn the_sample_has_nothing_that_cannot_be_exported() {
    let design = sample();
    for target in &EXPORTERS {
        let grave: Vec<_> = exported(&design, target)
            .notes
            .into_iter()
            .filter(|note| note.severity > diagnostic::Severity::Info)
            .map(|note| format!("{}: {}", note.code, note.message))
            .collect();
        assert_eq!(grave, Vec::<String>::new(), "{target}");
    }
}

#[test]
fn the_draft_can_be_put_into_the_design_s_folder() {
    let draft = exported(&sample(), exporter("adr").unwrap()).files.remove(0);
    let stem = draft.path.strip_suffix(".md").unwrap();
    let mut sources: Vec<_> = files(&root().join("samples/ecommerce"))
        .into_iter()
        .map(|(path, text)| SourceFile { path, bytes: text.into_bytes() })
        .collect();
    let before = format::load(sources.clone()).diagnostics;
    sources.push(SourceFile { path: format!("decisions/{stem}.md"), bytes: draft.text.clone().into_bytes() });
    let loaded = format::load(sources);
    assert_eq!(loaded.diagnostics, before);
    let decision = loaded.design.decision(&stem.parse().unwrap()).expect("the decision");
    assert_eq!(decision.title, "Introduce the event topology of E-commerce platform");
    assert_eq!((decision.status, decision.date.as_str()), (model::DecisionStatus::Proposed, "2026-11-21"));
    assert!(decision.records.contains(&"topic:order-events".parse().unwrap()));
    assert!(decision.decision_makers.contains(&"checkout-team".to_owned()));
}
