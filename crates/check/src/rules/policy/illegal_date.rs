//! A waiver whose end is no date.

use super::date::is_date;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Policy, RecordKey};

pub(crate) static RULE: Rule = Rule {
    code: "policy/illegal-date",
    area: Area::Policy,
    severity: Severity::Error,
    asks: "A waiver ends on a date",
    why: "Nothing tells when the waiver ends",
    advice: "Write the last day on which it holds as YYYY-MM-DD",
    threshold: None,
    check: Check::Policy(check),
};

fn check(_: &Reader<'_>, policy: &Policy) -> Vec<Finding> {
    let illegal = policy.waivers.iter().enumerate().filter(|(_, waiver)| !is_date(&waiver.expires));
    illegal
        .map(|(index, waiver)| {
            let message = format!(
                "The waiver of {} for {} ends on “{}”, which is no date",
                waiver.rule, waiver.record, waiver.expires
            );
            Finding::new(&RULE, RecordKey::Policy, format!("/waivers/{index}/expires"), message).with_help(RULE.advice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_waiver_ends_on_a_date() {
        let case = Case(&RULE);
        let until = |day: &str| format!("policy\n  waiver topic/no-producer topic:order-events until={day}");
        for wrong in ["soon", "2026-13-01", "2026-1-01", "2026-01-32"] {
            case.speaks(&until(wrong), &["policy/waivers/0/expires"]);
        }
        case.is_silent(&until("2027-01-31"));
    }
}
