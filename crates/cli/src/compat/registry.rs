//! The subjects of a schema registry, through Confluent's API, which every registry speaks.
//!
//! Only reading: nothing is registered and nothing is changed. An answer is believed only where it fits the question: a
//! weaker mode or another version than the one that was asked for would make a wrong verdict look right.

use super::conversation::Conversation;
use super::text::Text;
use crate::Failure;
use crate::address::{fit_to_print, looks_like_address};
use engine::avro::Compatibility;
use engine::diagnostic::is_steering;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::sync::Arc;
use std::time::Duration;

/// How many schemas a schema may refer to, directly and indirectly.
const MOST_REFERENCES: usize = 1_000;
/// No subject has a longer name.
const LONGEST_SUBJECT_BYTES: usize = 1_000;
/// Where user and password stand when they are not in the address, as Confluent's own tools have it.
const USER_VARIABLE: &str = "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO";

/// A registry.
pub struct Registry {
    conversation: Conversation,
    known: RefCell<BTreeMap<(String, u32), Arc<Registered>>>,
}

/// A version of a subject.
#[derive(Debug, Deserialize)]
pub struct Registered {
    pub version: u32,
    #[serde(default, rename = "schemaType")]
    kind: Option<String>,
    pub schema: String,
    #[serde(default)]
    pub references: Option<Vec<Pointer>>,
}

/// A schema that another one uses.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Pointer {
    pub subject: String,
    pub version: u32,
}

#[derive(Deserialize)]
struct Level {
    #[serde(alias = "compatibility", rename = "compatibilityLevel")]
    level: Option<String>,
}

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    error_code: u32,
    #[serde(default)]
    message: String,
}

impl Registry {
    /// Whether a text is the address of a registry.
    pub fn is_address(text: &str) -> bool {
        let scheme = text.trim().split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
    }

    /// Refuses what was meant as an address and is none. Taken for a git revision, its password would be told.
    pub fn refuse_near_address(word: &str) -> Result<(), Failure> {
        if !looks_like_address(word) {
            return Ok(());
        }
        let word = fit_to_print(word);
        Err(Failure::Usage(format!("{word} is no address of a registry: it begins with http:// or https://")))
    }

    /// The registry at an address, for a conversation of at most this length.
    pub fn at(address: &str, limit: Duration) -> Result<Self, Failure> {
        let refused = |reason: &str| Err(Failure::Usage(format!("the registry's address {reason}")));
        let (scheme, rest) = address.trim().split_once("://").unwrap_or(("http", address));
        let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
        // Which of the two it is cannot be told apart, and one of them would be printed.
        if path.contains('@') {
            return refused("has a / before an @: write / in a password as %2F, and @ in a path as %40");
        }
        if rest.contains(['?', '#']) {
            return refused(
                "ends before ? and #: name where its API begins, and write ? and # in a password as %3F and %23",
            );
        }
        let (user, host) = host.rsplit_once('@').map_or((None, host), |(user, host)| (Some(decoded(user)), host));
        if host.is_empty() {
            return refused("names no host");
        }
        if !is_host(host) {
            return refused(
                "names no host with a port after its @ or //: write @ before the host as it is, and the port as a number",
            );
        }
        if path.contains(|it: char| it.is_whitespace() || is_steering(it)) {
            return refused("has a blank in its path: write it as %20");
        }
        let separator = if path.is_empty() { "" } else { "/" };
        let address = format!("{scheme}://{host}{separator}{path}").trim_end_matches('/').to_owned();
        let user = user.or_else(|| env::var(USER_VARIABLE).ok()).filter(|user| !user.is_empty());
        Ok(Self { conversation: Conversation::with(address, user, limit), known: RefCell::default() })
    }

    /// The address, fit to be printed.
    pub fn address(&self) -> &str {
        self.conversation.address()
    }

    /// The numbers of a subject's versions, rising, or nothing when there is no such subject.
    pub fn versions(&self, subject: &str) -> Result<Option<Vec<u32>>, Failure> {
        let numbers: Option<BTreeSet<u32>> = self.get(&format!("/subjects/{}/versions", encoded(subject)))?;
        if numbers.as_ref().is_some_and(|it| it.contains(&0)) {
            return Err(self.odd(format!("it tells of a version 0 of subject {subject}, and versions count from 1")));
        }
        Ok(numbers.map(|it| it.into_iter().collect()))
    }

    /// The compatibility mode that holds for a subject.
    pub fn mode(&self, subject: &str) -> Result<Option<Compatibility>, Failure> {
        let own: Option<Level> = self.get(&format!("/config/{}", encoded(subject)))?;
        let level = match own.and_then(|it| it.level) {
            Some(level) => Some(level),
            None => self.get::<Level>("/config")?.and_then(|it| it.level),
        };
        let parsed = level.map(|word| word.parse().map_err(|_| word)).transpose();
        parsed.map_err(|word| {
            let word = self.conversation.told(&word);
            self.conversation.failure(
                format!("it says {word} for the compatibility mode of subject {subject}, and there is no such mode"),
                "Say with --mode what holds; to guess could let a break through",
            )
        })
    }

    /// A version of a subject.
    pub fn version(&self, subject: &str, version: u32) -> Result<Arc<Registered>, Failure> {
        let key = (subject.to_owned(), version);
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let path = format!("/subjects/{}/versions/{version}", encoded(subject));
        let Some(found) = self.get::<Registered>(&path)? else {
            return Err(self.conversation.failure(
                format!("version {version} of subject {subject} is not there, though something refers to it"),
                "Check the subject in the registry",
            ));
        };
        if found.version != version {
            let other = found.version;
            return Err(self.odd(format!("asked for version {version} of subject {subject}, it gives version {other}")));
        }
        if let Some(kind) = found.kind.as_deref().filter(|kind| *kind != "AVRO") {
            let kind = self.conversation.told(kind);
            return Err(self.conversation.failure(
                format!("version {version} of subject {subject} is no Avro, but {kind}"),
                "Name another subject with --subject",
            ));
        }
        let is_name = |it: &Pointer| it.subject.len() <= LONGEST_SUBJECT_BYTES && !it.subject.contains(is_steering);
        if !found.references.iter().flatten().all(is_name) {
            return Err(self.odd(format!(
                "version {version} of subject {subject} refers to a subject whose name is too long or cannot be printed"
            )));
        }
        let found = Arc::new(found);
        self.known.borrow_mut().insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// A version as a text.
    pub fn text(&self, subject: &str, found: &Registered) -> Text {
        let shown = format!("{subject}/versions/{}", found.version);
        Text::elsewhere(shown, Arc::from(found.schema.as_str()))
    }

    /// The texts of what a version refers to, and of what these refer to.
    pub fn references(&self, found: &Registered) -> Result<Vec<Text>, Failure> {
        let mut open: Vec<Pointer> = found.references.clone().unwrap_or_default();
        let mut seen: BTreeSet<(String, u32)> = BTreeSet::new();
        let mut texts = Vec::new();
        while let Some(Pointer { subject, version }) = open.pop() {
            if !seen.insert((subject.clone(), version)) {
                continue;
            }
            if seen.len() > MOST_REFERENCES {
                return Err(self.conversation.failure(
                    format!("a schema refers to more than {MOST_REFERENCES} others"),
                    "Check the subject's references in the registry",
                ));
            }
            let referenced = self.version(&subject, version)?;
            open.extend(referenced.references.iter().flatten().cloned());
            texts.push(self.text(&subject, &referenced));
        }
        Ok(texts)
    }

    /// Asks; nothing when the registry says that it does not know what is asked about.
    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, Failure> {
        let (status, body) = self.conversation.get(path)?;
        self.answered(status, &body)
    }

    /// The meaning of an answer.
    fn answered<T: DeserializeOwned>(&self, status: u16, body: &[u8]) -> Result<Option<T>, Failure> {
        match status {
            200 => serde_json::from_slice(body).map(Some).map_err(|_| self.not_a_registry(status)),
            401 | 403 => Err(self.conversation.failure(
                format!("the registry answers with {status}: it does not let us in"),
                "Put user and password into the address, as in http://user:password@host, or into SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO",
            )),
            404 => match serde_json::from_slice::<Refusal>(body) {
                // A registry numbers what it does not know from 40401 on; another server says 404 and no more.
                Ok(refusal) if refusal.error_code / 100 == 404 => Ok(None),
                Ok(_) | Err(_) => Err(self.not_a_registry(status)),
            },
            _ => {
                let refusal = serde_json::from_slice::<Refusal>(body);
                let message = refusal.map_or_else(|_| "it does not say why".to_owned(), |it| self.conversation.told(&it.message));
                let reason = format!("the registry answers with {status}: {message}");
                Err(self.conversation.failure(reason, "Ask those who run the registry"))
            }
        }
    }

    /// A failure of an answer that does not fit its question.
    fn odd(&self, reason: String) -> Failure {
        self.conversation.failure(reason, "Check that the address is that of a registry, and the subject in it")
    }

    fn not_a_registry(&self, status: u16) -> Failure {
        self.conversation.failure(
            format!("what answers here, with {status}, is no schema registry"),
            "Name where its API begins, for example http://localhost:8081 or http://localhost:8080/apis/ccompat/v7",
        )
    }
}

/// Whether a text is the name or number of a host, with a port or without.
fn is_host(text: &str) -> bool {
    let (name, port) = match text.strip_prefix('[').and_then(|six| six.split_once(']')) {
        Some((six, port)) => (six, port.strip_prefix(':').map_or(Some(port), Some)),
        None => text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port))),
    };
    let is_name = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | ':');
    !name.is_empty()
        && name.chars().all(is_name)
        && port.is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok())
}

/// One part of a path, with everything escaped that could end it.
fn encoded(part: &str) -> String {
    let mut out = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The reverse, for user and password in an address.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digits = [ahead.next(), ahead.next()].map(|it| it.and_then(|byte| char::from(byte).to_digit(16)));
        if let (b'%', [Some(high), Some(low)]) = (byte, digits) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            rest = ahead;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_taken_apart() {
        let at = |text: &str| Registry::at(text, Duration::from_secs(1));
        let check = |text: &str, address: &str| assert_eq!(at(text).unwrap().address(), address);
        check("http://localhost:8081", "http://localhost:8081");
        check("http://localhost:8080/apis/ccompat/v7/", "http://localhost:8080/apis/ccompat/v7");
        check("http://me:p%40ss:word@host/a", "http://host/a");
        check(" http://me@x:secret@host", "http://host");
        check("http://[::1]:8081/a", "http://[::1]:8081/a");
        let check = |text: &str, expected: &str| {
            let refused = at(text).map(|it| it.address().to_owned()).unwrap_err().to_string();
            assert!(refused.contains(expected) && !refused.contains("s3c"), "{text}: {refused}");
        };
        check("http://", "names no host");
        check("http://host?a=b", "ends before ? and #");
        check("http://me:s3c/ret@host", "write / in a password as %2F");
        check("http://me:s3c?ret@host", "in a password as %3F");
        check("http://me:s3c%40host", "names no host with a port");
        check("http://me:s3cret@host:port", "names no host with a port");
        check("http://me:s3cret@ho st", "names no host with a port");
        check("http://me:s3cret@host/a\nb", "has a blank in its path");
    }

    /// Answers such as registries give, and such as none would give.
    fn answers() -> impl Strategy<Value = (u16, Vec<u8>)> {
        let word = proptest::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "1",
            "0",
            "-1",
            "4294967296",
            "null",
            "true",
            "\"",
            "\\u001b",
            "\u{9b}",
            "\u{1b}[31m",
            "\\n",
            "\"error_code\"",
            "\"message\"",
            "\"version\"",
            "\"schema\"",
            "\"references\"",
            "\"subject\"",
            "\"schemaType\"",
            "\"compatibilityLevel\"",
            "\"FULL\"",
            "40401",
            "50001",
            "\"s3cret\"",
            "me:s3cret",
            "http://me:s3cret@host",
            "\u{202e}",
        ]);
        let texts = proptest::collection::vec(word, 0..40).prop_map(|words| words.concat().into_bytes());
        let message = (any::<String>(), 0usize..3).prop_map(|(text, times)| {
            let text = format!("{text} me:s3cret {text}").repeat(1 << (6 * times));
            serde_json::json!({ "error_code": 50001, "message": text }).to_string().into_bytes()
        });
        let bytes = prop_oneof![texts, message, proptest::collection::vec(any::<u8>(), 0..60)];
        (proptest::sample::select(vec![200, 204, 301, 400, 401, 403, 404, 409, 422, 500, 503]), bytes)
    }

    proptest! {
        #![proptest_config(laws::cases(512))]

        #[test]
        fn any_answer_means_something_or_is_told_in_short_lines((status, body) in answers()) {
            let registry = Registry::at("http://me:s3cret@host", Duration::from_secs(1)).unwrap();
            let failures = [
                registry.answered::<BTreeSet<u32>>(status, &body).err(),
                registry.answered::<Registered>(status, &body).err(),
                registry.answered::<Level>(status, &body).err(),
            ];
            for failure in failures.into_iter().flatten() {
                let told = failure.to_string();
                prop_assert!(told.lines().count() == 2 && told.chars().count() < 800, "{told}");
                prop_assert!(!told.contains(|it| it != '\n' && is_steering(it)), "{told:?}");
                prop_assert!(!told.contains("s3cret"), "{told}");
            }
        }
    }

    #[test]
    fn what_is_an_address_and_what_is_a_revision() {
        for text in ["http://a", "HTTPS://a"] {
            assert!(Registry::is_address(text), "{text}");
        }
        for text in ["main", "ftp://a", "http:/a", "origin/http"] {
            assert!(!Registry::is_address(text), "{text}");
        }
    }

    #[test]
    fn names_of_subjects_stay_one_part_of_the_path() {
        assert_eq!(encoded("a/b ü.c-value"), "a%2Fb%20%C3%BC.c-value");
        assert_eq!(decoded("a%2fb%2"), "a/b%2");
    }
}
