//! Values of a schema: samples, bytes and JSON.

mod binary;
mod json;
mod project;
mod registry;
mod sample;
mod trace;
mod wire;

pub use binary::{CodecError, decode, decode_as, encode};
pub use json::{JsonFault, JsonForm, read_json};
pub use registry::{RegistryHeader, hex, parse_hex, split_header, with_header};
pub use sample::sample;
pub use trace::{Decoded, Fault, Piece};

/// A value of some type.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// 32 bits.
    Int(i32),
    /// 64 bits.
    Long(i64),
    /// 32 bits, floating.
    Float(f32),
    /// 64 bits, floating.
    Double(f64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Text.
    String(String),
    /// So many bytes.
    Fixed(Vec<u8>),
    /// A symbol, by its place in the enum.
    Enum(usize),
    /// Elements.
    Array(Vec<Datum>),
    /// Values by key, in the order in which they are written.
    Map(Vec<(String, Datum)>),
    /// A value of the branch at a place.
    Union(usize, Box<Datum>),
    /// The values of the fields, in the order of the record.
    Record(Vec<Datum>),
}

/// How deep values may be nested in each other.
pub(crate) const MAX_DEPTH: usize = 128;
