//! Who may depend on whom: the layers of the architecture as one table, and the libraries that only one crate may know.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, Package};

use super::Finding;

/// A member of the workspace and the other members it may use.
struct Layer {
    name: &'static str,
    /// Whether it is part of the core, which runs in the window's WebAssembly and so may touch nothing outside itself.
    core: bool,
    uses: &'static [&'static str],
}

/// What the engine may use: the whole core below it.
const BELOW_ENGINE: &[&str] = &[
    "avro",
    "capacity",
    "check",
    "diagnostic",
    "edit",
    "export",
    "format",
    "import",
    "layout",
    "model",
    "scene",
    "syntax",
];

/// The layers, lowest first. A test or a benchmark of a crate may use more; what is shipped may not.
const LAYERS: &[Layer] = &[
    Layer { name: "diagnostic", core: true, uses: &[] },
    Layer { name: "syntax", core: true, uses: &["diagnostic"] },
    Layer { name: "avro", core: true, uses: &["diagnostic", "syntax"] },
    Layer { name: "model", core: true, uses: &["diagnostic"] },
    Layer { name: "edit", core: true, uses: &["model"] },
    Layer { name: "format", core: true, uses: &["avro", "diagnostic", "model"] },
    Layer { name: "layout", core: true, uses: &[] },
    Layer { name: "scene", core: true, uses: &["layout", "model"] },
    Layer { name: "check", core: true, uses: &["avro", "diagnostic", "model"] },
    Layer { name: "capacity", core: true, uses: &["model"] },
    Layer { name: "export", core: true, uses: &["avro", "capacity", "model", "scene"] },
    Layer { name: "import", core: true, uses: &["avro", "format", "model"] },
    Layer { name: "engine", core: true, uses: BELOW_ENGINE },
    Layer { name: "ipc", core: true, uses: &["diagnostic", "edit", "model"] },
    Layer { name: "kafka", core: false, uses: &["avro", "model"] },
    Layer { name: "eventscape", core: false, uses: &["diagnostic", "engine", "kafka"] },
    Layer { name: "eventscape-desktop", core: false, uses: &["diagnostic", "format", "ipc", "kafka"] },
    Layer { name: "ui", core: false, uses: &["diagnostic", "engine", "ipc"] },
    Layer { name: "xtask", core: false, uses: &[] },
];

/// Libraries that reach outside, each with the members that may know it. A name that ends in `*` is a family.
const RESERVED: &[(&str, &[&str])] = &[
    ("tauri*", &["eventscape-desktop"]),
    ("rfd", &["eventscape-desktop"]),
    ("leptos*", &["ui"]),
    ("web-sys", &["ui"]),
    ("rdkafka*", &["kafka"]),
    ("reqwest", &["kafka"]),
    ("tokio", &["e2e", "eventscape-desktop", "kafka"]),
    ("notify", &["eventscape-desktop"]),
    ("dirs", &["eventscape-desktop"]),
    ("thirtyfour", &["e2e"]),
    ("rand*", &[]),
    ("getrandom", &[]),
];

/// The member whose WebAssembly proves that the core compiles for it.
const WINDOW: &str = "ui";

/// The names of the crates that make up the core.
pub fn core_crates() -> impl Iterator<Item = &'static str> {
    LAYERS.iter().filter(|layer| layer.core).map(|layer| layer.name)
}

/// Core crates of this workspace that compiling the window does not compile; invariant 1 wants them compiled on their own.
pub fn core_crates_outside_the_window(metadata: &Metadata) -> Vec<String> {
    let members: BTreeMap<&str, &Package> =
        metadata.workspace_packages().into_iter().map(|package| (package.name.as_str(), package)).collect();
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
    core_crates().filter(|name| members.contains_key(name) && !reached.contains(name)).map(str::to_owned).collect()
}

/// Checks every member against the table.
pub fn check(metadata: &Metadata) -> Vec<Finding> {
    let packages = metadata.workspace_packages();
    let members: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut findings = Vec::new();
    for package in &packages {
        let manifest = package.manifest_path.strip_prefix(&metadata.workspace_root).unwrap_or(&package.manifest_path);
        let uses: Vec<(&str, DependencyKind)> =
            package.dependencies.iter().map(|dependency| (dependency.name.as_str(), dependency.kind)).collect();
        let is_test_package = manifest.starts_with("tests");
        for message in check_member(package.name.as_str(), is_test_package, &uses, &members) {
            findings.push(Finding::new(manifest.as_str(), 0, message));
        }
    }
    findings
}

fn check_member(
    name: &str,
    is_test_package: bool,
    uses: &[(&str, DependencyKind)],
    members: &BTreeSet<&str>,
) -> Vec<String> {
    let mut messages = Vec::new();
    let layer = LAYERS.iter().find(|layer| layer.name == name);
    if layer.is_none() && !is_test_package {
        messages.push(format!("{name} has no place among the layers: add it to the table in tidy/dependencies.rs"));
    }
    for (used, kind) in uses {
        let shipped = matches!(kind, DependencyKind::Normal | DependencyKind::Build);
        if let Some(layer) = layer
            && shipped
            && members.contains(used)
            && !layer.uses.contains(used)
        {
            messages.push(format!("{name} may not use {used}: the layers allow it only {}", listed(layer.uses)));
        }
        for (library, owners) in RESERVED {
            let is_it = library.strip_suffix('*').map_or(library == used, |family| used.starts_with(family));
            if is_it && shipped && !owners.contains(&name) {
                messages.push(format!("{name} may not use {used}: that is left to {}", listed(owners)));
            }
        }
    }
    messages
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_no_cycle() {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for _ in LAYERS {
            for layer in LAYERS {
                if layer.uses.iter().all(|used| known.contains(used)) {
                    known.insert(layer.name);
                }
            }
        }
        assert_eq!(known, LAYERS.iter().map(|layer| layer.name).collect());
    }

    #[test]
    fn the_core_uses_only_the_core() {
        let core: BTreeSet<&str> = core_crates().collect();
        for layer in LAYERS.iter().filter(|layer| layer.core) {
            assert!(layer.uses.iter().all(|used| core.contains(used)), "{}", layer.name);
        }
    }

    #[test]
    fn what_the_layers_forbid_is_found() {
        use DependencyKind::{Build, Development, Normal};
        let cases: [(&str, (&str, DependencyKind), &str); 11] = [
            ("model", ("diagnostic", Normal), ""),
            ("model", ("format", Normal), "model may not use format: the layers allow it only diagnostic"),
            ("model", ("format", Development), ""),
            ("layout", ("model", Build), "layout may not use model: the layers allow it only nobody"),
            ("eventscape-desktop", ("tauri-build", Build), ""),
            ("ui", ("tauri", Normal), "ui may not use tauri: that is left to eventscape-desktop"),
            ("engine", ("leptos_dom", Normal), "engine may not use leptos_dom: that is left to ui"),
            ("format", ("rand_core", Normal), "format may not use rand_core: that is left to nobody"),
            ("format", ("serde", Normal), ""),
            ("e2e", ("thirtyfour", Normal), ""),
            (
                "new",
                ("serde", Normal),
                "new has no place among the layers: add it to the table in tidy/dependencies.rs",
            ),
        ];
        let members = LAYERS.iter().map(|layer| layer.name).collect();
        for (name, used, expected) in cases {
            let found = check_member(name, name == "e2e", &[used], &members).join("; ");
            assert_eq!(found, expected, "{name} uses {used:?}");
        }
    }
}
