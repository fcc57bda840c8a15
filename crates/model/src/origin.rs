//! Where a step comes from, so that undo takes back one's own work and a journal can be read by anybody who finds it later.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a step comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Origin {
    /// The person at this window, with everything that they accept: repairs, recovered work, the other side of a conflict.
    #[default]
    Person,
    /// Another program that changed the files.
    Outside,
    /// An origin that this version does not know, under the name that the journal of a newer version gives it.
    Other(String),
}

impl Origin {
    /// The word in journals.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Person => "person",
            Self::Outside => "outside",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<String> for Origin {
    fn from(word: String) -> Self {
        match word.as_str() {
            "person" => Self::Person,
            "outside" => Self::Outside,
            _ => Self::Other(word),
        }
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.as_str().to_owned()
    }
}
