//! The two checkers that run in this program: ours and `apache-avro`.

use crate::contestant::Library;
use anyhow::{Context, Result};
use apache_avro::schema_compatibility::SchemaCompatibility;
use avro::{Compatibility, Profile, check, check_candidate};

/// This repository's engine.
pub struct Ours;

impl Library for Ours {
    type Schema = avro::Schema;
    const NAME: &'static str = "Eventscape";

    fn parse(text: &str) -> Result<Self::Schema> {
        avro::Schema::parse(text, &[]).0.context("no schema")
    }

    fn check(reader: &Self::Schema, writer: &Self::Schema) -> bool {
        check(reader, writer).is_empty()
    }

    fn fits(candidate: &Self::Schema, others: &[Self::Schema]) -> bool {
        let versions: Vec<(u32, &avro::Schema)> = (1..).zip(others).collect();
        check_candidate(candidate, &versions, Compatibility::FullTransitive, Profile::Confluent).is_empty()
    }
}

/// The Rust library of the Avro project.
pub struct Apache;

impl Library for Apache {
    type Schema = apache_avro::Schema;
    const NAME: &'static str = "apache-avro";

    fn parse(text: &str) -> Result<Self::Schema> {
        Ok(apache_avro::Schema::parse_str(text)?)
    }

    fn check(reader: &Self::Schema, writer: &Self::Schema) -> bool {
        SchemaCompatibility::can_read(writer, reader).is_ok()
    }
}
