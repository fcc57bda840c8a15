//! Avro schemas with spans: model, resolution, compatibility with reasons and repairs

mod compatibility;

pub use compatibility::{Compatibility, UnknownCompatibility};
