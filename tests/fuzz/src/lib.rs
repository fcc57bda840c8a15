//! What must hold for any input, of the Avro engine, of design folders and of exports, told as functions that panic when it does not.
//!
//! `targets` holds the programs in which libFuzzer searches for such an input; `cargo xtask fuzz` builds and runs them.

mod choices;
pub mod export;
mod files;
pub mod folder;
mod input;
mod oracle;
pub mod parser;
pub mod repair;
pub mod resolver;
mod schemas;
mod spans;
pub mod standard;
