//! What holds of any two schemas: verdict, reasons, modes and data tell the same story.

use crate::input::{Pair, pair};
use crate::oracle;
use crate::spans::{edited, has_double_keys, is_inside, leads_somewhere};
use avro::data::{CodecError, Datum, decode_as, encode, sample};
use avro::{
    Compatibility, Direction, Finding, Incompatibility, Labels, Parser, Profile, Rule, Schema, SchemaPlace, SourceId,
    check_as, check_candidate, diff, is_compatible, is_valid, warn_candidate, warnings,
};

/// Takes the first schema as the reader and the second as the writer.
pub fn holds(bytes: &[u8]) {
    let Some(Pair { first, second, seed, .. }) = pair(bytes) else { return };
    let ((reader, of_reader), (writer, of_writer)) = (Schema::parse(&first, &[]), Schema::parse(&second, &[]));
    let (Some(reader), Some(writer)) = (reader, writer) else { return };
    let is_sound =
        |schema: &Schema, findings: &[Finding]| schema.is_complete() && is_valid(findings, Parser::Specification);
    for profile in [Profile::Confluent, Profile::Specification] {
        verdict(&reader, &writer, profile);
        if is_sound(&reader, &of_reader) && !of_reader.iter().any(|it| it.rule == Rule::AliasClash) {
            assert!(is_compatible(&reader, &reader, profile) || reads_itself_twice(&reader), "{profile:?}\n{first}");
        }
    }
    modes(&reader, &writer);
    let _ = warnings(&reader, &writer, &Labels::default());
    let changes = diff(&writer, &reader);
    if changes.is_empty() && is_sound(&reader, &of_reader) && is_sound(&writer, &of_writer) {
        assert!(
            is_compatible(&reader, &writer, Profile::Confluent) == is_compatible(&reader, &reader, Profile::Confluent),
            "no change, but another verdict\n{first}\n{second}"
        );
    }
    if is_sound(&reader, &of_reader)
        && is_sound(&writer, &of_writer)
        && is_compatible(&reader, &writer, Profile::Confluent)
    {
        (0..3).for_each(|more| data(&reader, &writer, seed ^ more));
    }
}

/// A field whose alias is its own name takes its value from two places, which Java refuses.
fn reads_itself_twice(schema: &Schema) -> bool {
    let records = schema.types().filter_map(|(id, _)| schema.record(id));
    records.flat_map(|record| &record.fields).any(|field| field.aliases.contains(&field.name))
}

fn verdict(reader: &Schema, writer: &Schema, profile: Profile) {
    let compatible = is_compatible(reader, writer, profile);
    let told = || format!("{profile:?}\nreader {}\nwriter {}", reader.text(), writer.text());
    if let Some(expected) = oracle::reads(reader, writer, profile) {
        assert_eq!(compatible, expected, "{}", told());
    }
    let found = check_as(reader, writer, profile, &Labels::default());
    assert_eq!(found.is_empty(), compatible, "{found:?} {}", told());
    for incompatibility in &found {
        places(reader, writer, incompatibility);
    }
    let pretty = Schema::parse(&reader.pretty(), &[]).0.expect("a schema");
    assert_eq!(is_compatible(&pretty, writer, profile), compatible, "pretty {}", told());
}

fn places(reader: &Schema, writer: &Schema, incompatibility: &Incompatibility) {
    let of = |schema: &Schema, place: &SchemaPlace| {
        is_inside(place.span, schema.text(), &incompatibility.sentence);
        if !has_double_keys(schema.tree(SourceId::OWN)) {
            leads_somewhere(&place.pointer, schema.tree(SourceId::OWN), &incompatibility.sentence);
        }
    };
    of(reader, &incompatibility.reader);
    of(writer, &incompatibility.writer);
    assert!(incompatibility.path.starts_with('/'), "{}", incompatibility.path);
    assert!(!incompatibility.sentence.is_empty());
    incompatibility.causes.iter().for_each(|cause| places(reader, writer, cause));
}

fn modes(candidate: &Schema, older: &Schema) {
    let versions = [(3, older), (1, candidate)];
    let found = |mode| check_candidate(candidate, &versions, mode, Profile::Confluent);
    let full = found(Compatibility::FullTransitive);
    for direction in [Direction::Backward, Direction::Forward] {
        let (reader, writer) = direction.reader_and_writer(candidate, older);
        let refused = full.iter().any(|it| it.version == 3 && it.direction == direction);
        assert_eq!(refused, !is_compatible(reader, writer, Profile::Confluent), "{direction}");
    }
    assert_eq!(found(Compatibility::None), []);
    for (mode, directions) in
        [(Compatibility::Backward, Direction::Backward), (Compatibility::Forward, Direction::Forward)]
    {
        let expected: Vec<_> =
            full.iter().filter(|it| it.version == 3 && it.direction == directions).cloned().collect();
        assert_eq!(found(mode), expected, "{mode}");
    }
    for finding in &full {
        let schema = if finding.version == 3 { older } else { candidate };
        let (reader, writer) = finding.direction.reader_and_writer(candidate, schema);
        for repair in &finding.incompatibility.repairs {
            let text = if repair.side == avro::Side::Reader { reader.text() } else { writer.text() };
            edited(text, &repair.edits, &repair.title);
        }
    }
    let _ = warn_candidate(candidate, &versions, Compatibility::Full);
}

/// What the writer writes, the reader reads.
fn data(reader: &Schema, writer: &Schema, seed: u64) {
    let Some(datum) = sample(writer, seed) else { return };
    let Ok(bytes) = encode(writer, &datum) else { return };
    match decode_as(reader, writer, &bytes) {
        Ok(read) => {
            // The reader's value is one of the reader's own values.
            assert!(encode(reader, &read).is_ok(), "{read:?}\n{}", reader.text());
        }
        // Bytes that are no text are promoted to a string by no reader, though the types are compatible.
        Err(CodecError::Unreadable) if has_binary(&datum) => {}
        Err(error) => panic!("{error}: {datum:?}\nreader {}\nwriter {}", reader.text(), writer.text()),
    }
}

/// Whether a value holds bytes that are no text.
fn has_binary(datum: &Datum) -> bool {
    match datum {
        Datum::Bytes(bytes) => std::str::from_utf8(bytes).is_err(),
        Datum::Array(items) | Datum::Record(items) => items.iter().any(has_binary),
        Datum::Map(entries) => entries.iter().any(|(_, value)| has_binary(value)),
        Datum::Union(_, value) => has_binary(value),
        Datum::Null
        | Datum::Boolean(_)
        | Datum::Int(_)
        | Datum::Long(_)
        | Datum::Float(_)
        | Datum::Double(_)
        | Datum::String(_)
        | Datum::Fixed(_)
        | Datum::Enum(_) => false,
    }
}
