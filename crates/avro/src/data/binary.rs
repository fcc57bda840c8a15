//! Values as bytes and back, through `apache-avro`.

use super::Datum;
use super::project::Projection;
use super::trace::{Decoded, Fault, trace};
use super::wire::{AsWire, from_wire, twin};
use crate::resolve::{Profile, Rules, Verdicts};
use crate::schema::Schema;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;

/// Why a value cannot be encoded or bytes cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// The schema has types that were not understood.
    #[error("The schema has findings that must be repaired before data can be written or read by it")]
    Incomplete,
    /// Types are nested deeper than the library goes.
    #[error("The types of this schema are nested too deep to write or read data by it")]
    TooDeep,
    /// The bytes are no value of the schema.
    #[error(transparent)]
    Bytes(#[from] Fault),
    /// The value is none of the schema.
    #[error("This value is none of the schema: {0}")]
    Value(String),
    /// The reader cannot read this value of the writer.
    #[error("The reader cannot read this value; check the two schemas for compatibility to see why")]
    Unreadable,
    /// The library failed where nothing should.
    #[error("Encoding failed: {0}")]
    Library(String),
}

/// The schema as the library holds it.
fn library_schema(schema: &Schema) -> Result<apache_avro::Schema, CodecError> {
    if !schema.is_complete() {
        return Err(CodecError::Incomplete);
    }
    let twin = twin(schema).ok_or(CodecError::TooDeep)?;
    apache_avro::Schema::parse(&twin).map_err(library)
}

fn library(error: apache_avro::Error) -> CodecError {
    CodecError::Library(error.to_string())
}

/// The bytes of a value, without any prefix.
pub fn encode(schema: &Schema, datum: &Datum) -> Result<Vec<u8>, CodecError> {
    let twin = library_schema(schema)?;
    let writer = GenericDatumWriter::builder(&twin).build().map_err(library)?;
    writer.write_ser_to_vec(&AsWire(datum)).map_err(|error| CodecError::Value(error.to_string()))
}

/// The value of bytes without any prefix, which must be all of them, and which bytes are what.
pub fn decode(schema: &Schema, bytes: &[u8]) -> Result<Decoded, CodecError> {
    let twin = library_schema(schema)?;
    let pieces = trace(schema, bytes)?;
    let reader = GenericDatumReader::builder(&twin).build().map_err(library)?;
    let value = reader.read_value(&mut &*bytes).map_err(library)?;
    let datum = from_wire(schema, schema.root().ty, value)
        .ok_or_else(|| CodecError::Library("the value does not fit its own schema".to_owned()))?;
    Ok(Decoded { datum, pieces })
}

/// The value that a reader gets of bytes that a writer wrote.
pub fn decode_as(reader: &Schema, writer: &Schema, bytes: &[u8]) -> Result<Datum, CodecError> {
    let decoded = decode(writer, bytes)?;
    let rules = Rules { reader, writer, profile: Profile::Confluent };
    let mut projection = Projection { rules, verdicts: &mut Verdicts::of(rules) };
    projection.value(reader.root().ty, writer.root().ty, &decoded.datum).ok_or(CodecError::Unreadable)
}
