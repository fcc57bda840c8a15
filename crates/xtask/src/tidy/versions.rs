//! One table of versions: the root manifest says which version of a library we use, every other manifest says only that it
//! uses it. Each library has a user, and a line that says why we have it.

use std::collections::BTreeSet;

use toml_edit::{DocumentMut, Item};

use super::{Finding, SourceFile};

/// The manifest with the table of versions.
const ROOT: &str = "Cargo.toml";
/// The page with the reasons.
const PAGE: &str = "docs/architecture.md";
/// The heading above them.
const HEADING: &str = "## Libraries";

/// Checks every manifest, and the reasons.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for file in files.iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        let manifest = match file.text.parse::<DocumentMut>() {
            Ok(manifest) => manifest,
            Err(error) => {
                findings.push(Finding::new(&file.path, 0, format!("is not TOML: {}", error.message())));
                continue;
            }
        };
        let mut tables = dependency_tables(manifest.as_item());
        if let Some(targets) = manifest.get("target").and_then(Item::as_table_like) {
            tables.extend(targets.iter().flat_map(|(_, target)| dependency_tables(target)));
        }
        for (name, dependency) in tables.into_iter().filter_map(Item::as_table_like).flat_map(|table| table.iter()) {
            if dependency.get("workspace").and_then(Item::as_bool) != Some(true) {
                let message = format!("{name} has its own version here: write `{name}.workspace = true`");
                findings.push(Finding::new(&file.path, 0, message));
            }
            used.insert(name.to_owned());
        }
    }
    if let Some(root) = files.iter().find(|file| file.path == ROOT) {
        findings.extend(reasons(root, &used, files.iter().find(|file| file.path == PAGE)));
    }
    findings
}

/// Compares the libraries of the root manifest with those that are used and those that the page gives a reason for.
fn reasons(root: &SourceFile, used: &BTreeSet<String>, page: Option<&SourceFile>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let manifest = root.text.parse::<DocumentMut>().unwrap_or_default();
    let table = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let entries = table.and_then(Item::as_table_like).into_iter().flat_map(|table| table.iter());
    let libraries: BTreeSet<&str> =
        entries.filter(|(_, entry)| entry.get("path").is_none()).map(|(name, _)| name).collect();
    let explained = page.map(|page| explained(&page.text)).unwrap_or_default();
    for library in &libraries {
        if !used.contains(*library) {
            findings.push(Finding::new(ROOT, 0, format!("{library} has no user: take it off the table of versions")));
        } else if !explained.iter().any(|(name, _)| name == library) {
            let message = format!("{library} has no reason: give it a line under \"{HEADING}\"");
            findings.push(Finding::new(PAGE, 0, message));
        }
    }
    for (name, line) in explained.iter().filter(|(name, _)| !libraries.contains(name.as_str())) {
        findings.push(Finding::new(PAGE, *line, format!("{name} is no library of ours: take it off the page")));
    }
    findings
}

/// The names in the first column of the page's table, each with its line.
fn explained(page: &str) -> Vec<(String, usize)> {
    let lines = page.lines().enumerate().skip_while(|(_, line)| !line.starts_with(HEADING)).skip(1);
    lines
        .take_while(|(_, line)| !line.starts_with("## "))
        .filter_map(|(index, line)| Some((index, line.strip_prefix("| `")?.split(" | ").next()?)))
        .flat_map(|(index, cell)| cell.split(", ").map(move |name| (name.trim_matches('`').to_owned(), index + 1)))
        .collect()
}

fn dependency_tables(item: &Item) -> Vec<&Item> {
    ["dependencies", "dev-dependencies", "build-dependencies"].iter().filter_map(|name| item.get(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_outside_the_table_is_found() {
        let cases = [
            ("[dependencies]\nserde.workspace = true\n", ""),
            ("[dependencies]\nserde = { workspace = true, features = [\"rc\"] }\n", ""),
            ("[dependencies]\nserde = \"1\"\n", "serde"),
            ("[dev-dependencies]\nmodel = { path = \"../model\" }\n", "model"),
            ("[target.'cfg(unix)'.dependencies]\nnix = { version = \"1\" }\n", "nix"),
            ("[build-dependencies.tauri-build]\nversion = \"2\"\n", "tauri-build"),
        ];
        for (text, expected) in cases {
            let found = check(&[SourceFile::new("crates/a/Cargo.toml", text)]);
            let names: Vec<&str> = found.iter().filter_map(|finding| finding.message.split(' ').next()).collect();
            assert_eq!(names.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn every_library_has_a_user_and_a_reason() {
        let found = |libraries: &str, page: &str| {
            let files = [
                SourceFile::new("Cargo.toml", format!("[workspace.dependencies]\na = {{ path = \"a\" }}\n{libraries}")),
                SourceFile::new(
                    "crates/a/Cargo.toml",
                    "[dependencies]\nserde.workspace = true\nsha2.workspace = true\n",
                ),
                SourceFile::new(
                    "docs/architecture.md",
                    format!("| `x` | y |\n## Libraries\n\n{page}\n## More\n| `z` | y |\n"),
                ),
            ];
            check(&files).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        let both = "serde = \"1\"\nsha2 = \"0.11\"\n";
        assert_eq!(found(both, "| `serde`, `sha2` | data |"), "");
        assert_eq!(
            found(both, "| `serde` | data |"),
            "docs/architecture.md: sha2 has no reason: give it a line under \"## Libraries\""
        );
        assert_eq!(
            found(&format!("{both}md-5 = \"1\"\n"), "| `serde`, `sha2`, `md-5` | data |"),
            "Cargo.toml: md-5 has no user: take it off the table of versions"
        );
        assert_eq!(
            found(both, "| `serde`, `sha2` | data |\n| `dirs` | folders |"),
            "docs/architecture.md:5: dirs is no library of ours: take it off the page"
        );
    }
}
