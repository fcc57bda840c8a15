//! The shell's log on standard error: warnings and errors, unless somebody looks for a fault.

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Decides what is written: a level, or `target=level` separated by commas.
const VARIABLE: &str = "EVENTSCAPE_LOG";
const USUAL: &str = "warn";

/// Starts writing.
pub fn start() {
    let wanted = std::env::var(VARIABLE).unwrap_or_else(|_| USUAL.to_owned());
    let (filter, unclear) = match wanted.parse::<Targets>() {
        Ok(filter) => (filter, None),
        Err(error) => (Targets::new().with_default(tracing::Level::WARN), Some(error)),
    };
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    tracing_subscriber::registry().with(lines).with(filter).init();
    if let Some(error) = unclear {
        tracing::warn!(%error, "{VARIABLE} is not understood; use a level such as info");
    }
}
