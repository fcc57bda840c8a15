//! A mode that lets changes pass which would break a consumer.

use super::subject::Subject;
use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use crate::verdict::SchemaVerdict;
use derive::avro_mode;
use diagnostic::Severity;
use model::Schema;

pub(crate) static RULE: Rule = Rule {
    code: "schema/weak-mode",
    area: Area::Schemas,
    severity: Severity::Info,
    asks: "The compatibility mode protects every consumer",
    why: "The registry lets a change pass that stops a consumer",
    advice: "Set the mode that the consumers need",
    threshold: None,
    check: Check::Schema(check),
};

fn check(reader: &Reader<'_>, schema: &Schema, verdict: &SchemaVerdict) -> Vec<Finding> {
    let Some(needs) = &verdict.needs else { return Vec::new() };
    if avro_mode(verdict.mode).implies(avro_mode(needs.mode)) {
        return Vec::new();
    }
    let name = Subject::new(reader, schema, verdict).name;
    let (has, wants) = (verdict.mode.as_str(), needs.mode.as_str());
    let message = format!("{name} is under {has}, but its consumers need {wants}");
    vec![
        Finding::new(&RULE, schema.id.clone(), "/compatibility", message)
            .with_help(format!("{has} lets changes pass that break them: {}", needs.why.join(", and ")))
            .with_repair(Repair::set(format!("Set {wants}"), schema.id.clone(), "/compatibility", wants)),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn the_mode_protects_the_consumers() {
        let case = Case(&RULE);
        let change = "set topic:order-events cleanup=compact";
        case.speaks(change, &["schema:placed/compatibility"]);
        case.is_repaired(change, &["Set BACKWARD_TRANSITIVE"]);
        case.is_silent(&format!("{change} compatibility=BACKWARD_TRANSITIVE"));
    }
}
