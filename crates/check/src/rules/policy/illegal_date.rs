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
