//! Two schemas and some decisions out of the fuzzer's bytes, in one of two ways: as two texts, for what people and registries
//! leave behind, or built from decisions, for schemas that are valid and all but the same.

use crate::choices::Choices;
use crate::schemas;

/// Two texts of schemas, and what is left to decide.
pub struct Pair<'a> {
    /// The one text.
    pub first: String,
    /// The other.
    pub second: String,
    /// Decisions of what is done with them.
    pub choices: Choices<'a>,
    /// A number for everything that takes a seed.
    pub seed: u64,
}

/// Reads the input of the targets for pairs: the first byte says which way. A text ends with a zero byte.
pub fn pair(bytes: &[u8]) -> Option<Pair<'_>> {
    let (&way, rest) = bytes.split_first()?;
    let seed = u64::from(way) | (rest.len() as u64) << 8;
    if way & 1 == 1 {
        let mut parts = rest.splitn(3, |&byte| byte == 0);
        let mut text = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
        let (first, second) = (text(), text());
        return Some(Pair { first, second, choices: Choices::from_front(parts.next().unwrap_or_default()), seed });
    }
    let old = schemas::schema(&mut Choices::from_front(rest));
    let mut choices = Choices::from_back(rest);
    let new = schemas::changed(&old, &mut choices);
    let (old, new) = if way & 2 == 2 { (new, old) } else { (old, new) };
    let written = |schema: &serde_json::Value, pretty: bool| {
        let text = if pretty { format!("{schema:#}") } else { schema.to_string() };
        // Most changes break something elsewhere, and a broken schema asks for less.
        if way & 4 == 4 { text } else { schemas::mended(text) }
    };
    Some(Pair { first: written(&old, way & 8 == 8), second: written(&new, way & 16 == 16), choices, seed })
}
