//! The texts about the rules that people and editors read, made from the registry: the page of rules, and the policy's JSON Schema with the
//! rules in it.

use crate::rule::Rule;
use crate::rules::RULES;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The page `docs/rules.md`.
pub fn rules_page() -> String {
    let mut out = String::from(
        "# Rules\n\n\
         Made from the rules themselves; `UPDATE_EXPECTED=1 cargo test -p check` writes it anew. A policy sets how much a rule\n\
         weighs and the numbers that rules ask for, under the rule's name; see [format.md](format.md).\n",
    );
    let mut areas: BTreeMap<_, Vec<&Rule>> = BTreeMap::new();
    for rule in RULES.iter() {
        areas.entry(rule.area).or_default().push(rule);
    }
    for (area, rules) in areas {
        out.push_str(&format!("\n## {}\n", area.title()));
        rules.into_iter().for_each(|rule| out.push_str(&section(rule)));
    }
    out
}

fn section(rule: &Rule) -> String {
    let mut out = format!("\n### {}\n\n{}.\n\n", rule.code, rule.asks);
    out.push_str(&format!(
        "- Weight: {}\n- Why: {}\n- What to do: {}\n",
        rule.severity.as_str(),
        rule.why,
        rule.advice
    ));
    if let Some(threshold) = rule.threshold {
        out.push_str(&format!("- Threshold: {}, {}\n", threshold.default, threshold.counts));
    }
    out
}

/// The JSON Schema of a policy, with the rules and thresholds that there are, made from that of the record.
pub fn policy_schema(mut record: Value) -> Value {
    let rules: Map<String, Value> = RULES
        .iter()
        .map(|rule| {
            let about = format!("{}. By itself: {}.", rule.asks, rule.severity.as_str());
            (rule.code.to_owned(), json!({ "$ref": "#/$defs/Level", "description": about }))
        })
        .collect();
    let thresholds: Map<String, Value> = RULES
        .iter()
        .filter_map(|rule| {
            let threshold = rule.threshold?;
            let about = format!("{}; the number counts {}.", rule.asks, threshold.counts);
            let schema = json!({ "default": threshold.default, "description": about, "type": "number" });
            Some((rule.code.to_owned(), schema))
        })
        .collect();
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    let parts = [
        ("/properties/rules/properties", Value::Object(rules)),
        ("/properties/thresholds/properties", Value::Object(thresholds)),
        // Editors offer the names; a file with another one is still read.
        ("/$defs/Waiver/properties/rule/anyOf", json!([{ "enum": codes }, { "type": "string" }])),
    ];
    for (pointer, value) in parts {
        if let Some((parent, key)) = pointer.rsplit_once('/')
            && let Some(Value::Object(object)) = record.pointer_mut(parent)
        {
            object.insert(key.to_owned(), value);
        }
    }
    record
}
