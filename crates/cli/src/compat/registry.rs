//! What a schema registry holds, through Confluent's API, which every registry speaks.
//!
//! Only reading: nothing is registered and nothing is changed. What comes over the network is bounded in time and size, and
//! nothing that is printed names the password.

use super::text::Text;
use crate::Failure;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::sync::Arc;
use std::time::Duration;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Error};

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it may take until somebody listens.
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(10);
/// No answer is larger.
const LARGEST_ANSWER: u64 = 64 << 20;
/// How many schemas a schema may refer to, directly and indirectly.
const MOST_REFERENCES: usize = 1_000;
/// Where user and password stand when they are not in the address, as Confluent's own tools have it.
const USER_VARIABLE: &str = "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO";

/// A registry.
pub struct Registry {
    /// Where its API begins, without password and without a slash at the end.
    address: String,
    authorization: Option<String>,
    agent: Agent,
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
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
    }

    pub fn at(address: &str) -> Result<Self, Failure> {
        let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
        if rest.contains(['?', '#']) {
            return Err(Failure::Usage(
                "the registry's address ends before ? and #: name where its API begins".to_owned(),
            ));
        }
        let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
        let (user, host) = host.rsplit_once('@').map_or((None, host), |(user, host)| (Some(decoded(user)), host));
        if host.is_empty() {
            return Err(Failure::Usage("the registry's address names no host".to_owned()));
        }
        let separator = if path.is_empty() { "" } else { "/" };
        let address = format!("{scheme}://{host}{separator}{path}").trim_end_matches('/').to_owned();
        let user = user.or_else(|| env::var(USER_VARIABLE).ok()).filter(|user| !user.is_empty());
        let authorization = user.map(|user| format!("Basic {}", BASE64_STANDARD.encode(user)));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(PATIENCE_TO_CONNECT))
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("eventscape/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls());
        Ok(Self { address, authorization, agent: config.build().into(), known: RefCell::default() })
    }

    /// The address, fit to be printed.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The numbers of a subject's versions, or nothing when there is no such subject.
    pub fn versions(&self, subject: &str) -> Result<Option<Vec<u32>>, Failure> {
        self.get(&format!("/subjects/{}/versions", encoded(subject)))
    }

    /// The compatibility mode that holds for a subject, as the registry writes it.
    pub fn mode(&self, subject: &str) -> Result<Option<String>, Failure> {
        let own: Option<Level> = self.get(&format!("/config/{}", encoded(subject)))?;
        if let Some(level) = own.and_then(|it| it.level) {
            return Ok(Some(level));
        }
        Ok(self.get::<Level>("/config")?.and_then(|it| it.level))
    }

    /// A version of a subject.
    pub fn version(&self, subject: &str, version: u32) -> Result<Arc<Registered>, Failure> {
        let key = (subject.to_owned(), version);
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let path = format!("/subjects/{}/versions/{version}", encoded(subject));
        let Some(found) = self.get::<Registered>(&path)? else {
            return Err(self.failure(
                format!("version {version} of subject {subject} is not there, though something refers to it"),
                "Check the subject in the registry",
            ));
        };
        if let Some(kind) = found.kind.as_deref().filter(|kind| *kind != "AVRO") {
            return Err(self.failure(
                format!("version {version} of subject {subject} is no Avro, but {kind}"),
                "Name another subject with --subject",
            ));
        }
        let found = Arc::new(found);
        self.known.borrow_mut().insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// A version as a text.
    pub fn text(&self, subject: &str, found: &Registered) -> Text {
        let shown = format!("{subject}/versions/{}", found.version);
        Text { shown, is_file: false, text: Arc::from(found.schema.as_str()) }
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
                return Err(self.failure(
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
        let mut request = self
            .agent
            .get(format!("{}{path}", self.address))
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        let mut answer = request.call().map_err(|error| self.unreachable(&error))?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec();
        let body = body.map_err(|error| self.unreachable(&error))?;
        match status {
            200 => serde_json::from_slice(&body).map(Some).map_err(|_| self.not_a_registry(status)),
            401 | 403 => Err(self.failure(
                format!("the registry answers with {status}: it does not let us in"),
                "Put user and password into the address, as in http://user:password@host, or into SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO",
            )),
            404 => match serde_json::from_slice::<Refusal>(&body) {
                // A registry numbers what it does not know from 40401 on; another server says 404 and no more.
                Ok(refusal) if refusal.error_code / 100 == 404 => Ok(None),
                Ok(_) | Err(_) => Err(self.not_a_registry(status)),
            },
            _ => {
                let refusal = serde_json::from_slice::<Refusal>(&body);
                let message = refusal.map_or_else(|_| "it does not say why".to_owned(), |it| it.message);
                Err(self.failure(format!("the registry answers with {status}: {message}"), "Ask those who run the registry"))
            }
        }
    }

    fn failure(&self, reason: String, next: &'static str) -> Failure {
        Failure::Io { path: self.address.clone(), reason, next }
    }

    fn not_a_registry(&self, status: u16) -> Failure {
        self.failure(
            format!("what answers here, with {status}, is no schema registry"),
            "Name where its API begins, for example http://localhost:8081 or http://localhost:8080/apis/ccompat/v7",
        )
    }

    fn unreachable(&self, error: &Error) -> Failure {
        let reason = if matches!(error, Error::BodyExceedsLimit(_)) {
            format!("the answer is larger than {} MiB", LARGEST_ANSWER >> 20)
        } else {
            format!("the registry cannot be reached: {error}")
        };
        self.failure(reason, "Check the address, and that the registry runs and can be reached from here")
    }
}

/// Certificates are checked against what this system trusts, so that a company's own authority counts.
fn tls() -> TlsConfig {
    let trusted = rustls_native_certs::load_native_certs().certs;
    let trusted: Vec<Certificate<'static>> = trusted.iter().map(|it| Certificate::from_der(it).to_owned()).collect();
    TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(trusted)))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build()
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
    use super::{Registry, decoded, encoded};
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    #[test]
    fn addresses_are_taken_apart() {
        let check = |text: &str, address: &str, user: Option<&str>| {
            let registry = Registry::at(text).unwrap();
            let expected = user.map(|user| format!("Basic {}", BASE64_STANDARD.encode(user)));
            assert_eq!((registry.address(), &registry.authorization), (address, &expected));
        };
        check("http://localhost:8081", "http://localhost:8081", None);
        check("http://localhost:8080/apis/ccompat/v7/", "http://localhost:8080/apis/ccompat/v7", None);
        check("http://me:p%40ss:word@host/a", "http://host/a", Some("me:p@ss:word"));
        check("http://me@x:secret@host", "http://host", Some("me@x:secret"));
        assert!(Registry::at("http://").is_err());
        assert!(Registry::at("http://host?a=b").is_err());
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
