//! A waiver that has ended.

use super::date::is_date;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Policy, RecordKey};

pub(crate) static RULE: Rule = Rule {
    code: "policy/expired-waiver",
    area: Area::Policy,
    severity: Severity::Warning,
    asks: "A waiver has not ended",
    why: "Its finding is shown again, and nobody has agreed to that",
    advice: "Fix what it let pass, or agree on a new date",
    threshold: None,
    check: Check::Policy(check),
};

fn check(reader: &Reader<'_>, policy: &Policy) -> Vec<Finding> {
    let ended = |date: &str| is_date(date) && date < reader.today();
    let ended = policy.waivers.iter().enumerate().filter(|(_, waiver)| ended(&waiver.expires));
    ended
        .map(|(index, waiver)| {
            let message = format!("The waiver of {} for {} ended on {}", waiver.rule, waiver.record, waiver.expires);
            Finding::new(&RULE, RecordKey::Policy, format!("/waivers/{index}/expires"), message).with_help(RULE.advice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn waivers_end() {
        let case = Case(&RULE);
        let until = |day: &str| format!("policy\n  waiver topic/no-producer topic:order-events until={day}");
        case.speaks(&until("2026-11-20"), &["policy/waivers/0/expires"]);
        case.is_silent(&until("2026-11-21"));
        case.is_silent(&until("soon"));
    }
}
