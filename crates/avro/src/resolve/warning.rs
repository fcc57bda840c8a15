//! Warnings about changes that every registry passes and that hurt later: between two versions, and in one schema by itself.

use super::Profile;
use super::clauses::{Clauses, Fault, Rules, Step, same_name};
use super::enum_repair::enum_defaults;
use super::fixpoint::Verdicts;
use super::incompatibility::{Repair, RepairKind, SchemaPlace, Side};
use super::repair::{change_type, repair};
use super::sentence::Labels;
use crate::logical::LogicalType;
use crate::schema::{Field, Schema, Shape, SourceId, TypeId, Use};
use crate::trail::object;
use diagnostic::capitalised;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use syntax::TextEdit;

/// The kinds of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningKind {
    /// A decimal has another precision or scale: the same digits mean another amount.
    DecimalChanged,
    /// An instant or time is counted in another unit, or from another start.
    TimeUnitChanged,
    /// Another logical type, or none any more: programs get another class.
    LogicalTypeChanged,
    /// A number is read as a float or double that cannot hold it exactly.
    LossyPromotion,
    /// A union has an earlier branch that takes the value too, and readers that go by the letter take that.
    UnionFirstMatch,
    /// The outermost type has another namespace: programs look its class up by the full name.
    NamespaceChanged,
    /// An enum without default cannot get a new symbol without breaking its readers.
    EnumWithoutDefault,
    /// A nullable field without default cannot be left out by writers.
    NullableWithoutDefault,
}

impl WarningKind {
    /// The stable name, for policies and SARIF.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DecimalChanged => "avro/decimal-changed",
            Self::TimeUnitChanged => "avro/time-unit-changed",
            Self::LogicalTypeChanged => "avro/logical-type-changed",
            Self::LossyPromotion => "avro/lossy-promotion",
            Self::UnionFirstMatch => "avro/union-first-match",
            Self::NamespaceChanged => "avro/namespace-changed",
            Self::EnumWithoutDefault => "avro/enum-without-default",
            Self::NullableWithoutDefault => "avro/nullable-without-default",
        }
    }
}

impl fmt::Display for WarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Something that is allowed and hurts later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The kind.
    pub kind: WarningKind,
    /// The meaning, for someone who does not know Avro.
    pub sentence: String,
    /// The place in the reader, or in the schema that it is about.
    pub reader: SchemaPlace,
    /// The place in the writer, when it is about two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub writer: Option<SchemaPlace>,
    /// Its repairs; the side is the reader's for one schema by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Repair>,
}

/// Warnings about a reader that reads a writer's records, and loses something.
pub fn warnings(reader: &Schema, writer: &Schema, labels: &Labels) -> Vec<Warning> {
    let rules = Rules { reader, writer, profile: Profile::Confluent };
    let mut walk = Walk {
        rules,
        verdicts: Verdicts::of(rules),
        labels,
        seen: HashSet::new(),
        open: vec![(reader.root(), writer.root(), String::new())],
        found: Vec::new(),
    };
    walk.namespace();
    while let Some((r, w, trail)) = walk.open.pop() {
        walk.pair(r, w, &trail);
    }
    walk.found
}

impl Schema {
    /// Warnings about parts of this schema that are allowed and make its next versions hard.
    pub fn advice(&self) -> Vec<Warning> {
        let mut found = Vec::new();
        for (_, ty) in self.types().filter(|(_, ty)| ty.source.is_own()) {
            match &ty.shape {
                Shape::Enum(it) if it.default.is_none() => found.push(Warning {
                    kind: WarningKind::EnumWithoutDefault,
                    sentence: format!(
                        "Enum {} has no default symbol, so a new symbol will break every reader that is not deployed first",
                        it.name.simple()
                    ),
                    reader: SchemaPlace::new(self, ty.source, ty.node, it.name.simple().to_owned()),
                    writer: None,
                    repairs: enum_defaults(self, ty.source, ty.node, it),
                }),
                Shape::Record(record) => {
                    for field in record.fields.iter().filter(|field| field.default.is_none()) {
                        if !self.shape(field.ty.ty).uses().any(|at| matches!(self.shape(at.ty), Shape::Null))
                            || !matches!(self.shape(field.ty.ty), Shape::Union(_))
                        {
                            continue;
                        }
                        let (title, edits) = self.null_default(ty.source, field);
                        found.push(Warning {
                            kind: WarningKind::NullableWithoutDefault,
                            sentence: format!(
                                "Field {} may be empty but has no default, so a reader with it cannot read data without it",
                                field.name
                            ),
                            reader: SchemaPlace::new(self, ty.source, field.node, self.type_text(field.ty)),
                            writer: None,
                            repairs: vec![repair(self, RepairKind::AddDefault, title, Side::Reader, ty.source, edits)],
                        });
                    }
                }
                Shape::Null
                | Shape::Boolean
                | Shape::Int
                | Shape::Long
                | Shape::Float
                | Shape::Double
                | Shape::Bytes
                | Shape::String
                | Shape::Array(_)
                | Shape::Map(_)
                | Shape::Union(_)
                | Shape::Enum(_)
                | Shape::Fixed(_)
                | Shape::Unknown => {}
            }
        }
        found
    }

    /// Gives a nullable field the default null. Before Avro 1.12 that had to be of the first branch, and many libraries still
    /// ask for it, so null goes there.
    pub(super) fn null_default(&self, source: SourceId, field: &Field) -> (String, Vec<TextEdit>) {
        let tree = self.tree(source);
        let add = tree.set_member(field.node, "default", "null", Some("type"));
        let mut branches = self.shape(field.ty.ty).uses();
        let place = branches.position(|branch| matches!(self.shape(branch.ty), Shape::Null));
        match tree.children(field.ty.node).nth(place.unwrap_or(0)) {
            Some(null) if place != Some(0) => {
                let edits = vec![tree.insert_element(field.ty.node, 0, tree.raw(null)), tree.remove(null), add];
                ("Put null first and add default null".to_owned(), edits)
            }
            Some(_) | None => ("Add default null".to_owned(), vec![add]),
        }
    }
}

struct Walk<'a> {
    rules: Rules<'a>,
    verdicts: Verdicts<'a>,
    labels: &'a Labels,
    seen: HashSet<(TypeId, TypeId)>,
    open: Vec<(Use, Use, String)>,
    found: Vec<Warning>,
}

impl Walk<'_> {
    fn warn(&mut self, kind: WarningKind, sentence: String, r: Use, w: Use, repairs: Vec<Repair>) {
        let sentence = capitalised(&sentence);
        self.found.push(Warning {
            kind,
            sentence,
            reader: SchemaPlace::of_use(self.rules.reader, r),
            writer: Some(SchemaPlace::of_use(self.rules.writer, w)),
            repairs,
        });
    }

    fn namespace(&mut self) {
        let (reader, writer) = (self.rules.reader, self.rules.writer);
        let (r, w) = (reader.root(), writer.root());
        let (Some(wanted), Some(written)) = (reader.shape(r.ty).name(), writer.shape(w.ty).name()) else { return };
        if !same_name(reader.shape(r.ty), writer.shape(w.ty), self.rules.profile)
            || wanted.namespace() == written.namespace()
        {
            return;
        }
        let sentence = format!(
            "{} calls the message {written}, {} calls it {wanted}; programs that look its class up by the full name will not \
             find it",
            self.labels.writer, self.labels.reader
        );
        self.warn(WarningKind::NamespaceChanged, sentence, r, w, Vec::new());
    }

    /// Looks at a pair, and opens the pairs inside it: what hurts in one field is no better for another that breaks.
    fn pair(&mut self, r: Use, w: Use, trail: &str) {
        let is_leaf = self.rules.leaf(self.rules.reader.ty(r.ty), self.rules.writer.ty(w.ty)).is_some();
        self.meaning(r, w, trail);
        if is_leaf || !self.seen.insert((r.ty, w.ty)) {
            return;
        }
        let mut inner = Inner::default();
        self.rules.clauses(r.ty, w.ty, &mut inner);
        if inner.are_others {
            return;
        }
        let mut open = Vec::new();
        for (step, branches, writer) in inner.steps {
            let reader = match step {
                Step::WriterBranch(_) if branches.len() == 1 && !self.reads_union(r) => Some(r),
                Step::WriterBranch(_) | Step::ReaderBranch => self.chosen((r, w), &branches, writer, trail),
                Step::Field { .. } | Step::Items | Step::Values => branches.first().copied(),
            };
            if let Some(reader) = reader {
                let writer = if step == Step::ReaderBranch { w } else { writer };
                open.push((reader, writer, self.extended(trail, step, r)));
            }
        }
        self.open.extend(open.into_iter().rev());
    }

    fn reads_union(&self, r: Use) -> bool {
        matches!(self.rules.reader.shape(r.ty), Shape::Union(_))
    }

    fn extended(&self, trail: &str, step: Step, r: Use) -> String {
        match step {
            Step::Field { reader, .. } => {
                let dot = if trail.is_empty() { "" } else { "." };
                let field = self.rules.reader.record(r.ty).and_then(|record| record.fields.get(reader));
                format!("{trail}{dot}{}", field.map_or("", |field| &field.name))
            }
            Step::Items => format!("{trail}[]"),
            Step::Values => format!("{trail}{{}}"),
            Step::WriterBranch(_) | Step::ReaderBranch => trail.to_owned(),
        }
    }

    /// The branch that reads a type of the writer best; warns when an earlier one takes it too, unless it stands before it in
    /// the writer as well, since then nothing has changed. Where no branch reads it, the one that is meant.
    fn chosen(&mut self, (union, from): (Use, Use), branches: &[Use], writer: Use, trail: &str) -> Option<Use> {
        let fitting: Vec<Use> =
            branches.iter().copied().filter(|branch| self.verdicts.ask(branch.ty, writer.ty)).collect();
        let (reader, written) = (self.rules.reader, self.rules.writer.shape(writer.ty));
        let same = |a: &Shape, b: &Shape| {
            a.word() == b.word() && a.name().map(|name| name.full()) == b.name().map(|name| name.full())
        };
        let Some(first) = fitting.first().copied() else {
            return branches.iter().copied().find(|branch| same(reader.shape(branch.ty), written));
        };
        let best = *fitting.iter().find(|branch| same(reader.shape(branch.ty), written)).unwrap_or(&first);
        let own = if let Shape::Union(own) = self.rules.writer.shape(from.ty) { own.branches.as_slice() } else { &[] };
        let place = |shape: &Shape| own.iter().position(|other| same(self.rules.writer.shape(other.ty), shape));
        let stood_first = place(reader.shape(first.ty)).is_some_and(|at| place(written).is_none_or(|own| at < own));
        if best != first && !stood_first {
            let place = object(trail);
            let sentence = format!(
                "{} writes {place} as {}, which {} has as a branch of its own, but {} stands before it and takes it too; \
                 readers differ in which one they use",
                self.labels.writer,
                self.rules.writer.type_text(writer),
                self.labels.reader,
                reader.type_text(first)
            );
            self.warn(WarningKind::UnionFirstMatch, sentence, union, writer, Vec::new());
        }
        Some(best)
    }

    /// Compares the meaning of two types to people, apart from their bytes.
    fn meaning(&mut self, r: Use, w: Use, trail: &str) {
        let (wanted, written) = (self.rules.reader.ty(r.ty), self.rules.writer.ty(w.ty));
        let place = object(trail);
        let (reader, writer) = (self.labels.reader.clone(), self.labels.writer.clone());
        let (wanted_text, written_text) = (self.rules.reader.meaning_text(r), self.rules.writer.meaning_text(w));
        let lossy = matches!(
            (&wanted.shape, &written.shape),
            (Shape::Float, Shape::Int | Shape::Long) | (Shape::Double, Shape::Long)
        );
        if lossy {
            let sentence = format!(
                "{writer} writes {place} as {written_text}; large numbers lose digits in the {wanted_text} that {reader} reads"
            );
            self.warn(WarningKind::LossyPromotion, sentence, r, w, Vec::new());
        }
        if wanted.logical == written.logical
            || matches!(wanted.shape, Shape::Union(_))
            || matches!(written.shape, Shape::Union(_))
        {
            return;
        }
        let (kind, why) = match (wanted.logical, written.logical) {
            (Some(LogicalType::Decimal { .. }), Some(LogicalType::Decimal { .. })) => {
                (WarningKind::DecimalChanged, "the same digits mean another amount")
            }
            (Some(a), Some(b)) if is_time(a) && is_time(b) => {
                (WarningKind::TimeUnitChanged, "the same number means another time")
            }
            _ => (WarningKind::LogicalTypeChanged, "programs get another type for it"),
        };
        // A change of the base type that is one of meaning too is told by its own finding.
        let changed = wanted.logical.is_some() || written.logical.is_some();
        if changed && self.rules.leaf(wanted, written).is_none_or(|verdict| verdict.is_ok()) {
            let sentence = format!("{writer} writes {place} as {written_text}, {reader} reads {wanted_text}: {why}");
            let repairs = change_type(self.rules.reader, r, self.rules.writer, w, Side::Reader).into_iter();
            let back = change_type(self.rules.writer, w, self.rules.reader, r, Side::Writer);
            self.warn(kind, sentence, r, w, repairs.chain(back).collect());
        }
    }
}

fn is_time(logical: LogicalType) -> bool {
    match logical {
        LogicalType::Date
        | LogicalType::TimeMillis
        | LogicalType::TimeMicros
        | LogicalType::TimestampMillis
        | LogicalType::TimestampMicros
        | LogicalType::TimestampNanos
        | LogicalType::LocalTimestampMillis
        | LogicalType::LocalTimestampMicros
        | LogicalType::LocalTimestampNanos => true,
        LogicalType::Decimal { .. } | LogicalType::BigDecimal | LogicalType::Uuid | LogicalType::Duration => false,
    }
}

/// Collects the inner pairs of a pair.
#[derive(Default)]
struct Inner {
    steps: Vec<(Step, Vec<Use>, Use)>,
    /// Whether the two are not versions of one type.
    are_others: bool,
}

impl Clauses for Inner {
    fn fault(&mut self, fault: Fault) {
        self.are_others |= match fault {
            Fault::Kinds | Fault::Name => true,
            Fault::Symbols | Fault::Size | Fault::MissingDefault(_) | Fault::AmbiguousField(_) | Fault::Decimal => {
                false
            }
        };
    }

    fn needs(&mut self, step: Step, reader: Use, writer: Use) {
        self.steps.push((step, vec![reader], writer));
    }

    fn needs_any(&mut self, step: Step, branches: &[Use], writer: Use) {
        self.steps.push((step, branches.to_vec(), writer));
    }
}
