//! A schema with what its findings are told with.

use crate::finding::{Finding, Repair};
use crate::library::{Part, Text};
use crate::reader::Reader;
use crate::rule::Rule;
use crate::verdict::{ConsumerVerdict, NextVerdict, SchemaVerdict};
use avro::{Incompatibility, Side};
use edit::{Command, Splice};
use model::{Lookup, Schema, SchemaId};
use std::sync::Arc;
use syntax::TextEdit;

/// A schema, and what is known of it.
pub(super) struct Subject<'a> {
    pub reader: &'a Reader<'a>,
    pub schema: &'a Schema,
    pub verdict: &'a SchemaVerdict,
    pub name: String,
}

impl<'a> Subject<'a> {
    pub fn new(reader: &'a Reader<'a>, schema: &'a Schema, verdict: &'a SchemaVerdict) -> Self {
        Self { reader, schema, verdict, name: verdict.name_of(schema) }
    }

    /// Which text comes next, and what it is called.
    pub fn next(&self, next: &NextVerdict) -> (Part, String) {
        if next.is_own {
            return (Part::Draft, format!("The draft of {}", self.name));
        }
        (Part::Version(next.text.number), format!("With the draft of {}, {}", drafts_of(&next.text), self.name))
    }

    /// A finding with the repairs of the text that may still be changed.
    pub fn repaired(&self, finding: Finding, part: Part, text: &Text, it: &Incompatibility, own: Side) -> Finding {
        let repairs = it.repairs.iter().filter(|repair| repair.side == own && !repair.edits.is_empty());
        let repairs = repairs.filter_map(|repair| {
            let (title, command) = match &repair.reference {
                None => (repair.title.clone(), edit_text(&self.schema.id, part, &text.text, &repair.edits)),
                Some(name) => {
                    let used = text.used(name)?;
                    let title = format!("{} in {}", repair.title, used.schema);
                    (title, edit_text(&used.schema, used.part, &used.text, &repair.edits))
                }
            };
            Some(Repair { title, commands: vec![command], kind: Some(repair.kind), default: repair.default.clone() })
        });
        repairs.fold(finding, Finding::with_repair)
    }

    /// A finding about the version that a consumer reads with.
    pub fn about_consumer(&self, rule: &'static Rule, consumer: &ConsumerVerdict, message: String) -> Finding {
        Finding::new(rule, consumer.key(), self.reader_version(), message)
    }

    /// The repair that lets a consumer read with another version.
    pub fn upgrade(&self, consumer: &ConsumerVerdict, number: u32) -> Repair {
        let title = format!("Upgrade {} to version {number}", self.service(consumer));
        Repair::set(title, consumer.key(), self.reader_version(), number)
    }

    /// Where a consumer pins the version that it reads.
    fn reader_version(&self) -> String {
        format!("/direction/consume/reader_versions/{}", self.schema.id)
    }

    pub fn service(&self, consumer: &ConsumerVerdict) -> String {
        self.reader.service(&consumer.service).map_or(consumer.service.to_string(), |it| it.name.clone())
    }

    pub fn message(&self, consumer: &ConsumerVerdict) -> String {
        self.reader.message(&consumer.message).map_or_else(|| self.name.clone(), |it| it.name.clone())
    }
}

/// The command that edits a text of a schema.
pub(super) fn edit_text(schema: &SchemaId, part: Part, base: &Arc<str>, edits: &[TextEdit]) -> Command {
    let version = match part {
        Part::Version(number) => Some(number),
        Part::Draft => None,
    };
    let splice = |it: &TextEdit| Splice { start: it.start, end: it.end, text: it.text.clone() };
    let splices = edits.iter().map(splice).collect();
    Command::EditText { schema: schema.clone(), version, base: base.clone(), splices }
}

/// The subjects whose drafts a text uses, for people.
pub(super) fn drafts_of(text: &Text) -> String {
    let drafts = text.uses.iter().filter(|used| used.part == Part::Draft);
    drafts.map(|used| used.schema.to_string()).collect::<Vec<_>>().join(" and ")
}
