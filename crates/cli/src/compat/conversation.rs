//! A conversation with a server over HTTP that is bounded in time and size, keeps its password to the one host that it is for, and
//! lets none of the server's words through that could mislead a reader.

use crate::Failure;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use engine::diagnostic::{clipped, without_credentials};
use std::cell::{Cell, OnceCell};
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::http::Response;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};

/// The longest time that one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest time until the server listens.
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(10);
/// No answer is larger.
const LARGEST_ANSWER: u64 = 64 << 20;
/// No conversation is larger.
const LARGEST_CONVERSATION: u64 = 512 << 20;
/// An answer is looked for at no more addresses than this.
const MOST_REDIRECTS: usize = 5;
/// A sentence from the server is cut after so many characters.
const LONGEST_SENTENCE: usize = 300;

/// A conversation with one server.
pub struct Conversation {
    /// The address where paths begin, without password and without a slash at the end.
    address: String,
    /// User and password, with a colon between them.
    user: Option<String>,
    agent: Agent,
    limit: Duration,
    begun: OnceCell<Instant>,
    received: Cell<u64>,
}

impl Conversation {
    /// Prepares a conversation of at most this length. Nothing is asked yet.
    pub fn with(address: String, user: Option<String>, limit: Duration) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(PATIENCE_TO_CONNECT))
            .user_agent(concat!("eventscape/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls());
        let agent = config.build().into();
        Self { address, user, agent, limit, begun: OnceCell::new(), received: Cell::new(0) }
    }

    /// The address, fit to be printed.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Asks for a path: the status and the body of the answer.
    pub fn get(&self, path: &str) -> Result<(u16, Vec<u8>), Failure> {
        let mut url = format!("{}{path}", self.address);
        for _ in 0..=MOST_REDIRECTS {
            let mut answer = self.ask(&url)?;
            match redirect(&url, &answer) {
                Some(next) => url = next,
                None => return Ok((answer.status().as_u16(), self.body(&mut answer)?)),
            }
        }
        Err(self.failure(
            format!("the registry sends us on more than {MOST_REDIRECTS} times"),
            "Name the address at which it answers itself",
        ))
    }

    /// A failure of the conversation.
    pub fn failure(&self, reason: String, next: &'static str) -> Failure {
        Failure::Io { path: self.address.clone(), reason, next }
    }

    /// A text from the server, fit to be printed: one short line without passwords.
    pub fn told(&self, text: &str) -> String {
        // A password may be cut in two, so it goes before the end does; what lies far behind the end is not looked at.
        let near = text.char_indices().nth(10 * LONGEST_SENTENCE).map_or(text, |(end, _)| text.split_at(end).0);
        let mut told = without_credentials(near).into_owned();
        if let Some(user) = &self.user {
            let password = user.split_once(':').map_or(user.as_str(), |(_, password)| password);
            for secret in [user.as_str(), &encoded(user), password].into_iter().filter(|it| !it.is_empty()) {
                told = told.replace(secret, "…");
            }
        }
        clipped(&told, LONGEST_SENTENCE)
    }

    fn ask(&self, url: &str) -> Result<Response<Body>, Failure> {
        let mut request = self
            .agent
            .get(url)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
            .config()
            .timeout_global(Some(self.time_left()?.min(PATIENCE)))
            .build();
        if let Some(user) = self.user.as_ref().filter(|_| is_same_server(&self.address, url)) {
            request = request.header("Authorization", format!("Basic {}", encoded(user)));
        }
        request.call().map_err(|error| self.unreachable(&error))
    }

    fn body(&self, answer: &mut Response<Body>) -> Result<Vec<u8>, Failure> {
        let body = answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec();
        let body = body.map_err(|error| self.unreachable(&error))?;
        self.received.set(self.received.get().saturating_add(body.len() as u64));
        if self.received.get() > LARGEST_CONVERSATION {
            let reason = format!("its answers are together larger than {} MiB", LARGEST_CONVERSATION >> 20);
            return Err(self.failure(reason, "Ask about fewer schemas at a time"));
        }
        Ok(body)
    }

    fn time_left(&self) -> Result<Duration, Failure> {
        let begun = self.begun.get_or_init(Instant::now);
        self.limit.checked_sub(begun.elapsed()).filter(|left| !left.is_zero()).ok_or_else(|| self.too_long())
    }

    fn too_long(&self) -> Failure {
        self.failure(
            format!("the conversation with the registry takes longer than {} seconds", self.limit.as_secs()),
            "Ask about fewer schemas at a time, or allow more time with --registry-timeout",
        )
    }

    fn unreachable(&self, error: &Error) -> Failure {
        // The time of one answer may have been cut to what was left of the whole.
        if matches!(error, Error::Timeout(_))
            && let Err(failure) = self.time_left()
        {
            return failure;
        }
        let reason = if matches!(error, Error::BodyExceedsLimit(_)) {
            format!("the answer is larger than {} MiB", LARGEST_ANSWER >> 20)
        } else {
            format!("the registry cannot be reached: {}", self.told(&error.to_string()))
        };
        self.failure(reason, "Check the address, and that the registry runs and can be reached from here")
    }
}

/// The address to which an answer sends us on.
fn redirect(url: &str, answer: &Response<Body>) -> Option<String> {
    let location = answer.headers().get("location")?.to_str().ok()?;
    matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308).then(|| resolved(url, location))?
}

/// An address as a reference in another one means it, without a user. None for one that is not of the web.
fn resolved(from: &str, reference: &str) -> Option<String> {
    let (scheme, host, path) = parts(from)?;
    let whole = if reference.contains("://") {
        reference.to_owned()
    } else if let Some(rest) = reference.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if reference.starts_with('/') {
        format!("{scheme}://{host}{reference}")
    } else {
        let folder =
            path.split(['?', '#']).next().and_then(|path| path.rsplit_once('/')).map_or("", |(folder, _)| folder);
        format!("{scheme}://{host}{folder}/{reference}")
    };
    let (scheme, host, path) = parts(&whole)?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    Some(format!("{scheme}://{host}{path}"))
}

/// Whether a password for one address may be told to another: to the same server, never in clear text after a secret line.
fn is_same_server(one: &str, other: &str) -> bool {
    let server = |url| {
        let (scheme, host, _) = parts(url)?;
        let host = host.to_ascii_lowercase();
        let is_secret = scheme.eq_ignore_ascii_case("https");
        let usual = if is_secret { ":443" } else { ":80" };
        let port = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
        let is_usual = port.is_none() || host.ends_with(usual);
        Some((host.strip_suffix(usual).unwrap_or(&host).to_owned(), is_usual, is_secret))
    };
    match (server(one), server(other)) {
        (Some((one, is_usual, is_secret)), Some((other, is_other_usual, is_other_secret))) => {
            // From the usual port to the usual port of the secret line is the same server, too.
            one == other && is_usual == is_other_usual && (is_secret == is_other_secret || is_other_secret && is_usual)
        }
        (None, _) | (_, None) => false,
    }
}

/// Scheme, host with port, and the rest of an address.
fn parts(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let is_web = ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    (is_web && !host.is_empty()).then_some((scheme, host, path))
}

fn encoded(user: &str) -> String {
    BASE64_STANDARD.encode(user)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_followed_as_browsers_do() {
        let check = |from: &str, reference: &str, expected: Option<&str>| {
            assert_eq!(resolved(from, reference).as_deref(), expected, "{reference}");
        };
        check("http://a:1/x/y?z", "/new", Some("http://a:1/new"));
        check("http://a:1/x/y?z/", "new", Some("http://a:1/x/new"));
        check("https://a", "new", Some("https://a/new"));
        check("https://a/x", "//b/y", Some("https://b/y"));
        check("https://a/x", "http://me:secret@b/y", Some("http://b/y"));
        check("https://a/x", "file:///etc/passwd", None);
        check("https://a/x", "http:///y", None);
    }

    #[test]
    fn a_password_stays_with_its_server() {
        let check =
            |one: &str, other: &str, expected: bool| assert_eq!(is_same_server(one, other), expected, "{other}");
        check("http://a:8081/x", "http://A:8081/y", true);
        check("http://a", "http://a:80/y", true);
        check("http://a", "https://a/y", true);
        check("http://a", "https://a:443/y", true);
        check("https://a", "http://a", false);
        check("http://a:8081", "https://a/y", false);
        check("http://a:8081", "http://a:8082", false);
        check("http://a:8081", "https://a:8081", false);
        check("http://a", "http://a.example.com", false);
        check("http://[::1]:8081", "http://[::1]:8081/y", true);
        check("http://[::1]", "http://[::1]:81", false);
    }

    #[test]
    fn a_server_s_words_are_one_short_line_without_passwords() {
        let user = Some("me:s3cret".to_owned());
        let conversation = Conversation::with("http://host".to_owned(), user, Duration::from_secs(1));
        let check = |text: &str, expected: &str| assert_eq!(conversation.told(text), expected);
        check("\u{1b}[31mRED\nerror: a forged line", "␛[31mRED␊error: a forged line");
        check("no me:s3cret, no bWU6czNjcmV0, no s3cret", "no …, no …, no …");
        check("proxy http://other:pass@host is down", "proxy http://…@host is down");
        assert_eq!(conversation.told(&"x".repeat(1_000_000)).chars().count(), LONGEST_SENTENCE + 1);
    }
}
