//! Texts that are no Avro.

use super::text::told;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use crate::verdict::SchemaVerdict;
use diagnostic::Severity;
use model::Schema;

pub(crate) static RULE: Rule = Rule {
    code: "schema/does-not-parse",
    area: Area::Schemas,
    severity: Severity::Error,
    asks: "A schema is valid Avro",
    why: "Neither a registry nor a client takes it",
    advice: "Correct the text where the finding points",
    threshold: None,
    check: Check::Schema(check),
};

fn check(reader: &Reader<'_>, schema: &Schema, verdict: &SchemaVerdict) -> Vec<Finding> {
    told(&RULE, Severity::Error, reader, schema, verdict)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_text_is_avro() {
        let case = Case(&RULE);
        let set =
            |pointer: &str, text: &str| format!("set schema:placed {pointer} {}", serde_json::to_string(text).unwrap());
        let lacking = r#"{"type": "record", "name": "Placed", "fields": [{"name": "id" "type": "string"}]}"#;
        case.speaks(&set("/draft", lacking), &["schema:placed/fields/0/name"]);
        case.speaks(&set("/versions/0/text", lacking), &["warning schema:placed/fields/0/name"]);
        case.is_repaired(&set("/draft", lacking), &["Add the comma"]);
        case.is_silent(&set("/draft", r#""string""#));
    }
}
