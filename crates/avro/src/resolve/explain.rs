//! The reasons: a walk from the root along the pairs that failed.
//!
//! A shared type that changed is told at every place where it is used, because each use is a place where someone looks. The
//! number of repeated walks is bounded, since a schema can use one type on exponentially many ways.

use super::clauses::{Clauses, Fault, Rules, Step};
use super::combine::Combination;
use super::fixpoint::Verdicts;
use super::incompatibility::{Incompatibility, IncompatibilityType, SchemaPlace};
use super::repair::Repairs;
use super::sentence::{Labels, java_message, sentence};
use crate::schema::{Schema, Shape, TypeId, Use};
use std::collections::HashSet;

/// How often pairs are walked again that have been explained already.
const REPEATED_WALKS: usize = 500;

/// A place in both schemas.
#[derive(Clone, Copy)]
pub(super) struct Site {
    pub reader: Use,
    pub writer: Use,
}

/// The reason why a place fails.
#[derive(Clone, Copy)]
pub(super) enum Reason {
    /// The pair of types fails by itself.
    Fault(Fault),
    /// No branch of the reader's union takes the writer's type; the nearest one, if any, has that kind and name.
    NoBranch { writer: Use, step: Step, nearest: Option<Use> },
}

/// The work that is left, last first.
enum Work {
    /// Explain a pair that was reached from a pair by a step.
    Visit { site: Site, step: Option<Step>, from: TypeId },
    /// Tell what is wrong with a pair.
    Tell { site: Site, reason: Reason },
    /// Tell of a missing branch, now that it is known why the nearest one does not fit.
    TellBranch { site: Site, reason: Reason },
    /// Go back up.
    Leave { path: usize, trail: usize, via: usize, pair: Option<(TypeId, TypeId)> },
}

pub(super) struct Explanation<'v, 'a> {
    rules: Rules<'a>,
    verdicts: &'v mut Verdicts<'a>,
    labels: &'v Labels,
    repairs: Repairs<'a>,
    combination: Combination<'a>,
    path: String,
    trail: String,
    via: Vec<String>,
    walking: HashSet<(TypeId, TypeId)>,
    walked: HashSet<(TypeId, TypeId)>,
    repeated: usize,
    work: Vec<Work>,
    /// The findings of the place that is explained now; below it, those of the places around it.
    found: Vec<Incompatibility>,
    around: Vec<Vec<Incompatibility>>,
}

impl<'v, 'a> Explanation<'v, 'a> {
    pub fn new(rules: Rules<'a>, verdicts: &'v mut Verdicts<'a>, labels: &'v Labels) -> Self {
        Self {
            rules,
            verdicts,
            labels,
            repairs: Repairs::new(rules),
            combination: Combination::new(rules),
            path: String::new(),
            trail: String::new(),
            via: Vec::new(),
            walking: HashSet::new(),
            walked: HashSet::new(),
            repeated: 0,
            work: Vec::new(),
            found: Vec::new(),
            around: Vec::new(),
        }
    }

    /// Every reason why the roots are incompatible, in Java's order.
    pub fn run(mut self) -> Vec<Incompatibility> {
        let site = Site { reader: self.rules.reader.root(), writer: self.rules.writer.root() };
        self.work.push(Work::Visit { site, step: None, from: site.reader.ty });
        while let Some(work) = self.work.pop() {
            match work {
                Work::Visit { site, step, from } => self.visit(site, step, from),
                Work::Tell { site, reason } => self.tell(site, reason),
                Work::TellBranch { site, reason } => self.tell_branch(site, reason),
                Work::Leave { path, trail, via, pair } => {
                    self.path.truncate(path);
                    self.trail.truncate(trail);
                    self.via.truncate(via);
                    if let Some(pair) = pair {
                        self.walking.remove(&pair);
                    }
                }
            }
        }
        self.found
    }

    fn visit(&mut self, site: Site, step: Option<Step>, from: TypeId) {
        let pair = (site.reader.ty, site.writer.ty);
        if self.walking.contains(&pair) || self.verdicts.ask(pair.0, pair.1) {
            return;
        }
        if !self.walked.insert(pair) {
            self.repeated += 1;
            if self.repeated > REPEATED_WALKS {
                return;
            }
        }
        self.walking.insert(pair);
        self.leave_later(Some(pair));
        if let Some(step) = step {
            self.extend(step, from);
        }
        if let Some(name) = self.rules.reader.shape(pair.0).name() {
            self.via.push(name.full().to_owned());
        }
        let (rules, walking) = (self.rules, &self.walking);
        let mut steps = Steps { rules, verdicts: &mut *self.verdicts, walking, site, work: Vec::new() };
        rules.clauses(pair.0, pair.1, &mut steps);
        let work = steps.work;
        self.work.extend(work.into_iter().rev());
    }

    fn leave_later(&mut self, pair: Option<(TypeId, TypeId)>) {
        let (path, trail, via) = (self.path.len(), self.trail.len(), self.via.len());
        self.work.push(Work::Leave { path, trail, via, pair });
    }

    fn extend(&mut self, step: Step, from: TypeId) {
        match step {
            Step::Field { reader, .. } => {
                self.path.push_str(&format!("/fields/{reader}/type"));
                if !self.trail.is_empty() {
                    self.trail.push('.');
                }
                let field = self.rules.reader.record(from).and_then(|record| record.fields.get(reader));
                self.trail.push_str(field.map_or("", |field| &field.name));
            }
            Step::Items => {
                self.path.push_str("/items");
                self.trail.push_str("[]");
            }
            Step::Values => {
                self.path.push_str("/values");
                self.trail.push_str("{}");
            }
            Step::WriterBranch(place) => self.path.push_str(&format!("/{place}")),
            Step::ReaderBranch => {}
        }
    }

    fn tell(&mut self, site: Site, reason: Reason) {
        let Reason::NoBranch { writer, step, nearest: Some(nearest) } = reason else {
            let finding = self.finding(site, reason, Vec::new());
            self.found.push(finding);
            return;
        };
        self.around.push(std::mem::take(&mut self.found));
        self.work.push(Work::TellBranch { site, reason });
        self.leave_later(None);
        let site = Site { reader: nearest, writer };
        self.extend(step, site.reader.ty);
        self.work.push(Work::Visit { site, step: None, from: site.reader.ty });
    }

    /// When nothing was found under a missing branch, it fails only because of pairs that are being explained already, and
    /// there is nothing to say.
    fn tell_branch(&mut self, site: Site, reason: Reason) {
        let outer = self.around.pop().unwrap_or_default();
        let causes = std::mem::replace(&mut self.found, outer);
        if causes.is_empty() {
            return;
        }
        let mut finding = self.finding(site, reason, causes);
        if self.around.is_empty()
            && let Reason::NoBranch { writer, .. } = reason
        {
            self.combination.take_up(&mut finding, (site.reader.ty, writer.ty));
        }
        self.found.push(finding);
    }

    fn finding(&mut self, site: Site, reason: Reason, causes: Vec<Incompatibility>) -> Incompatibility {
        let rules = self.rules;
        let (reader, writer) = places(rules, site, reason);
        let mut repairs = match reason {
            Reason::Fault(fault) => self.repairs.of_fault(site, fault, self.verdicts),
            Reason::NoBranch { writer, step, nearest } => {
                self.repairs.of_branch(site, writer, step, nearest, self.verdicts)
            }
        };
        repairs.sort_by_key(|repair| repair.kind);
        Incompatibility {
            kind: kind(reason),
            path: self.path_of(reason),
            message: java_message(rules, site, reason),
            sentence: sentence(rules, site, reason, self.labels, &self.trail),
            reader,
            writer,
            via: self.via.clone(),
            causes,
            repairs,
        }
    }

    fn path_of(&self, reason: Reason) -> String {
        let path = &self.path;
        let full = match reason {
            Reason::Fault(Fault::Kinds | Fault::Decimal) => path.clone(),
            Reason::Fault(Fault::Name) => format!("{path}/name"),
            Reason::Fault(Fault::Symbols) => format!("{path}/symbols"),
            Reason::Fault(Fault::Size) => format!("{path}/size"),
            Reason::Fault(Fault::MissingDefault(at) | Fault::AmbiguousField(at)) => format!("{path}/fields/{at}"),
            Reason::NoBranch { step: Step::WriterBranch(place), .. } => format!("{path}/{place}"),
            Reason::NoBranch { .. } => path.clone(),
        };
        if full.is_empty() { "/".to_owned() } else { full }
    }
}

fn kind(reason: Reason) -> IncompatibilityType {
    match reason {
        Reason::Fault(Fault::Kinds) => IncompatibilityType::TypeMismatch,
        Reason::Fault(Fault::Name) => IncompatibilityType::NameMismatch,
        Reason::Fault(Fault::Symbols) => IncompatibilityType::MissingEnumSymbols,
        Reason::Fault(Fault::Size) => IncompatibilityType::FixedSizeMismatch,
        Reason::Fault(Fault::MissingDefault(_)) => IncompatibilityType::ReaderFieldMissingDefaultValue,
        Reason::Fault(Fault::AmbiguousField(_)) => IncompatibilityType::AmbiguousFieldAlias,
        Reason::Fault(Fault::Decimal) => IncompatibilityType::DecimalMismatch,
        Reason::NoBranch { .. } => IncompatibilityType::MissingUnionBranch,
    }
}

/// Where in both texts something is wrong.
fn places(rules: Rules<'_>, site: Site, reason: Reason) -> (SchemaPlace, SchemaPlace) {
    let reader_field = |at: usize| {
        let field = rules.reader.record(site.reader.ty).and_then(|record| record.fields.get(at));
        let source = rules.reader.ty(site.reader.ty).source;
        field.map_or(SchemaPlace::of_use(rules.reader, site.reader), |field| {
            SchemaPlace::new(rules.reader, source, field.node, rules.reader.type_text(field.ty))
        })
    };
    let both = |key: &str| (part(rules.reader, site.reader, key), part(rules.writer, site.writer, key));
    match reason {
        Reason::Fault(Fault::Kinds | Fault::Decimal) => {
            (SchemaPlace::of_use(rules.reader, site.reader), SchemaPlace::of_use(rules.writer, site.writer))
        }
        Reason::Fault(Fault::Name) => both("name"),
        Reason::Fault(Fault::Symbols) => both("symbols"),
        Reason::Fault(Fault::Size) => both("size"),
        Reason::Fault(Fault::MissingDefault(at) | Fault::AmbiguousField(at)) => {
            (reader_field(at), part(rules.writer, site.writer, "fields"))
        }
        Reason::NoBranch { writer, .. } => {
            (SchemaPlace::of_use(rules.reader, site.reader), SchemaPlace::of_use(rules.writer, writer))
        }
    }
}

/// The place of an attribute of a type's definition.
fn part(schema: &Schema, at: Use, key: &str) -> SchemaPlace {
    let ty = schema.ty(at.ty);
    let node = schema.tree(ty.source).get(ty.node, key).unwrap_or(ty.node);
    SchemaPlace::new(schema, ty.source, node, schema.type_text(at))
}

/// Turns the clauses of a failed pair into work.
struct Steps<'v, 'a> {
    rules: Rules<'a>,
    verdicts: &'v mut Verdicts<'a>,
    /// The pairs that are being explained. A pair that fails because of them alone is not told again.
    walking: &'v HashSet<(TypeId, TypeId)>,
    site: Site,
    work: Vec<Work>,
}

impl Clauses for Steps<'_, '_> {
    fn fault(&mut self, fault: Fault) {
        self.work.push(Work::Tell { site: self.site, reason: Reason::Fault(fault) });
    }

    fn needs(&mut self, step: Step, reader: Use, writer: Use) {
        // A branch of the writer is compared with the reader's type where it is used, not where it is defined.
        let reader = if matches!(step, Step::WriterBranch(_)) { self.site.reader } else { reader };
        let site = Site { reader, writer };
        self.work.push(Work::Visit { site, step: Some(step), from: self.site.reader.ty });
    }

    fn needs_any(&mut self, step: Step, branches: &[Use], writer: Use) {
        let union = self.rules.reader.shape(self.site.reader.ty);
        let all = if let Shape::Union(union) = union { union.branches.as_slice() } else { &[] };
        if all.iter().any(|branch| self.walking.contains(&(branch.ty, writer.ty)))
            || branches.iter().any(|branch| self.verdicts.ask(branch.ty, writer.ty))
        {
            return;
        }
        let writer = if step == Step::ReaderBranch { self.site.writer } else { writer };
        let full_name = |schema: &'_ Schema, at: &Use| schema.shape(at.ty).name().map(|name| name.full().to_owned());
        let wanted = full_name(self.rules.writer, &writer);
        let same_name = branches.iter().find(|branch| full_name(self.rules.reader, branch) == wanted);
        let nearest = same_name.or_else(|| branches.first()).copied();
        let nearest = nearest.filter(|branch| !matches!(self.rules.reader.shape(branch.ty), Shape::Unknown));
        self.work.push(Work::Tell { site: self.site, reason: Reason::NoBranch { writer, step, nearest } });
    }
}
