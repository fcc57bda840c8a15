//! What a team says about the rules: how hard each holds, and who has been let off until when.

use diagnostic::{Code, Diagnostic, Location, Severity};
use model::{Level, Policy};

/// The finding as the policy wants it; nothing when the rule is off or the finding is waived.
pub(crate) fn judged(policy: &Policy, mut finding: Diagnostic, today: &str) -> Option<Diagnostic> {
    match policy.rules.get(finding.code.as_str()) {
        Some(Level::Off) => return None,
        Some(Level::Info) => finding.severity = Severity::Info,
        Some(Level::Warning) => finding.severity = Severity::Warning,
        Some(Level::Error) => finding.severity = Severity::Error,
        None => {}
    }
    let record = finding.location.record.as_deref();
    let waived = policy.waivers.iter().any(|waiver| {
        waiver.rule == finding.code.as_str()
            && record == Some(waiver.record.to_string().as_str())
            && waiver.expires.as_str() >= today
    });
    (!waived).then_some(finding)
}

/// Waivers that no longer hold, or that name a rule that does not exist.
pub(crate) fn stale(policy: &Policy, today: &str) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (index, waiver) in policy.waivers.iter().enumerate() {
        let at = |field: &str| Location::field("policy", format!("/waivers/{index}/{field}"));
        if !is_date(&waiver.expires) {
            out.push(
                Diagnostic::new(
                    Code::new("policy/illegal-date"),
                    Severity::Error,
                    format!(
                        "The waiver of {} for {} ends on “{}”, which is no date",
                        waiver.rule, waiver.record, waiver.expires
                    ),
                    at("expires"),
                )
                .with_help("Write the last day on which it holds as YYYY-MM-DD"),
            );
        } else if waiver.expires.as_str() < today {
            out.push(
                Diagnostic::new(
                    Code::new("policy/expired-waiver"),
                    Severity::Warning,
                    format!("The waiver of {} for {} ended on {}", waiver.rule, waiver.record, waiver.expires),
                    at("expires"),
                )
                .with_help("Mend what it let pass, or agree on a new date"),
            );
        }
        if !crate::RULES.iter().any(|rule| rule.code == waiver.rule) {
            out.push(unknown(&waiver.rule, at("rule")));
        }
    }
    for rule in policy.rules.keys().filter(|rule| !crate::RULES.iter().any(|known| known.code == rule.as_str())) {
        out.push(unknown(rule, Location::field("policy", "/rules")));
    }
    out
}

fn unknown(rule: &str, location: Location) -> Diagnostic {
    Diagnostic::new(
        Code::new("policy/unknown-rule"),
        Severity::Warning,
        format!("The policy cannot set “{rule}”: no rule of designs has this name"),
        location,
    )
    .with_help("The inspector of the policy lists the rules; what is said about reading files cannot be set")
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize, range: std::ops::RangeInclusive<u32>| {
        part.len() == digits && part.parse().is_ok_and(|value: u32| range.contains(&value))
    };
    matches!(parts.as_slice(), [year, month, day]
        if number(year, 4, 1..=9999) && number(month, 2, 1..=12) && number(day, 2, 1..=31))
}
