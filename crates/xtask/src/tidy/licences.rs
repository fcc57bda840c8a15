//! Every library we ship comes under a licence that `deny.toml` allows. The same file serves `cargo deny`; reading it here
//! spares everybody the installation of that.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::Metadata;
use toml_edit::{DocumentMut, Item};

use super::{Finding, SourceFile};

/// The file with the allowed licences.
const RULES: &str = "deny.toml";

/// Checks the licence of every dependency, direct and indirect.
pub fn check(metadata: &Metadata, files: &[SourceFile]) -> Vec<Finding> {
    let Some(file) = files.iter().find(|file| file.path == RULES) else {
        return vec![Finding::new(RULES, 0, "is missing: it names the licences that we allow")];
    };
    let rules = match Rules::read(&file.text) {
        Ok(rules) => rules,
        Err(message) => return vec![Finding::new(RULES, 0, message)],
    };
    let foreign = metadata.packages.iter().filter(|package| package.source.is_some());
    foreign
        .filter(|package| !rules.allow(package.name.as_str(), package.license.as_deref()))
        .map(|package| {
            let licence = package.license.as_deref().unwrap_or("no licence at all");
            let message = format!("{} {} comes under {licence}, which is not allowed", package.name, package.version);
            Finding::new(RULES, 0, message)
        })
        .collect()
}

struct Rules {
    allowed: BTreeSet<String>,
    /// Licences allowed for one crate only.
    exceptions: BTreeMap<String, BTreeSet<String>>,
}

impl Rules {
    fn read(text: &str) -> Result<Self, String> {
        let document: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| format!("is not TOML: {}", error.message()))?;
        let licences = document.get("licenses").ok_or("has no [licenses]")?;
        let mut exceptions = BTreeMap::new();
        let listed = licences.get("exceptions").and_then(Item::as_array);
        for exception in listed.into_iter().flat_map(|list| list.iter()).filter_map(|value| value.as_inline_table()) {
            let name =
                exception.get("crate").and_then(|name| name.as_str()).ok_or("has an exception without a crate")?;
            exceptions.insert(name.to_owned(), strings(exception.get("allow").and_then(|allow| allow.as_array())));
        }
        Ok(Self { allowed: strings(licences.get("allow").and_then(Item::as_array)), exceptions })
    }

    fn allow(&self, name: &str, licence: Option<&str>) -> bool {
        let of_this_crate = self.exceptions.get(name);
        let is_allowed =
            |id: &str| self.allowed.contains(id) || of_this_crate.is_some_and(|allowed| allowed.contains(id));
        licence.is_some_and(|expression| holds(expression, &is_allowed))
    }
}

fn strings(array: Option<&toml_edit::Array>) -> BTreeSet<String> {
    array.into_iter().flat_map(|array| array.iter()).filter_map(|value| value.as_str()).map(str::to_owned).collect()
}

/// Whether an SPDX expression can be met with allowed licences: `AND` binds closer than `OR`, and the slash of old manifests
/// means `OR`.
fn holds(expression: &str, is_allowed: &impl Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let value = any(&mut words, is_allowed);
    value && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>, is_allowed: &impl Fn(&str) -> bool) -> bool {
    let mut value = all(words, is_allowed);
    while words.next_if_eq(&"OR").is_some() {
        value |= all(words, is_allowed);
    }
    value
}

fn all(words: &mut Words<'_>, is_allowed: &impl Fn(&str) -> bool) -> bool {
    let mut value = one(words, is_allowed);
    while words.next_if_eq(&"AND").is_some() {
        value &= one(words, is_allowed);
    }
    value
}

fn one(words: &mut Words<'_>, is_allowed: &impl Fn(&str) -> bool) -> bool {
    match words.next() {
        Some("(") => {
            let value = any(words, is_allowed);
            words.next_if_eq(&")").is_some() && value
        }
        Some(id) if words.next_if_eq(&"WITH").is_some() => {
            let exception = words.next().unwrap_or_default();
            is_allowed(&format!("{id} WITH {exception}")) || is_allowed(id)
        }
        Some(id) => is_allowed(id),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES_TEXT: &str = r#"
[licenses]
allow = ["MIT", "Apache-2.0", "Unicode-3.0"]
exceptions = [{ allow = ["MPL-2.0"], crate = "cssparser" }]
"#;

    #[test]
    fn expressions_are_met_or_not() {
        let rules = Rules::read(RULES_TEXT).unwrap();
        let cases = [
            ("serde", Some("MIT OR Apache-2.0"), true),
            ("serde", Some("MIT/Apache-2.0"), true),
            ("serde", Some("GPL-3.0 OR MIT"), true),
            ("serde", Some("GPL-3.0 AND MIT"), false),
            ("serde", Some("(MIT OR Apache-2.0) AND Unicode-3.0"), true),
            ("serde", Some("GPL-3.0 OR MIT AND ISC"), false),
            ("serde", Some("Apache-2.0 WITH LLVM-exception"), true),
            ("serde", Some("GPL-2.0 WITH Classpath-exception-2.0"), false),
            ("serde", Some("MPL-2.0"), false),
            ("cssparser", Some("MPL-2.0"), true),
            ("serde", Some("(MIT"), false),
            ("serde", Some("MIT MIT"), false),
            ("serde", Some(""), false),
            ("serde", None, false),
        ];
        for (name, licence, expected) in cases {
            assert_eq!(rules.allow(name, licence), expected, "{name} {licence:?}");
        }
    }
}
