//! Rule names. A code is a stable word that policies, waivers, SARIF and tests refer to, so it is never renamed.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// The name of a rule as `area/what`, in lower case with hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// A code known at compile time.
    pub const fn new(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// The code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A rule's entry in help texts and in SARIF's rule table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeInfo {
    /// The rule's name.
    pub code: &'static str,
    /// One sentence: what the rule asks for.
    pub summary: &'static str,
}
