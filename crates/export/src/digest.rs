//! SHA-256 in the form in which `sha256sum` prints it.

use crate::ExportError;
use derive::Facts;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The digest of a text in UTF-8, as 64 lower-case hexadecimal digits.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The digest of facts, wherever they come from.
pub fn of_facts(facts: &Facts) -> Result<String, ExportError> {
    let text = serde_json::to_string(&facts.clone().without_sources())
        .map_err(|error| ExportError::Unwritable { path: "the digest".to_owned(), reason: error.to_string() })?;
    Ok(sha256(&text))
}

/// The first eight digits: enough to tell apart what stands in one folder.
pub fn short(text: &str) -> String {
    sha256(text).chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn the_standard_s_own_example() {
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
