//! What must hold of the Avro engine for any input, told as functions that panic when it does not.
//!
//! `targets` holds the programs in which libFuzzer searches for such an input; `cargo xtask fuzz` builds and runs them.

mod choices;
mod input;
mod oracle;
pub mod parser;
pub mod repair;
pub mod resolver;
mod schemas;
mod spans;
