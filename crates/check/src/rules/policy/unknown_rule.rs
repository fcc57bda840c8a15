//! A policy that names a rule which does not exist.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Policy, RecordKey};

pub(crate) static RULE: Rule = Rule {
    code: "policy/unknown-rule",
    area: Area::Policy,
    severity: Severity::Warning,
    asks: "The policy names rules that exist",
    why: "What it says of such a rule has no effect",
    advice: "Correct the name; the inspector of the policy lists the rules",
    threshold: None,
    check: Check::Policy(check),
};

fn check(_: &Reader<'_>, policy: &Policy) -> Vec<Finding> {
    let waived = policy.waivers.iter().enumerate().map(|(index, it)| (&it.rule, format!("/waivers/{index}/rule")));
    let set = policy.rules.keys().map(|code| (code, "/rules".to_owned()));
    let unknown = |code: &str| crate::rule(code).is_none();
    let mut out: Vec<Finding> =
        waived.chain(set).filter(|(code, _)| unknown(code)).map(|(code, at)| named(code, at)).collect();
    let has_no_number = |code: &str| crate::rule(code).is_none_or(|rule| rule.threshold.is_none());
    for code in policy.thresholds.keys().filter(|code| has_no_number(code)) {
        let message = format!("The policy cannot set a number of “{code}”: no rule with this name asks for one");
        let help = "docs/rules.md lists the rules with a threshold; correct the name or take the number out";
        out.push(Finding::new(&RULE, RecordKey::Policy, "/thresholds", message).with_help(help));
    }
    out
}

fn named(code: &str, pointer: String) -> Finding {
    let message = format!("The policy cannot set “{code}”: no rule of designs has this name");
    Finding::new(&RULE, RecordKey::Policy, pointer, message)
        .with_help("The inspector of the policy lists the rules; what is said about reading files cannot be set")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_policy_names_rules_that_exist() {
        let case = Case(&RULE);
        case.speaks("policy\n  rule topic/no-such error", &["policy/rules"]);
        case.speaks("policy\n  waiver topic/no-such topic:order-events until=2027-01-31", &["policy/waivers/0/rule"]);
        case.speaks("policy\n  threshold topic/partitions 48", &["policy/thresholds"]);
        case.is_silent("policy\n  threshold topic/too-many-partitions 48\n  rule topic/unused off");
    }
}
