//! Kafka's rules for topic names, which brokers enforce and metrics quietly depend on.
//!
//! Source: `org.apache.kafka.common.internals.Topic` and the operations guide of Apache Kafka.

/// The objections of a broker to a topic name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameProblem {
    /// There is no name.
    Empty,
    /// `.` and `..` are folder names.
    Dots,
    /// Longer than 249 characters.
    TooLong {
        /// How long it is, in characters.
        length: usize,
    },
    /// A character other than letters, digits, `.`, `_` and `-`.
    IllegalCharacter {
        /// The first such character.
        character: char,
    },
}

/// The longest topic name: a folder name of 255 characters less the partition's number.
pub const LONGEST_TOPIC_NAME: usize = 249;

/// The objection of a broker to a topic name, if it has one.
pub fn topic_name_problem(name: &str) -> Option<NameProblem> {
    if name.is_empty() {
        return Some(NameProblem::Empty);
    }
    if name == "." || name == ".." {
        return Some(NameProblem::Dots);
    }
    if let Some(character) = name.chars().find(|it| !it.is_ascii_alphanumeric() && !matches!(it, '.' | '_' | '-')) {
        return Some(NameProblem::IllegalCharacter { character });
    }
    let length = name.chars().count();
    (length > LONGEST_TOPIC_NAME).then_some(NameProblem::TooLong { length })
}

/// A topic's name as Kafka's metrics write it, where `.` and `_` are the same. Brokers refuse a second topic with the same one.
pub fn colliding_topic_name(name: &str) -> String {
    name.replace('.', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_brokers_refuse() {
        let check = |name: &str, expected| assert_eq!(topic_name_problem(name), expected, "{name}");
        check("orders.order-placed_v1", None);
        check("", Some(NameProblem::Empty));
        check("..", Some(NameProblem::Dots));
        check("order events", Some(NameProblem::IllegalCharacter { character: ' ' }));
        check("bestellungen-ä", Some(NameProblem::IllegalCharacter { character: 'ä' }));
        check(&"a".repeat(249), None);
        check(&"a".repeat(250), Some(NameProblem::TooLong { length: 250 }));
    }
}
