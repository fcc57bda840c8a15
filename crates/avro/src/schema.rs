//! The model of a schema: types in one array, each knowing where it stands in the text.
//!
//! A type that is used by name is one entry however often it is used; each use knows its own place. So a recursive schema is
//! no special case, and a finding can point both at the use and at the definition.

use crate::logical::LogicalType;
use crate::name::{Name, hash};
use crate::resolve::{Brief, NOTHING};
use std::collections::HashMap;
use syntax::{NodeId, Span, Tree};

/// A type of one schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(crate) u32);

impl TypeId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which text a place is in: the schema's own, or one of its references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(crate) u32);

impl SourceId {
    /// The schema's own text.
    pub const OWN: Self = Self(0);

    /// Whether this is the schema's own text.
    pub fn is_own(self) -> bool {
        self == Self::OWN
    }
}

/// A text that takes part in a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name of the reference; nothing for the schema's own text.
    pub name: Option<String>,
    /// The text and its structure.
    pub tree: Tree,
}

/// A place where a type is used: written out, or by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// The type.
    pub ty: TypeId,
    /// The text.
    pub source: SourceId,
    /// The JSON value that stands there: the type's definition or its name.
    pub node: NodeId,
}

/// A type and where it is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// Its shape.
    pub shape: Shape,
    /// Its logical type, when that fits.
    pub logical: Option<LogicalType>,
    /// The text that defines it.
    pub source: SourceId,
    /// The JSON value that defines it.
    pub node: NodeId,
}

/// The shapes of types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// No value.
    Null,
    /// True or false.
    Boolean,
    /// 32 bits.
    Int,
    /// 64 bits.
    Long,
    /// 32 bits, floating.
    Float,
    /// 64 bits, floating.
    Double,
    /// Any bytes.
    Bytes,
    /// Unicode text.
    String,
    /// A sequence of one type.
    Array(Use),
    /// Text keys to values of one type.
    Map(Use),
    /// One of several types.
    Union(Union),
    /// Named fields; an `error` of a protocol is a record too.
    Record(Record),
    /// One of several symbols.
    Enum(Enum),
    /// So many bytes.
    Fixed(Fixed),
    /// Something that could not be understood or found; a finding says why. It is at peace with every type, so that one
    /// mistake does not hide the rest under its consequences.
    Unknown,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Union {
    /// The branches in order.
    pub branches: Vec<Use>,
    /// Hashes of the names under which a writer's type finds its branches, sorted.
    pub(crate) index: Vec<(u64, u32)>,
    /// Branches that were not understood; they take everything.
    pub(crate) unknown: Vec<Use>,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub name: Name,
    /// Its other names, in full.
    pub aliases: Vec<Name>,
    /// Its fields in order.
    pub fields: Vec<Field>,
    /// Whether it is declared as `error`.
    pub is_error: bool,
    pub(crate) index: Vec<(u64, u32)>,
    /// Whether two fields have one name, of which the first counts.
    pub(crate) has_twins: bool,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Box<str>,
    pub(crate) name_hash: u64,
    /// Its other names.
    pub aliases: Vec<Box<str>>,
    /// Its type.
    pub ty: Use,
    /// Its default, as a JSON value of the text it stands in.
    pub default: Option<NodeId>,
    /// The JSON object that defines it.
    pub node: NodeId,
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// Its other names, in full.
    pub aliases: Vec<Name>,
    /// Its symbols in order.
    pub symbols: Vec<Box<str>>,
    /// The symbol that stands in for one that a reader does not know.
    pub default: Option<Box<str>>,
    pub(crate) index: Vec<(u64, u32)>,
}

/// A fixed number of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its name.
    pub name: Name,
    /// Its other names, in full.
    pub aliases: Vec<Name>,
    /// How many bytes.
    pub size: u64,
}

/// A schema: a text, the texts that it refers to, and what they mean together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    pub(crate) own: Source,
    pub(crate) references: Vec<Source>,
    pub(crate) types: Vec<Type>,
    /// The brief of each type.
    pub(crate) briefs: Vec<Brief>,
    pub(crate) root: Use,
    pub(crate) names: HashMap<Box<str>, TypeId>,
    pub(crate) undefined: Vec<Box<str>>,
    /// Whether each type is part of what has a list or record with something in it as a default; empty when there is none.
    pub(crate) under_deep_defaults: Vec<bool>,
}

const UNKNOWN: Type = Type { shape: Shape::Unknown, logical: None, source: SourceId::OWN, node: Tree::ROOT };

impl Schema {
    /// The schema's own text.
    pub fn text(&self) -> &str {
        self.tree(SourceId::OWN).text()
    }

    /// The structure of a text of the schema.
    pub fn tree(&self, source: SourceId) -> &Tree {
        &self.source(source).tree
    }

    /// A text of the schema.
    pub fn source(&self, source: SourceId) -> &Source {
        let reference = (source.0 as usize).checked_sub(1).and_then(|at| self.references.get(at));
        reference.unwrap_or(&self.own)
    }

    /// The texts that the schema refers to.
    pub fn references(&self) -> &[Source] {
        &self.references
    }

    /// The name of a reference; nothing for the schema's own text.
    pub fn source_name(&self, source: SourceId) -> Option<&str> {
        self.source(source).name.as_deref()
    }

    /// The outermost type.
    pub fn root(&self) -> Use {
        self.root
    }

    /// A type. An id of another schema gives no panic, but a senseless answer.
    pub fn ty(&self, id: TypeId) -> &Type {
        self.types.get(id.0 as usize).unwrap_or(const { &UNKNOWN })
    }

    /// Whether a default with something in it holds, or could hold, a value of a type.
    pub(crate) fn is_under_deep_default(&self, id: TypeId) -> bool {
        self.under_deep_defaults.get(id.index()).copied().unwrap_or(false)
    }

    /// Marks what the fields with such defaults lead to.
    pub(crate) fn mark_deep_defaults(&mut self) {
        let mut marks = vec![false; self.types.len()];
        let mut open: Vec<TypeId> = Vec::new();
        for ty in &self.types {
            let Shape::Record(record) = &ty.shape else { continue };
            let tree = self.tree(ty.source);
            let is_deep = |field: &&Field| field.default.is_some_and(|it| tree.children(it).next().is_some());
            open.extend(record.fields.iter().filter(is_deep).map(|field| field.ty.ty));
        }
        while let Some(id) = open.pop() {
            if let Some(mark) = marks.get_mut(id.index()).filter(|mark| !**mark) {
                *mark = true;
                open.extend(self.shape(id).uses().map(|at| at.ty));
            }
        }
        self.under_deep_defaults = marks;
    }

    pub(crate) fn brief(&self, id: TypeId) -> Brief {
        self.briefs.get(id.0 as usize).copied().unwrap_or(NOTHING)
    }

    /// The shape of a type.
    pub fn shape(&self, id: TypeId) -> &Shape {
        &self.ty(id).shape
    }

    /// A type as a record.
    pub fn record(&self, id: TypeId) -> Option<&Record> {
        if let Shape::Record(record) = self.shape(id) { Some(record) } else { None }
    }

    /// Every type with its id, in the order of the texts: those of the references first.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        self.types.iter().enumerate().map(|(index, ty)| (TypeId(u32::try_from(index).unwrap_or(u32::MAX)), ty))
    }

    /// The type with a full name.
    pub fn named(&self, full_name: &str) -> Option<TypeId> {
        self.names.get(full_name).copied()
    }

    /// The full names of all named types in the order of the texts.
    pub fn type_names(&self) -> impl Iterator<Item = &Name> {
        self.types.iter().filter_map(|ty| ty.shape.name())
    }

    /// The full names that are used and defined nowhere, sorted: what references would have to bring.
    pub fn undefined_names(&self) -> impl Iterator<Item = &str> {
        self.undefined.iter().map(AsRef::as_ref)
    }

    /// The full name of the outermost type, when it is a named one.
    pub fn fullname(&self) -> Option<&str> {
        self.shape(self.root.ty).name().map(Name::full)
    }

    /// The namespace of the outermost type; empty when there is none.
    pub fn namespace(&self) -> &str {
        self.shape(self.root.ty).name().map_or("", Name::namespace)
    }

    /// Whether every type was understood and found. Verdicts on a schema that is not complete are about the rest of it.
    pub fn is_complete(&self) -> bool {
        !self.types.iter().any(|ty| matches!(ty.shape, Shape::Unknown))
    }

    /// Every place where a type is used: the root, elements, branches and fields, of all texts.
    pub fn uses(&self) -> impl Iterator<Item = Use> {
        self.types.iter().flat_map(|ty| ty.shape.uses()).chain([self.root])
    }

    /// Where a use stands in its text.
    pub fn span(&self, at: Use) -> Span {
        self.tree(at.source).span(at.node)
    }

    /// A use with the whole of what is written there: `{"type": "Order"}` stands for `"Order"`, except in a field.
    pub(crate) fn as_written(&self, at: Use) -> Use {
        let tree = self.tree(at.source);
        let is_field = |object| tree.parent(object).is_some_and(|list| tree.key(list).as_deref() == Some("fields"));
        let object = tree.parent(at.node).filter(|_| tree.key(at.node).as_deref() == Some("type"));
        Use { node: object.filter(|&object| !is_field(object)).unwrap_or(at.node), ..at }
    }

    /// A field's text: its `doc`.
    pub fn doc(&self, source: SourceId, object: NodeId) -> Option<String> {
        let tree = self.tree(source);
        tree.string(tree.get(object, "doc")?).map(Into::into)
    }

    /// The field that an object of the own text defines, after its record and its place there.
    pub fn field_defined_at(&self, object: NodeId) -> Option<(TypeId, usize, &Field)> {
        let own = self.types().filter(|(_, ty)| ty.source.is_own());
        own.filter_map(|(id, _)| Some((id, self.record(id)?))).find_map(|(id, record)| {
            let (index, field) = record.fields.iter().enumerate().find(|(_, field)| field.node == object)?;
            Some((id, index, field))
        })
    }

    /// The default of a field as it is written.
    pub fn default_text(&self, record: TypeId, field: &Field) -> Option<&str> {
        Some(self.tree(self.ty(record).source).raw(field.default?))
    }
}

impl Shape {
    /// The name of a record, enum or fixed type.
    pub fn name(&self) -> Option<&Name> {
        match self {
            Self::Record(record) => Some(&record.name),
            Self::Enum(it) => Some(&it.name),
            Self::Fixed(fixed) => Some(&fixed.name),
            Self::Null
            | Self::Boolean
            | Self::Int
            | Self::Long
            | Self::Float
            | Self::Double
            | Self::Bytes
            | Self::String
            | Self::Array(_)
            | Self::Map(_)
            | Self::Union(_)
            | Self::Unknown => None,
        }
    }

    /// The places inside the type where other types are used.
    pub fn uses(&self) -> impl Iterator<Item = Use> {
        let (one, branches, fields) = match self {
            Self::Array(element) | Self::Map(element) => (Some(*element), &[][..], &[][..]),
            Self::Union(union) => (None, union.branches.as_slice(), &[][..]),
            Self::Record(record) => (None, &[][..], record.fields.as_slice()),
            Self::Null
            | Self::Boolean
            | Self::Int
            | Self::Long
            | Self::Float
            | Self::Double
            | Self::Bytes
            | Self::String
            | Self::Enum(_)
            | Self::Fixed(_)
            | Self::Unknown => (None, &[][..], &[][..]),
        };
        one.into_iter().chain(branches.iter().copied()).chain(fields.iter().map(|field| field.ty))
    }

    /// The other names of a record, enum or fixed type, in full.
    pub fn aliases(&self) -> &[Name] {
        match self {
            Self::Record(record) => &record.aliases,
            Self::Enum(it) => &it.aliases,
            Self::Fixed(fixed) => &fixed.aliases,
            Self::Null
            | Self::Boolean
            | Self::Int
            | Self::Long
            | Self::Float
            | Self::Double
            | Self::Bytes
            | Self::String
            | Self::Array(_)
            | Self::Map(_)
            | Self::Union(_)
            | Self::Unknown => &[],
        }
    }

    /// The word for the kind of type, as schemas write it; `error` types are `record`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Bytes => "bytes",
            Self::String => "string",
            Self::Array(_) => "array",
            Self::Map(_) => "map",
            Self::Union(_) => "union",
            Self::Record(_) => "record",
            Self::Enum(_) => "enum",
            Self::Fixed(_) => "fixed",
            Self::Unknown => "unknown",
        }
    }

    /// The primitive type of a name.
    pub(crate) fn primitive(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "int" => Self::Int,
            "long" => Self::Long,
            "float" => Self::Float,
            "double" => Self::Double,
            "bytes" => Self::Bytes,
            "string" => Self::String,
            _ => return None,
        })
    }
}

impl Record {
    /// The place of the field with a name; the first when there are several.
    pub fn position(&self, name: &str) -> Option<usize> {
        find(&self.index, hash(name), |at| self.fields.get(at).is_some_and(|field| &*field.name == name))
    }

    pub(crate) fn position_hashed(&self, hash: u64, name: &str) -> Option<usize> {
        find(&self.index, hash, |at| self.fields.get(at).is_some_and(|field| &*field.name == name))
    }
}

impl Enum {
    /// Whether the enum has a symbol.
    pub fn has(&self, symbol: &str) -> bool {
        find(&self.index, hash(symbol), |at| self.symbols.get(at).is_some_and(|it| &**it == symbol)).is_some()
    }
}

/// Sorts hashes with their places, for [`find`].
pub(crate) fn index_of(hashes: impl Iterator<Item = u64>) -> Vec<(u64, u32)> {
    let mut index: Vec<(u64, u32)> = hashes.zip(0..).collect();
    index.sort();
    index
}

/// The first place with a hash that passes the test.
pub(crate) fn find(index: &[(u64, u32)], hash: u64, mut is: impl FnMut(usize) -> bool) -> Option<usize> {
    let from = index.partition_point(|&(other, _)| other < hash);
    let same = index.get(from..).unwrap_or_default().iter().take_while(|&&(other, _)| other == hash);
    same.map(|&(_, at)| at as usize).find(|&at| is(at))
}
