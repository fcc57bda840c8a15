//! The dependencies that a crate may have. The layers stand in one table, on the page where people read them; here the page is held to be
//! true. Besides, some libraries reach outside, and only one crate each may know them.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, Package};

use super::{Finding, SourceFile};

/// The page with the table: `| crate | what it is for | depends on |`.
const PAGE: &str = "docs/architecture.md";

/// Members outside the core: they reach outside, and need not run in the window's WebAssembly. Named by their folders.
const OUTSIDE_THE_CORE: [&str; 5] = ["cli", "disk", "kafka", "src-tauri", "xtask"];

/// The members that the window is made of, which stand in `ui/`.
const WINDOW_PARTS: [&str; 9] =
    ["dialogs", "inspector", "panels", "parts", "topology", "ui", "views", "widgets", "workbench"];

/// The member whose WebAssembly proves that the core compiles for it.
const WINDOW: &str = "ui";

/// Libraries that reach outside, each with the folders of the members that may know it. A name that ends in `*` is a family.
const RESERVED: &[(&str, &[&str])] = &[
    ("dirs", &["src-tauri"]),
    ("getrandom", &[]),
    ("leptos*", &WINDOW_PARTS),
    ("notify", &["src-tauri"]),
    ("rand*", &[]),
    ("rdkafka*", &["kafka"]),
    ("reqwest", &["kafka"]),
    ("rfd", &["src-tauri"]),
    ("tauri*", &["src-tauri"]),
    ("tokio", &["kafka", "src-tauri"]),
    ("ureq", &["cli"]),
    ("web-sys", &WINDOW_PARTS),
];

/// A member and the other members it may use, all by their folders.
#[derive(Debug, PartialEq, Eq)]
struct Layer {
    name: String,
    uses: BTreeSet<String>,
}

/// Whether the crate in a folder of `crates/` is part of the core.
pub fn is_core(folder: &str) -> bool {
    !OUTSIDE_THE_CORE.contains(&folder) && !WINDOW_PARTS.contains(&folder)
}

/// Core crates that compiling the window does not compile; invariant 1 wants them compiled on their own.
pub fn core_crates_outside_the_window(metadata: &Metadata) -> Vec<String> {
    let packages = metadata.workspace_packages();
    let folders = folders(&packages);
    let members: BTreeMap<&str, &Package> = packages.iter().map(|package| (package.name.as_str(), *package)).collect();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut next = vec![WINDOW];
    while let Some(name) = next.pop() {
        if let Some(package) = members.get(name)
            && reached.insert(name)
        {
            let used = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
            next.extend(used.map(|dependency| dependency.name.as_str()));
        }
    }
    packages
        .iter()
        .filter(|package| !is_test_package(metadata, package))
        .map(|package| package.name.to_string())
        .filter(|name| folders.get(name).is_some_and(|folder| is_core(folder)) && !reached.contains(name.as_str()))
        .collect()
}

/// Checks every member against the table. A test or a benchmark of a crate may use more; what is shipped may not.
pub fn check(metadata: &Metadata, files: &[SourceFile]) -> Vec<Finding> {
    let Some(page) = files.iter().find(|file| file.path == PAGE) else {
        return vec![Finding::new(PAGE, 0, "is missing: it says who may depend on whom")];
    };
    let layers = layers(&page.text);
    let packages = metadata.workspace_packages();
    let folders = folders(&packages);
    let mut findings = Vec::new();
    for package in &packages {
        let Some(name) = folders.get(package.name.as_str()) else { continue };
        let uses: Vec<(&str, DependencyKind)> = package
            .dependencies
            .iter()
            .map(|used| (folders.get(&used.name).unwrap_or(&used.name).as_str(), used.kind))
            .collect();
        if is_test_package(metadata, package) {
            continue;
        }
        for message in check_member(name, &uses, &layers, &folders.values().cloned().collect()) {
            let manifest = package.manifest_path.strip_prefix(&metadata.workspace_root);
            findings.push(Finding::new(manifest.unwrap_or(&package.manifest_path).as_str(), 0, message));
        }
    }
    for layer in &layers {
        if !folders.values().any(|folder| *folder == layer.name) {
            findings.push(Finding::new(PAGE, 0, format!("tells of {}, which is not there", layer.name)));
        }
    }
    findings
}

/// The folder of each member by the name of its package; the two differ where a program is named for people.
fn folders(packages: &[&Package]) -> BTreeMap<String, String> {
    let folder = |package: &&Package| Some(package.manifest_path.parent()?.file_name()?.to_owned());
    packages.iter().filter_map(|package| Some((package.name.to_string(), folder(package)?))).collect()
}

/// The packages of `tests/` prove the others from outside and may use anything.
fn is_test_package(metadata: &Metadata, package: &Package) -> bool {
    package.manifest_path.starts_with(metadata.workspace_root.join("tests"))
}

/// Reads the table of the page. `all above` means every crate of an earlier line.
fn layers(page: &str) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    for line in page.lines() {
        let mut cells = line.trim().trim_matches('|').split('|').map(str::trim);
        let (Some(name), Some(_), Some(uses), None) = (cells.next(), cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let Some(name) = name.strip_prefix('`').and_then(|name| name.strip_suffix('`')) else { continue };
        if name.ends_with('*') {
            continue;
        }
        let uses = if uses == "all above" {
            layers.iter().map(|layer| layer.name.clone()).collect()
        } else {
            uses.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        };
        layers.push(Layer { name: name.to_owned(), uses });
    }
    layers
}

fn check_member(
    name: &str,
    uses: &[(&str, DependencyKind)],
    layers: &[Layer],
    members: &BTreeSet<String>,
) -> Vec<String> {
    let Some(layer) = layers.iter().find(|layer| layer.name == name) else {
        return vec![format!("{name} has no place among the layers: give it a line in {PAGE}")];
    };
    let mut messages = Vec::new();
    for (used, kind) in uses {
        if *kind == DependencyKind::Development {
            continue;
        }
        if members.contains(*used) && !layer.uses.contains(*used) {
            messages.push(format!("{name} may not use {used}: {PAGE} does not allow it"));
        }
        for (library, owners) in RESERVED {
            let is_it = library.strip_suffix('*').map_or(library == used, |family| used.starts_with(family));
            if is_it && !owners.contains(&name) {
                let owners = if owners.is_empty() { "nobody".to_owned() } else { owners.join(", ") };
                messages.push(format!("{name} may not use {used}: that is left to {owners}"));
            }
        }
    }
    if is_core(name) {
        for used in layer.uses.iter().filter(|used| !is_core(used)) {
            messages.push(format!("{name} is core, and {PAGE} lets it use {used}, which is not"));
        }
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE_TEXT: &str = "\
| crate | what it is for | depends on |
| --- | --- | --- |
| `diagnostic` | findings | – |
| `model` | records | `diagnostic` |
| `engine` | façade | all above |
| `check` | rules | `kafka` |
| `kafka` | cluster | `model` |
| `src-tauri` | shell | `model` |
| `ui` | window | `engine` |
| `tests/*` | proofs | anything |
";

    #[test]
    fn the_page_is_read_as_people_read_it() {
        let read: Vec<String> = layers(PAGE_TEXT)
            .iter()
            .map(|layer| format!("{}: {}", layer.name, layer.uses.iter().cloned().collect::<Vec<_>>().join(" ")))
            .collect();
        let expected = [
            "diagnostic: ",
            "model: diagnostic",
            "engine: diagnostic model",
            "check: kafka",
            "kafka: model",
            "src-tauri: model",
            "ui: engine",
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn what_the_layers_forbid_is_found() {
        use DependencyKind::{Build, Development, Normal};
        let cases: [(&str, (&str, DependencyKind), &str); 11] = [
            ("model", ("diagnostic", Normal), ""),
            ("engine", ("model", Normal), ""),
            ("model", ("engine", Normal), "model may not use engine: docs/architecture.md does not allow it"),
            ("model", ("engine", Development), ""),
            ("diagnostic", ("model", Build), "diagnostic may not use model: docs/architecture.md does not allow it"),
            ("src-tauri", ("tauri-build", Build), ""),
            ("ui", ("tauri", Normal), "ui may not use tauri: that is left to src-tauri"),
            (
                "engine",
                ("leptos_dom", Normal),
                "engine may not use leptos_dom: that is left to dialogs, inspector, panels, parts, topology, ui, views, widgets, workbench",
            ),
            ("model", ("rand_core", Normal), "model may not use rand_core: that is left to nobody"),
            ("check", ("serde", Normal), "check is core, and docs/architecture.md lets it use kafka, which is not"),
            ("new", ("serde", Normal), "new has no place among the layers: give it a line in docs/architecture.md"),
        ];
        let layers = layers(PAGE_TEXT);
        let members = layers.iter().map(|layer| layer.name.clone()).collect();
        for (name, used, expected) in cases {
            assert_eq!(check_member(name, &[used], &layers, &members).join("; "), expected, "{name} uses {used:?}");
        }
    }
}
