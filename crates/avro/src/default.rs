//! Whether the defaults of fields fit their types.

mod early;
mod later;

use crate::finding::{Finding, TextFix};
use crate::rule::Rule;
use crate::schema::{Field, Schema, Shape, SourceId, Type, TypeId};
use early::is_early;
use std::collections::HashMap;
use syntax::{Kind, NodeId, Tree};

/// How deep a default is followed. None that a person wrote comes near it.
const MAX_DEPTH: usize = 128;

/// How far a JSON value fits a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is of the right kind and can be encoded.
    Fits,
    /// It is of the right kind, which is all that Java looks at, but stands for no value of the type.
    Unencodable,
    /// It is of another kind.
    Misfit,
}

/// The values of one text, judged by the types of a schema.
pub(crate) struct Defaults<'a> {
    schema: &'a Schema,
    tree: &'a Tree,
    /// Unions can lead to one value on many ways; each pair of type and value is judged once.
    known: HashMap<(TypeId, NodeId), Fit>,
}

/// Judges the default of every field of a schema.
pub(crate) fn check_defaults(schema: &Schema, findings: &mut Vec<Finding>) {
    for source in (0..=schema.references().len()).filter_map(|at| u32::try_from(at).ok()).map(SourceId) {
        Defaults::new(schema, schema.tree(source)).check(source, findings);
    }
}

impl<'a> Defaults<'a> {
    pub fn new(schema: &'a Schema, tree: &'a Tree) -> Self {
        Self { schema, tree, known: HashMap::new() }
    }

    /// Whether a value is one of the type.
    pub fn fits(&mut self, ty: TypeId, value: NodeId) -> bool {
        self.fit(ty, value, 0) == Fit::Fits
    }

    fn check(&mut self, source: SourceId, findings: &mut Vec<Finding>) {
        for (_, ty) in self.schema.types().filter(|(_, ty)| ty.source == source) {
            let Shape::Record(record) = &ty.shape else { continue };
            for field in &record.fields {
                let Some(default) = field.default else { continue };
                let number = self.number_as_text(field, default);
                let fit = number.unwrap_or_else(|| self.fit(field.ty.ty, default, 0));
                let rule = match fit {
                    Fit::Fits => None,
                    Fit::Unencodable if number.is_some() => Some(Rule::DefaultNumberAsText),
                    Fit::Unencodable => Some(Rule::DefaultUnencodable),
                    Fit::Misfit if number.is_some() => Some(Rule::DefaultNotANumber),
                    Fit::Misfit => Some(Rule::DefaultMisfit),
                };
                let early = number.is_none() && fit != Fit::Misfit && is_early(self, ty, field, default);
                let rules = rule.into_iter().chain(early.then_some(Rule::DefaultTooEarly));
                findings.extend(rules.map(|rule| self.finding(ty, field, default, rule)));
                if number.is_none() && fit != Fit::Misfit {
                    findings.extend(self.later_branch(ty, field, default));
                }
            }
        }
    }

    fn finding(&self, ty: &Type, field: &Field, default: NodeId, rule: Rule) -> Finding {
        let tree = self.tree;
        let wanted = self.schema.type_text(field.ty);
        let written = tree.raw(default);
        let message = if rule == Rule::DefaultUnencodable {
            format!("The default {written} of field {} stands for no value of {wanted}", field.name)
        } else if rule == Rule::DefaultTooEarly {
            format!("Java refuses the default {written} of field {}: it needs a type that ends further on", field.name)
        } else {
            format!("The default {written} of field {} is no {wanted}", field.name)
        };
        let mut fixes = Vec::new();
        if let Some(fitting) = self.fitting(field.ty.ty, default) {
            let edits = vec![tree.replace_value(default, &fitting)];
            fixes.push(TextFix { title: format!("Change it to {fitting}"), edits });
        }
        fixes.push(TextFix { title: "Remove the default".to_owned(), edits: vec![tree.remove(default)] });
        Finding { rule, source: ty.source, span: tree.span(default), pointer: tree.pointer(default), message, fixes }
    }

    /// Java reads a text as the default of a float or double, when it says a number, whatever else it checks.
    fn number_as_text(&self, field: &Field, default: NodeId) -> Option<Fit> {
        let text = self.tree.string(default)?;
        let is_number = matches!(self.schema.shape(field.ty.ty), Shape::Float | Shape::Double);
        is_number.then(|| if java_reads_as_number(&text) { Fit::Unencodable } else { Fit::Misfit })
    }

    /// The value that was probably meant: `"100"` for the number, `"null"` for null, `0` for `"0"`.
    fn fitting(&self, ty: TypeId, default: NodeId) -> Option<String> {
        let tree = self.tree;
        let candidate = match tree.string(default) {
            Some(text) => text.into_owned(),
            None => syntax::quote(tree.raw(default)),
        };
        let (meant, errors) = syntax::parse(&candidate);
        if !errors.is_empty() || matches!(meant.kind(meant.root()), Kind::Object | Kind::Array) {
            return None;
        }
        (self.leaf(ty, &meant, meant.root()) == Fit::Fits).then_some(candidate)
    }

    fn fit(&mut self, ty: TypeId, value: NodeId, depth: usize) -> Fit {
        if depth > MAX_DEPTH {
            return Fit::Misfit;
        }
        if let Some(&known) = self.known.get(&(ty, value)) {
            return known;
        }
        // A default that needs itself has no end and is no value.
        self.known.insert((ty, value), Fit::Misfit);
        let schema = self.schema;
        let tree = self.tree;
        let fit = match (schema.shape(ty), tree.kind(value)) {
            (Shape::Array(items), Kind::Array) => {
                tree.children(value).map(|item| self.fit(items.ty, item, depth + 1)).max().unwrap_or(Fit::Fits)
            }
            (Shape::Map(values), Kind::Object) => {
                tree.children(value).map(|item| self.fit(values.ty, item, depth + 1)).max().unwrap_or(Fit::Fits)
            }
            (Shape::Union(union), _) => {
                union.branches.iter().map(|branch| self.fit(branch.ty, value, depth + 1)).min().unwrap_or(Fit::Misfit)
            }
            (Shape::Record(record), Kind::Object) => record
                .fields
                .iter()
                .map(|field| match tree.get(value, &field.name) {
                    Some(inner) => self.fit(field.ty.ty, inner, depth + 1),
                    None => self.fit_of_default(ty, field, depth),
                })
                .max()
                .unwrap_or(Fit::Fits),
            _ => self.leaf(ty, tree, value),
        };
        self.known.insert((ty, value), fit);
        fit
    }

    /// Judges what stands in for a field that a record's value does not have.
    fn fit_of_default(&mut self, record: TypeId, field: &Field, depth: usize) -> Fit {
        let same_text = std::ptr::eq(self.schema.tree(self.schema.ty(record).source), self.tree);
        match field.default {
            Some(default) if same_text => self.fit(field.ty.ty, default, depth + 1),
            Some(_) => Fit::Fits,
            None => Fit::Misfit,
        }
    }

    /// Judges a value for a type without looking into containers.
    fn leaf(&self, ty: TypeId, tree: &Tree, value: NodeId) -> Fit {
        let kind = tree.kind(value);
        let when = |test: bool| if test { Fit::Fits } else { Fit::Misfit };
        let text = |test: &dyn Fn(&str) -> bool| match tree.string(value) {
            None => Fit::Misfit,
            Some(text) if test(&text) => Fit::Fits,
            Some(_) => Fit::Unencodable,
        };
        let integer = |least: i64, most: i64| {
            when(tree.integer(value).is_some_and(|n| (i128::from(least)..=i128::from(most)).contains(&n)))
        };
        match self.schema.shape(ty) {
            Shape::Unknown => Fit::Fits,
            Shape::Null => when(kind == Kind::Null),
            Shape::Boolean => when(matches!(kind, Kind::True | Kind::False)),
            Shape::Int => integer(i64::from(i32::MIN), i64::from(i32::MAX)),
            Shape::Long => integer(i64::MIN, i64::MAX),
            Shape::Float | Shape::Double => when(kind == Kind::Number),
            Shape::String => when(kind == Kind::String),
            Shape::Bytes => text(&|text| text.chars().all(|c| c <= '\u{ff}')),
            Shape::Fixed(fixed) => text(&|text| {
                text.chars().all(|c| c <= '\u{ff}') && u64::try_from(text.chars().count()) == Ok(fixed.size)
            }),
            Shape::Enum(it) => text(&|text| it.has(text)),
            Shape::Union(union) => union
                .branches
                .iter()
                .map(|branch| self.leaf_branch(branch.ty, tree, value))
                .min()
                .unwrap_or(Fit::Misfit),
            Shape::Array(_) | Shape::Map(_) | Shape::Record(_) => Fit::Misfit,
        }
    }

    fn leaf_branch(&self, ty: TypeId, tree: &Tree, value: NodeId) -> Fit {
        if matches!(self.schema.shape(ty), Shape::Union(_)) { Fit::Misfit } else { self.leaf(ty, tree, value) }
    }
}

/// Whether `Double.parseDouble` takes a text. Its hexadecimal notation is left out.
fn java_reads_as_number(text: &str) -> bool {
    let trimmed = text.trim_matches(|c| c <= ' ');
    let unsigned = trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed);
    if matches!(unsigned, "NaN" | "Infinity") {
        return true;
    }
    let digits = unsigned.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(unsigned);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && digits.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::java_reads_as_number;

    #[test]
    fn numbers_in_java_s_notation() {
        for text in ["1", " -1.5e3 ", "NaN", "+Infinity", ".5", "2.", "1f", "1.0D"] {
            assert!(java_reads_as_number(text), "{text}");
        }
        for text in ["", "nan", "inf", "infinity", "one", "--1", "1_000", "f", "+ 1"] {
            assert!(!java_reads_as_number(text), "{text}");
        }
    }
}
