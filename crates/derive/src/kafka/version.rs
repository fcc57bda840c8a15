//! The version of Kafka by which settings are judged.

use super::table::TABLE;
use std::fmt;

/// A version of Kafka whose settings are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KafkaVersion {
    line: (u32, u32),
    at: usize,
    is_newer: bool,
}

impl KafkaVersion {
    /// The version that an environment states, as people and vendors write it: `4.1`, `3.7.x.kraft`, `7.6.0-ccs`. The newest
    /// known one where nothing is stated, and the nearest known one where another is.
    pub fn of(text: &str) -> Self {
        stated_line(text).map_or_else(Self::newest, Self::nearest)
    }

    /// The newest version that is known.
    pub fn newest() -> Self {
        Self::nearest((u32::MAX, 0)).known()
    }

    /// The known version, by its index in the table.
    pub(super) fn at(self) -> usize {
        self.at
    }

    /// Whether a newer one is stated than is known, so that a key unknown here may be known there.
    pub fn is_newer_than_known(self) -> bool {
        self.is_newer
    }

    fn nearest(line: (u32, u32)) -> Self {
        let at = TABLE.versions.iter().rposition(|known| *known <= line).unwrap_or(0);
        let known = TABLE.versions.get(at).copied().unwrap_or_default();
        Self { line: known, at, is_newer: TABLE.versions.last().is_some_and(|newest| line > *newest) }
    }

    fn known(self) -> Self {
        Self { is_newer: false, ..self }
    }
}

impl fmt::Display for KafkaVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kafka {}.{}", self.line.0, self.line.1)
    }
}

/// The first two numbers of a version. Confluent Platform counts four higher and keeps the second number.
fn stated_line(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().split(['.', '-']).map(|part| part.parse::<u32>().ok());
    match (numbers.next()??, numbers.next()??) {
        (major @ (7 | 8), minor) => Some((major - 4, minor)),
        line => Some(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_nearest_that_is_known() {
        let newest = KafkaVersion::newest().to_string();
        let check = |text: &str, expected: &str, is_newer: bool| {
            let version = KafkaVersion::of(text);
            assert_eq!((version.to_string().as_str(), version.is_newer_than_known()), (expected, is_newer), "{text}");
        };
        check("", &newest, false);
        check("soon", &newest, false);
        check("4.1", "Kafka 4.1", false);
        check(" 4.1.0 ", "Kafka 4.1", false);
        check("3.7.x.kraft", "Kafka 3.7", false);
        check("7.6.0-ccs", "Kafka 3.6", false);
        check("8.0.0", "Kafka 4.0", false);
        check("2.8.1", "Kafka 3.5", false);
        check("99.1", &newest, true);
    }
}
