//! The team's word about the rules: how hard each holds, and which findings are accepted until when.

use crate::finding::Finding;
use diagnostic::Severity;
use model::{Level, Policy};
use std::sync::Arc;

/// The finding as the policy wants it; nothing when the rule is off or the finding is waived.
pub(crate) fn judge(policy: &Policy, finding: &Arc<Finding>, today: &str) -> Option<Arc<Finding>> {
    let severity = match policy.rules.get(finding.rule.code) {
        Some(Level::Off) => return None,
        Some(Level::Info) => Severity::Info,
        Some(Level::Warning) => Severity::Warning,
        Some(Level::Error) => Severity::Error,
        None => finding.severity,
    };
    let waived = policy.waivers.iter().any(|waiver| {
        waiver.rule == finding.rule.code && waiver.record == finding.record && waiver.expires.as_str() >= today
    });
    if waived {
        return None;
    }
    if severity == finding.severity {
        return Some(finding.clone());
    }
    Some(Arc::new(Finding { severity, ..finding.as_ref().clone() }))
}
