//! Types as people write them: `string?`, `array<OrderItem>`, `decimal(10,2)`.

use crate::name::Name;
use crate::schema::{Schema, Shape, TypeId, Use};

/// How deep a type is written out; what lies deeper is an ellipsis. Nobody reads further, and recursion stays bounded.
const MAX_DEPTH: usize = 8;

impl Schema {
    /// A type as people write it. A named type stands with its simple name where that is its namespace's or the root's, and
    /// in full otherwise.
    pub fn type_text(&self, at: Use) -> String {
        let mut out = String::new();
        self.write_type(at.ty, 0, &mut out);
        out
    }

    /// The same for a type instead of a use.
    pub fn type_text_of(&self, ty: TypeId) -> String {
        let mut out = String::new();
        self.write_type(ty, 0, &mut out);
        out
    }

    /// A type by what it means, where it has a name that does not say it: `decimal(10,2)` for a fixed type.
    pub(crate) fn meaning_text(&self, at: Use) -> String {
        let ty = self.ty(at.ty);
        ty.logical.filter(|_| ty.shape.name().is_some()).map_or_else(|| self.type_text(at), |it| it.to_string())
    }

    fn write_type(&self, id: TypeId, depth: usize, out: &mut String) {
        if depth > MAX_DEPTH {
            out.push('…');
            return;
        }
        let ty = self.ty(id);
        if let (Some(logical), None) = (ty.logical, ty.shape.name()) {
            out.push_str(&logical.to_string());
            return;
        }
        match &ty.shape {
            Shape::Array(element) | Shape::Map(element) => {
                out.push_str(ty.shape.word());
                out.push('<');
                self.write_type(element.ty, depth + 1, out);
                out.push('>');
            }
            Shape::Union(union) => {
                let is_null = |at: &Use| matches!(self.shape(at.ty), Shape::Null);
                let others: Vec<TypeId> = union.branches.iter().filter(|at| !is_null(at)).map(|at| at.ty).collect();
                match others.as_slice() {
                    [only] if union.branches.len() == 2 => {
                        self.write_type(*only, depth + 1, out);
                        out.push('?');
                    }
                    _ => {
                        for (place, branch) in union.branches.iter().enumerate() {
                            if place > 0 {
                                out.push_str(" | ");
                            }
                            self.write_type(branch.ty, depth + 1, out);
                        }
                        if union.branches.is_empty() {
                            out.push_str("nothing");
                        }
                    }
                }
            }
            Shape::Record(_) | Shape::Enum(_) | Shape::Fixed(_) => {
                let name = ty.shape.name();
                let simple = name.is_some_and(|name| name.namespace() == self.namespace());
                out.push_str(name.map_or("", if simple { Name::simple } else { Name::full }));
            }
            Shape::Null
            | Shape::Boolean
            | Shape::Int
            | Shape::Long
            | Shape::Float
            | Shape::Double
            | Shape::Bytes
            | Shape::String
            | Shape::Unknown => out.push_str(ty.shape.word()),
        }
    }
}
