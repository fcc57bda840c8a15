//! The engine's requests to the world. One trait, so that a test can be the world.

/// The world outside the engine.
pub trait Host {
    /// Today, as `YYYY-MM-DD`.
    fn today(&self) -> String;

    /// Milliseconds since 1970 by the system's clock, for the time of a step.
    fn unix_ms(&self) -> u64;

    /// Milliseconds on a steady clock; only differences mean anything.
    fn now_ms(&self) -> f64;

    /// Takes one line of the crash journal. The host has it on disk within 200 ms; a host without a journal drops it.
    fn journal(&mut self, line: String);
}
