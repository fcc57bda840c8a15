//! A context without a team: nobody answers for its topics.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Context;

pub(crate) static RULE: Rule = Rule {
    code: "context/no-team",
    area: Area::Ownership,
    severity: Severity::Warning,
    asks: "A context has an owning team",
    why: "Nobody answers for its topics, and nobody can be asked before they change",
    advice: "Name a team in the inspector",
    threshold: None,
    check: Check::Context(check),
};

fn check(_: &Reader<'_>, context: &Context) -> Vec<Finding> {
    if !context.team.trim().is_empty() {
        return Vec::new();
    }
    let finding = Finding::new(&RULE, context.id.clone(), "/team", format!("{} has no owning team", context.name));
    vec![finding.with_help("Nobody answers for its topics; name a team in the inspector")]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_context_names_its_team() {
        let case = Case(&RULE);
        case.speaks("set context:order team=\"\"", &["context:order/team"]);
        case.speaks("context stock team=\"  \"", &["context:stock/team"]);
        case.is_silent("context stock team=warehouse");
    }
}
