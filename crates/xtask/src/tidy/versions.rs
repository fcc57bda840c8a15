//! One table of versions: the root manifest says which version of a library we use, every other manifest says only that it
//! uses it.

use toml_edit::{DocumentMut, Item};

use super::{Finding, SourceFile};

/// Checks every manifest but the root's.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
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
        }
    }
    findings
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
        assert_eq!(check(&[SourceFile::new("Cargo.toml", "[workspace.dependencies]\nserde = \"1\"\n")]), []);
    }
}
