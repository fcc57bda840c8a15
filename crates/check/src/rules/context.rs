//! Rules about bounded contexts.

use diagnostic::{Code, Diagnostic, Location, Severity};
use model::{Context, RecordKey};

pub(super) fn check(context: &Context) -> Vec<Diagnostic> {
    if !context.team.trim().is_empty() {
        return Vec::new();
    }
    let key = RecordKey::from(context.id.clone());
    vec![
        Diagnostic::new(
            Code::new("context/no-team"),
            Severity::Warning,
            format!("{} has no owning team", context.name),
            Location::field(key.to_string(), "/team"),
        )
        .with_help("Nobody answers for its topics; name a team in the inspector"),
    ]
}
