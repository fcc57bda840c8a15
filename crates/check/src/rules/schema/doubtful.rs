//! Texts that are Avro and do not say what their author thinks.

use super::text::told;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use crate::verdict::SchemaVerdict;
use diagnostic::Severity;
use model::Schema;

pub(crate) static RULE: Rule = Rule {
    code: "schema/doubtful",
    area: Area::Schemas,
    severity: Severity::Warning,
    asks: "A schema says what its author means, to older libraries too",
    why: "Part of the text counts for nothing, or some parser refuses it",
    advice: "Correct the text where the finding points, or switch this rule off: what is no Avro is still told",
    threshold: None,
    check: Check::Schema(check),
};

fn check(reader: &Reader<'_>, schema: &Schema, verdict: &SchemaVerdict) -> Vec<Finding> {
    told(&RULE, Severity::Warning, reader, schema, verdict)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_text_says_what_it_seems_to_say() {
        let case = Case(&RULE);
        let set =
            |pointer: &str, text: &str| format!("set schema:placed {pointer} {}", serde_json::to_string(text).unwrap());
        let field = |field: &str| format!(r#"{{"type": "record", "name": "Placed", "fields": [{field}]}}"#);
        let beside = field(r#"{"name": "at", "type": "long", "logicalType": "timestamp-millis"}"#);
        case.speaks(&set("/draft", &beside), &["schema:placed/fields/0/logicalType"]);
        case.is_repaired(
            &set("/draft", &beside),
            &[r#"Write the type as {"type": "long", "logicalType": "timestamp-millis"}"#],
        );
        let later = field(r#"{"name": "count", "type": ["null", "int"], "default": 0}"#);
        case.is_repaired(&set("/draft", &later), &["Put int first"]);
        // Another rule tells a type that is no Avro.
        case.is_silent(&set("/draft", &field(r#"{"name": "at", "type": "lnog"}"#)));
    }
}
