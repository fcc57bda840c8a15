//! The published texts about the rules say what the rules say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use check::{RULES, policy_schema, rule, rules_page};
use std::fs;
use std::path::Path;

/// `UPDATE_EXPECTED=1` publishes it anew.
fn published(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(path);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "{}", path.display());
}

#[test]
fn the_page_of_rules_is_up_to_date() {
    published("rules.md", &rules_page());
}

#[test]
fn the_schema_of_a_policy_names_the_rules() {
    let record = format::json_schemas().remove("policy.schema.json").unwrap();
    published("schemas/policy.schema.json", &format::schema_text(&policy_schema(record)));
}

#[test]
fn each_rule_is_found_by_its_code_and_says_everything() {
    assert!(RULES.is_sorted_by(|a, b| a.code < b.code), "a rule is looked up by its code");
    for it in RULES.iter() {
        assert_eq!(rule(it.code), Some(*it));
        for text in [it.asks, it.why, it.advice] {
            assert!(text.len() > 10 && !text.ends_with('.'), "{}: {text}", it.code);
        }
    }
    assert_eq!(rule("topic/no-such-rule"), None);
}

/// A rule without cases is not finished.
#[test]
fn every_rule_has_its_cases_in_its_own_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    for rule in RULES.iter() {
        let path = folder.join(format!("{}.rs", rule.code.replace('-', "_")));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (code, tests) = text.split_once("#[cfg(test)]").unwrap_or_else(|| panic!("{} has no cases", rule.code));
        for needed in [".speaks(", ".is_silent("] {
            assert!(tests.contains(needed), "{} has no case with {needed}", rule.code);
        }
        let repairs = ["Repair::", ".repaired(", ".upgrade(", "told("].iter().any(|it| code.contains(it));
        assert_eq!(repairs, tests.contains(".is_repaired("), "{}: a repair has a case, and a case a repair", rule.code);
    }
}
