//! Keys for new records.

use crate::{Kind, RecordKey, slug};

/// A free key for a new record: of the slug of its name, with a number behind it where that is taken. Nothing for kinds whose
/// records have no id of their own.
pub fn fresh_key(kind: Kind, name: &str, is_free: impl Fn(&RecordKey) -> bool) -> Option<RecordKey> {
    let base = slug(name, kind.as_str());
    let first = RecordKey::of(kind, &base)?;
    let numbered = (2_u32..).filter_map(|number| RecordKey::of(kind, &format!("{base}-{number}")));
    std::iter::once(first).chain(numbered).find(is_free)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_gets_the_next_number() {
        let check = |kind: Kind, name: &str, taken: &[&str], expected: Option<&str>| {
            let key = fresh_key(kind, name, |key| !taken.contains(&key.to_string().as_str()));
            assert_eq!(key.map(|key| key.to_string()).as_deref(), expected, "{name}");
        };
        check(Kind::Topic, "Order events", &[], Some("topic:order-events"));
        check(Kind::Topic, "a", &["topic:a", "topic:a-2", "service:a-3"], Some("topic:a-3"));
        check(Kind::Message, "…", &[], Some("message:message"));
        check(Kind::Settings, "Shop", &[], None);
        check(Kind::Placement, "a", &[], None);
    }
}
