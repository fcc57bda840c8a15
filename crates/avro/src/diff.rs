//! The changes between two versions, in the words of the schema, and the effect of each on readers.

mod fields;

use crate::resolve::{Profile, Rules, SchemaPlace, Verdicts, same_name};
use crate::schema::{Enum, Schema, Shape, SourceId, TypeId, Use};
use crate::trail::{object, subject};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;
use syntax::{Kind, NodeId, Tree};

/// The kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A field is new.
    FieldAdded,
    /// A field is gone.
    FieldRemoved,
    /// A field has another name, and an alias says so.
    FieldRenamed,
    /// The fields of a record stand in another order.
    FieldsReordered,
    /// A type is another one.
    TypeChanged,
    /// A union takes one type more.
    BranchAdded,
    /// A union takes one type less.
    BranchRemoved,
    /// The branches of a union stand in another order.
    BranchesReordered,
    /// An enum has a new symbol.
    SymbolAdded,
    /// An enum has lost a symbol.
    SymbolRemoved,
    /// The symbols of an enum stand in another order.
    SymbolsReordered,
    /// An enum has another default symbol.
    EnumDefaultChanged,
    /// A fixed type has another size.
    SizeChanged,
    /// A type has another name.
    NameChanged,
    /// A type has another namespace.
    NamespaceChanged,
    /// A logical type is another one.
    LogicalTypeChanged,
    /// A field has another default.
    DefaultChanged,
    /// A type or field has other aliases.
    AliasesChanged,
    /// A type or field has another doc.
    DocChanged,
    /// A free property, or the order of a field, is another one.
    PropertyChanged,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The kind.
    pub kind: ChangeKind,
    /// The way to it, for example `items[].price`; empty for the outermost type.
    pub trail: String,
    /// One sentence: what changed.
    pub sentence: String,
    /// The place in the old version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<SchemaPlace>,
    /// The place in the new version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<SchemaPlace>,
    /// Whether the new version still reads old data, as far as this change goes.
    pub backward: bool,
    /// Whether the old version reads new data, as far as this change goes.
    pub forward: bool,
}

/// Every change from one version to another, in the order of the new one; what is gone comes after what stayed.
pub fn diff(old: &Schema, new: &Schema) -> Vec<Change> {
    let (back, forth) = (rules(new, old), rules(old, new));
    let mut diff = Diff {
        old,
        new,
        backward: Verdicts::of(back),
        forward: Verdicts::of(forth),
        seen: HashSet::new(),
        open: vec![(old.root(), new.root(), String::new(), Reach::BOTH)],
        reach: Reach::BOTH,
        changes: Vec::new(),
    };
    while let Some((old, new, trail, reach)) = diff.open.pop() {
        let below = diff.open.len();
        diff.reach = reach;
        diff.pair(old, new, &trail);
        // Inner pairs have been put on in their order and must be taken off in it.
        if let Some(inner) = diff.open.get_mut(below..) {
            inner.reverse();
        }
    }
    diff.changes
}

fn rules<'a>(reader: &'a Schema, writer: &'a Schema) -> Rules<'a> {
    Rules { reader, writer, profile: Profile::Confluent }
}

/// Whether a reader takes a writer's named type for its own, as registries see it.
fn reads_name(reader: &Shape, writer: &Shape) -> bool {
    same_name(reader, writer, Profile::Confluent)
}

struct Diff<'a> {
    old: &'a Schema,
    new: &'a Schema,
    backward: Verdicts<'a>,
    forward: Verdicts<'a>,
    seen: HashSet<(TypeId, TypeId, Reach)>,
    open: Vec<(Use, Use, String, Reach)>,
    /// The readers that the changes of the pair at hand reach.
    reach: Reach,
    changes: Vec<Change>,
}

/// The side that reads one type of a pair as the other. A field that readers do not find, since no alias leads to it, has its default
/// there, and its type does not matter to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Reach {
    backward: bool,
    forward: bool,
}

impl Reach {
    const BOTH: Self = Self { backward: true, forward: true };
}

/// The places of a change.
type Places = (Option<SchemaPlace>, Option<SchemaPlace>);

impl Diff<'_> {
    fn tell(&mut self, kind: ChangeKind, trail: &str, sentence: String, (old, new): Places, verdict: (bool, bool)) {
        let (backward, forward) = (verdict.0 || !self.reach.backward, verdict.1 || !self.reach.forward);
        self.changes.push(Change { kind, trail: trail.to_owned(), sentence, old, new, backward, forward });
    }

    fn uses(&self, old: Use, new: Use) -> Places {
        (Some(SchemaPlace::of_use(self.old, old)), Some(SchemaPlace::of_use(self.new, new)))
    }

    fn pair(&mut self, old: Use, new: Use, trail: &str) {
        if !self.seen.insert((old.ty, new.ty, self.reach)) {
            return;
        }
        let (before, after) = (self.old.ty(old.ty), self.new.ty(new.ty));
        match (&before.shape, &after.shape) {
            (Shape::Union(_), _) | (_, Shape::Union(_)) => return self.union(old, new, trail),
            (Shape::Record(a), Shape::Record(b)) => {
                self.named(old, new, trail);
                if a.is_error != b.is_error {
                    let sentence =
                        format!("{} is {}", b.name.simple(), if b.is_error { "an error" } else { "no error any more" });
                    let places = self.uses(old, new);
                    self.tell(ChangeKind::PropertyChanged, trail, sentence, places, (true, true));
                }
                self.record((old, a), (new, b), trail);
            }
            (Shape::Enum(a), Shape::Enum(b)) => {
                self.named(old, new, trail);
                self.enumeration(old, new, (a, b), trail);
            }
            (Shape::Fixed(a), Shape::Fixed(b)) => {
                self.named(old, new, trail);
                if a.size != b.size {
                    let sentence = format!("{} has {} bytes instead of {}", subject(trail), b.size, a.size);
                    let places = self.uses(old, new);
                    self.tell(ChangeKind::SizeChanged, trail, sentence, places, (false, false));
                }
            }
            (Shape::Array(a), Shape::Array(b)) => self.open.push((*a, *b, format!("{trail}[]"), self.reach)),
            (Shape::Map(a), Shape::Map(b)) => self.open.push((*a, *b, format!("{trail}{{}}"), self.reach)),
            // Two `Unknown` types agree with everything, and may differ all the same.
            (Shape::Unknown, Shape::Unknown) => return self.not_understood(old, new, trail),
            (a, b) if a.word() == b.word() => {}
            _ => {
                let verdict = (self.backward.ask(new.ty, old.ty), self.forward.ask(old.ty, new.ty));
                return self.type_changed(old, new, trail, verdict);
            }
        }
        if before.logical != after.logical {
            let (was, is) = (self.old.type_text(old), self.new.type_text(new));
            let name = |logical: Option<crate::LogicalType>, text: &str| {
                logical.map_or_else(|| format!("plain {text}"), |logical| logical.to_string())
            };
            let (was, is) = (name(before.logical, &was), name(after.logical, &is));
            let sentence = format!("{} is {is} instead of {was}", subject(trail));
            let places = self.uses(old, new);
            self.tell(ChangeKind::LogicalTypeChanged, trail, sentence, places, (true, true));
        }
        if before.shape.name().is_none() {
            let places = self.uses(old, new);
            let name = format!("The type of {}", object(trail));
            self.texts((before.source, before.node), (after.source, after.node), &name, trail, &places);
        }
        self.ignored_logical_type(old, new, trail);
    }

    /// A logical type that counts for nothing is still written there, and other programs may know it.
    fn ignored_logical_type(&mut self, old: Use, new: Use, trail: &str) {
        let (before, after) = (self.old.ty(old.ty), self.new.ty(new.ty));
        if before.logical.is_some() || after.logical.is_some() {
            return;
        }
        let (tree, other) = (self.old.tree(before.source), self.new.tree(after.source));
        let is_same = ["logicalType", "precision", "scale"].iter().all(|key| {
            match (tree.get(before.node, key), other.get(after.node, key)) {
                (None, None) => true,
                (Some(a), Some(b)) => tree.says_the_same(a, other, b, |_| false),
                (Some(_), None) | (None, Some(_)) => false,
            }
        });
        if !is_same {
            let name = |tree: &Tree, node| tree.string(tree.get(node, "logicalType")?).map(Cow::into_owned);
            let sentence = match (name(tree, before.node), name(other, after.node)) {
                (Some(was), Some(is)) if was == is => {
                    format!("{} has another {is}, which counts for nothing", subject(trail))
                }
                (Some(_) | None, Some(is)) => {
                    format!("{} has the logical type {is}, which counts for nothing", subject(trail))
                }
                (Some(_), None) => {
                    format!("{} has no logical type any more; the one it had counted for nothing", subject(trail))
                }
                (None, None) => {
                    format!("{} has other attributes of a logical type, which count for nothing", subject(trail))
                }
            };
            let places = self.uses(old, new);
            self.tell(ChangeKind::LogicalTypeChanged, trail, sentence, places, (true, true));
        }
    }

    fn not_understood(&mut self, old: Use, new: Use, trail: &str) {
        let (tree, other) = (self.old.tree(old.source), self.new.tree(new.source));
        if !tree.says_the_same(old.node, other, new.node, |_| false) {
            let written =
                |tree: &Tree, node| tree.string(node).map_or_else(|| tree.raw(node).to_owned(), Cow::into_owned);
            let (was, is) = (written(tree, old.node), written(other, new.node));
            let sentence = format!("{} is {is} instead of {was}", subject(trail));
            let places = self.uses(old, new);
            self.tell(ChangeKind::TypeChanged, trail, sentence, places, (true, true));
        }
    }

    fn type_changed(&mut self, old: Use, new: Use, trail: &str, verdict: (bool, bool)) {
        let sentence =
            format!("{} is {} instead of {}", subject(trail), self.new.type_text(new), self.old.type_text(old));
        let places = self.uses(old, new);
        self.tell(ChangeKind::TypeChanged, trail, sentence, places, verdict);
    }

    fn union(&mut self, old: Use, new: Use, trail: &str) {
        let branches = |schema: &Schema, at: Use| {
            if let Shape::Union(union) = schema.shape(at.ty) { union.branches.clone() } else { vec![at] }
        };
        let (before, after) = (branches(self.old, old), branches(self.new, new));
        let shapes = |a: &Use, b: &Use| (self.old.shape(a.ty), self.new.shape(b.ty));
        let is_same = |a: &Use, b: &Use| {
            let (a, b) = shapes(a, b);
            a.word() == b.word() && a.name().map(|name| name.full()) == b.name().map(|name| name.full())
        };
        let is_alike = |a: &Use, b: &Use| {
            let (a, b) = shapes(a, b);
            a.name().is_some() && (reads_name(a, b) || reads_name(b, a))
        };
        // Two branches can have one name in two namespaces, so what is wholly the same is paired first.
        let mut left = after.clone();
        let mut take = |test: &dyn Fn(&Use) -> bool| Some(left.remove(left.iter().position(test)?));
        let mut partners: Vec<Option<Use>> =
            before.iter().map(|branch| take(&|other| is_same(branch, other))).collect();
        for (branch, partner) in before.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            *partner = take(&|other| is_alike(branch, other));
        }
        let mut pairs: Vec<(Use, Use)> = Vec::new();
        let mut gone: Vec<Use> = Vec::new();
        for (branch, partner) in before.iter().zip(partners) {
            match partner {
                Some(other) => pairs.push((*branch, other)),
                None => gone.push(*branch),
            }
        }
        let added: Vec<Use> =
            after.iter().copied().filter(|branch| !pairs.iter().any(|(_, other)| other == branch)).collect();
        if let ([was], [is]) = (gone.as_slice(), added.as_slice()) {
            // Another branch may read it as well.
            let backward = after.iter().any(|branch| self.backward.ask(branch.ty, was.ty));
            let forward = before.iter().any(|branch| self.forward.ask(branch.ty, is.ty));
            self.type_changed(*was, *is, trail, (backward, forward));
        } else {
            for branch in added {
                let text = self.new.type_text(branch);
                let sentence = if matches!(self.new.shape(branch.ty), Shape::Null) {
                    format!("{} may be empty", subject(trail))
                } else {
                    format!("{} may be {text} too", subject(trail))
                };
                let read = before.iter().any(|other| self.forward.ask(other.ty, branch.ty));
                let places = (None, Some(SchemaPlace::of_use(self.new, branch)));
                self.tell(ChangeKind::BranchAdded, trail, sentence, places, (true, read));
            }
            for branch in gone {
                let text = self.old.type_text(branch);
                let sentence = if matches!(self.old.shape(branch.ty), Shape::Null) {
                    format!("{} may no longer be empty", subject(trail))
                } else {
                    format!("{} may no longer be {text}", subject(trail))
                };
                let read = after.iter().any(|other| self.backward.ask(other.ty, branch.ty));
                let places = (Some(SchemaPlace::of_use(self.old, branch)), None);
                self.tell(ChangeKind::BranchRemoved, trail, sentence, places, (read, true));
            }
        }
        let places: Vec<usize> =
            pairs.iter().filter_map(|(_, new)| after.iter().position(|branch| branch == new)).collect();
        if !places.is_sorted() {
            let sentence = format!("The branches of {} stand in another order", object(trail));
            let uses = self.uses(old, new);
            self.tell(ChangeKind::BranchesReordered, trail, sentence, uses, (true, true));
        }
        let reach = self.reach;
        self.open.extend(pairs.into_iter().map(|(a, b)| (a, b, trail.to_owned(), reach)));
    }

    /// Name, namespace, aliases, doc and free properties of a named type.
    fn named(&mut self, old: Use, new: Use, trail: &str) {
        let (before, after) = (self.old.ty(old.ty), self.new.ty(new.ty));
        let (Some(was), Some(is)) = (before.shape.name(), after.shape.name()) else { return };
        let places = self.uses(old, new);
        if was.simple() != is.simple() {
            let sentence = format!("The type of {} is called {is} instead of {was}", object(trail));
            let verdict = (reads_name(&after.shape, &before.shape), reads_name(&before.shape, &after.shape));
            self.tell(ChangeKind::NameChanged, trail, sentence, places.clone(), verdict);
        } else if was.namespace() != is.namespace() {
            let sentence = format!("The type of {} is called {is} instead of {was}", object(trail));
            self.tell(ChangeKind::NamespaceChanged, trail, sentence, places.clone(), (true, true));
        }
        if before.shape.aliases() != after.shape.aliases() {
            let sentence = format!("{} has other aliases", is.simple());
            self.tell(ChangeKind::AliasesChanged, trail, sentence, places.clone(), (true, true));
        }
        self.texts((before.source, before.node), (after.source, after.node), is.simple(), trail, &places);
    }

    /// The doc and the free properties of a type or field, which may be no more than a word.
    fn texts(&mut self, old: (SourceId, NodeId), new: (SourceId, NodeId), name: &str, trail: &str, places: &Places) {
        let (before, after) = (self.old.doc(old.0, old.1), self.new.doc(new.0, new.1));
        if before != after {
            let doc = if after.is_none() {
                "no doc any more"
            } else if before.is_none() {
                "a doc"
            } else {
                "another doc"
            };
            let sentence = format!("{name} has {doc}");
            self.tell(ChangeKind::DocChanged, trail, sentence, places.clone(), (true, true));
        }
        let (tree, other) = (self.old.tree(old.0), self.new.tree(new.0));
        let has_none = |tree: &Tree, node: NodeId| {
            tree.children(node).all(|member| tree.key(member).is_none_or(|key| is_told_elsewhere(&key)))
        };
        let is_same = match (tree.kind(old.1), other.kind(new.1)) {
            (Kind::Object, Kind::Object) => tree.says_the_same(old.1, other, new.1, is_told_elsewhere),
            // A plain type may stand as its name alone.
            _ => has_none(tree, old.1) && has_none(other, new.1),
        };
        if !is_same {
            let sentence = format!("{name} has other properties");
            self.tell(ChangeKind::PropertyChanged, trail, sentence, places.clone(), (true, true));
        }
    }

    fn enumeration(&mut self, old: Use, new: Use, (before, after): (&Enum, &Enum), trail: &str) {
        let places = self.uses(old, new);
        for symbol in after.symbols.iter().filter(|symbol| !before.has(symbol)) {
            let sentence = format!("{} may be {symbol} too", subject(trail));
            self.tell(ChangeKind::SymbolAdded, trail, sentence, places.clone(), (true, before.default.is_some()));
        }
        for symbol in before.symbols.iter().filter(|symbol| !after.has(symbol)) {
            let sentence = format!("{} may no longer be {symbol}", subject(trail));
            self.tell(ChangeKind::SymbolRemoved, trail, sentence, places.clone(), (after.default.is_some(), true));
        }
        let kept = |these: &Enum, others: &Enum| -> Vec<Box<str>> {
            these.symbols.iter().filter(|symbol| others.has(symbol)).cloned().collect()
        };
        if kept(before, after) != kept(after, before) {
            let sentence = format!("The symbols of {} stand in another order", object(trail));
            self.tell(ChangeKind::SymbolsReordered, trail, sentence, places.clone(), (true, true));
        }
        if before.default != after.default {
            let sentence = match &after.default {
                Some(symbol) => format!("Symbols that are not known are read as {symbol} in {}", object(trail)),
                None => format!("There is no default symbol any more in {}", object(trail)),
            };
            self.tell(ChangeKind::EnumDefaultChanged, trail, sentence, places, (true, true));
        }
    }
}

/// Attributes whose changes have a kind of their own.
fn is_told_elsewhere(key: &str) -> bool {
    matches!(
        key,
        "type"
            | "name"
            | "namespace"
            | "aliases"
            | "doc"
            | "fields"
            | "symbols"
            | "items"
            | "values"
            | "size"
            | "default"
            | "logicalType"
            | "precision"
            | "scale"
    )
}
