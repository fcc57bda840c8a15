//! The targets by name.

use std::fmt;
use std::str::FromStr;

/// What a design can be exported to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Resources of the Strimzi operator.
    Strimzi,
    /// A shell script over Kafka's own tools, and its way back.
    KafkaScript,
    /// Our own manifest in JSON.
    Manifest,
    /// A draft of a decision record.
    Adr,
}

impl Target {
    /// All targets, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Strimzi, Self::KafkaScript, Self::Manifest, Self::Adr];

    /// The word on the command line, which is also the name of the target's folder.
    pub fn id(self) -> &'static str {
        match self {
            Self::Strimzi => "strimzi",
            Self::KafkaScript => "kafka-script",
            Self::Manifest => "manifest",
            Self::Adr => "adr",
        }
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Strimzi => "Strimzi resources",
            Self::KafkaScript => "Kafka script",
            Self::Manifest => "Eventscape manifest",
            Self::Adr => "Decision draft",
        }
    }

    /// One sentence: what comes out and what it is good for.
    pub fn description(self) -> &'static str {
        match self {
            Self::Strimzi => {
                "KafkaTopic and KafkaUser for the Strimzi operator on Kubernetes, one file each, with a kustomization"
            }
            Self::KafkaScript => {
                "A script that creates topics, configurations and access rules with Kafka's own tools, and one that takes them back"
            }
            Self::Manifest => {
                "Everything the design says of one environment as JSON with a published schema, for your own tools"
            }
            Self::Adr => "An architecture decision record in MADR 4, filled from the design and ready to be edited",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A word that names no target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no export target; choose from strimzi, kafka-script, manifest, adr")]
pub struct UnknownTarget(pub String);

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|target| target.id() == text.trim()).ok_or_else(|| UnknownTarget(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_by_the_word_they_print() {
        for target in Target::ALL {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        let refused = "terraform".parse::<Target>().unwrap_err().to_string();
        for target in Target::ALL {
            assert!(refused.contains(target.id()), "{refused}");
        }
    }
}
