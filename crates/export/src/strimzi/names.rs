//! Names in Kubernetes: lower-case subdomains, where Kafka allows more.

use crate::digest;
use std::collections::{BTreeMap, BTreeSet};

/// Short enough that a suffix and a file's ending still fit.
const LONGEST: usize = 240;

/// The names of resources for a set of names in Kafka: each its own, and always the same for the same set.
pub struct Names<'a>(BTreeMap<&'a str, String>);

impl<'a> Names<'a> {
    /// Names resources. A legal name stays as it is; another is made legal, and where that would take somebody's name it
    /// gets the first digits of its digest, so that no order of topics decides who keeps it.
    pub fn of(kafka_names: impl Iterator<Item = &'a str>) -> Self {
        let kafka_names: BTreeSet<&str> = kafka_names.collect();
        let mut claims: BTreeMap<String, usize> = BTreeMap::new();
        for name in &kafka_names {
            *claims.entry(legal(name)).or_default() += 1;
        }
        Self(
            kafka_names
                .into_iter()
                .map(|name| {
                    let made = legal(name);
                    let is_alone = claims.get(&made).is_some_and(|claims| *claims == 1);
                    let own = if made == name || is_alone { made } else { format!("{made}-{}", digest::short(name)) };
                    (name, own)
                })
                .collect(),
        )
    }

    /// The resource's name for a name in Kafka.
    pub fn of_kafka(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_else(|| legal(name))
    }
}

/// The nearest DNS subdomain (RFC 1123): lower-case letters, digits and hyphens in parts that dots separate.
fn legal(name: &str) -> String {
    let lower: String = name
        .chars()
        .map(|it| it.to_ascii_lowercase())
        .map(|it| if it.is_ascii_lowercase() || it.is_ascii_digit() || it == '.' { it } else { '-' })
        .take(LONGEST)
        .collect();
    let parts: Vec<_> = lower.split('.').map(|part| part.trim_matches('-')).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { format!("x-{}", digest::short(name)) } else { parts.join(".") }
}

/// A text as the value of a label: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.
pub fn label_value(text: &str) -> Option<String> {
    let legal: String = text
        .trim()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.') { it } else { '-' })
        .take(63)
        .collect();
    let trimmed = legal.trim_matches(['-', '_', '.']);
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_kubernetes_takes_and_no_two_alike() {
        let check = |names: &[&str], expected: &[&str]| {
            let made = Names::of(names.iter().copied());
            let found: Vec<_> = names.iter().map(|name| made.of_kafka(name)).collect();
            assert_eq!(found, expected);
        };
        check(&["order-events", "orders.v1"], &["order-events", "orders.v1"]);
        check(&["Order_Events"], &["order-events"]);
        check(&["orders_v1", "orders-v1"], &["orders-v1-dc164354", "orders-v1"]);
        check(&["a_b", "A-b"], &["a-b-648fa9b3", "a-b-b05dd069"]);
        check(&["_a.-.b_"], &["a.b"]);
        check(&["___"], &["x-bda25155"]);
        assert_eq!(legal(&"a".repeat(249)).len(), 240);
    }

    #[test]
    fn labels_that_kubernetes_takes() {
        assert_eq!(label_value("prod-cluster").as_deref(), Some("prod-cluster"));
        assert_eq!(label_value(" my cluster! ").as_deref(), Some("my-cluster"));
        assert_eq!(label_value(&"a".repeat(70)).map(|value| value.len()), Some(63));
        assert_eq!(label_value("--"), None);
    }
}
