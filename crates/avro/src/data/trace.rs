//! A walk over encoded bytes that tells which bytes are which field, and where and why they cannot be one.
//!
//! A decoder says that it failed; someone who looks at the hex of a real event wants to know at which byte, in which field,
//! and what stands there. The walk also bounds what a decoder would have to build.

use super::{Datum, MAX_DEPTH};
use crate::schema::{Schema, Shape, TypeId};

/// How many values are walked. Blocks of nothing could claim any number.
const MAX_VALUES: usize = 1_000_000;

/// How many bytes stand for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The way to the value, for example `items[2].price`; empty for the outermost.
    pub trail: String,
    /// The role of the bytes: `value`, `length`, `branch`, `count` or `end`.
    pub role: &'static str,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// Why bytes are no value of a schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("At byte {offset}, in {}: {message}", if trail.is_empty() { "the outermost value" } else { trail })]
pub struct Fault {
    /// The byte at which it fails.
    pub offset: usize,
    /// The way to the value that fails.
    pub trail: String,
    /// One sentence: what stands there and what should.
    pub message: String,
}

/// A value that was decoded, and which bytes are what of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The value.
    pub datum: Datum,
    /// The bytes in order, without gaps.
    pub pieces: Vec<Piece>,
}

enum Work {
    Value {
        ty: TypeId,
        trail: String,
        depth: usize,
    },
    /// The next block of an array or map.
    Block {
        ty: TypeId,
        is_map: bool,
        trail: String,
        from: u64,
        depth: usize,
    },
    /// An element of a block, of which so many are left.
    Element {
        ty: TypeId,
        is_map: bool,
        trail: String,
        at: u64,
        left: u64,
        depth: usize,
    },
}

/// Walks over the bytes of a value.
pub(super) fn trace(schema: &Schema, bytes: &[u8]) -> Result<Vec<Piece>, Fault> {
    let mut walk = Walk { schema, bytes, at: 0, pieces: Vec::new(), values: 0 };
    let mut open = vec![Work::Value { ty: schema.root().ty, trail: String::new(), depth: 0 }];
    while let Some(work) = open.pop() {
        match work {
            Work::Value { ty, trail, depth } => walk.value(ty, trail, depth, &mut open)?,
            Work::Block { ty, is_map, trail, from, depth } => walk.block(ty, is_map, trail, from, depth, &mut open)?,
            Work::Element { left: 0, ty, is_map, trail, at, depth } => {
                open.push(Work::Block { ty, is_map, trail, from: at, depth });
            }
            Work::Element { ty, is_map, trail, at, left, depth } => {
                open.push(Work::Element { ty, is_map, trail: trail.clone(), at: at + 1, left: left - 1, depth });
                let inner = if is_map { walk.key(&trail)? } else { format!("{trail}[{at}]") };
                open.push(Work::Value { ty, trail: inner, depth: depth + 1 });
            }
        }
    }
    if walk.at < bytes.len() {
        let message = format!("{} left after the end of the value", are(bytes.len() - walk.at, " byte"));
        return Err(Fault { offset: walk.at, trail: String::new(), message });
    }
    Ok(walk.pieces)
}

/// A number of the noun with its verb: `1 byte is`, `2 bytes are`.
fn are(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1{noun} is")
    } else {
        format!("{count}{noun}{} are", if noun.is_empty() { "" } else { "s" })
    }
}

struct Walk<'a> {
    schema: &'a Schema,
    bytes: &'a [u8],
    at: usize,
    pieces: Vec<Piece>,
    values: usize,
}

impl Walk<'_> {
    fn fault<T>(&self, offset: usize, trail: &str, message: impl Into<String>) -> Result<T, Fault> {
        Err(Fault { offset, trail: trail.to_owned(), message: message.into() })
    }

    fn piece(&mut self, trail: &str, role: &'static str, start: usize) {
        if self.at > start {
            self.pieces.push(Piece { trail: trail.to_owned(), role, start, end: self.at });
        }
    }

    fn skip(&mut self, count: u64, trail: &str, what: &str) -> Result<(), Fault> {
        let left = self.bytes.len() - self.at;
        match usize::try_from(count) {
            Ok(count) if count <= left => {
                self.at += count;
                Ok(())
            }
            _ => {
                let (s, left) = (
                    if count == 1 { "" } else { "s" },
                    if left == 0 { "none is".to_owned() } else { format!("only {}", are(left, "")) },
                );
                self.fault(self.at, trail, format!("{what} needs {count} byte{s}, but {left} left"))
            }
        }
    }

    /// A number in the zigzag encoding of `bits` bits.
    fn number(&mut self, trail: &str, bits: u32) -> Result<i64, Fault> {
        let start = self.at;
        let mut number: u64 = 0;
        for shift in (0..70).step_by(7) {
            let Some(&byte) = self.bytes.get(self.at) else {
                return self.fault(self.at, trail, "The bytes end in the middle of a number");
            };
            self.at += 1;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                let value = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
                if bits == 32 && i32::try_from(value).is_err() {
                    return self.fault(start, trail, format!("{value} is too large for an int"));
                }
                return Ok(value);
            }
        }
        self.fault(start, trail, "This number has more than ten bytes")
    }

    fn length(&mut self, trail: &str) -> Result<u64, Fault> {
        let start = self.at;
        let length = self.number(trail, 64)?;
        match u64::try_from(length) {
            Ok(length) => {
                self.piece(trail, "length", start);
                Ok(length)
            }
            Err(_) => self.fault(start, trail, format!("{length} is no length")),
        }
    }

    fn text(&mut self, trail: &str) -> Result<String, Fault> {
        let length = self.length(trail)?;
        let start = self.at;
        self.skip(length, trail, "This text")?;
        match std::str::from_utf8(self.bytes.get(start..self.at).unwrap_or_default()) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => self.fault(start + error.valid_up_to(), trail, "This is no UTF-8 text"),
        }
    }

    fn key(&mut self, trail: &str) -> Result<String, Fault> {
        let inner = format!("{trail}{{}}");
        let start = self.at;
        let key = self.text(&inner)?;
        let trail = format!("{trail}{{{key}}}");
        // The length has its own piece; the key is what follows it.
        let start = self.pieces.last().map_or(start, |piece| piece.end);
        self.piece(&trail, "key", start);
        Ok(trail)
    }

    fn value(&mut self, ty: TypeId, trail: String, depth: usize, open: &mut Vec<Work>) -> Result<(), Fault> {
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            return self.fault(self.at, &trail, "There is more nested here than can be shown");
        }
        let start = self.at;
        let schema = self.schema;
        match schema.shape(ty) {
            Shape::Null | Shape::Unknown => {}
            Shape::Boolean => match self.bytes.get(self.at) {
                Some(0 | 1) => self.at += 1,
                Some(other) => return self.fault(start, &trail, format!("{other} is neither 0 (false) nor 1 (true)")),
                None => return self.fault(start, &trail, "The bytes end before this boolean"),
            },
            Shape::Int => {
                self.number(&trail, 32)?;
            }
            Shape::Long => {
                self.number(&trail, 64)?;
            }
            Shape::Float => self.skip(4, &trail, "A float")?,
            Shape::Double => self.skip(8, &trail, "A double")?,
            Shape::Bytes => {
                let length = self.length(&trail)?;
                let start = self.at;
                self.skip(length, &trail, "This value")?;
                self.piece(&trail, "value", start);
                return Ok(());
            }
            Shape::String => {
                self.text(&trail)?;
                let start = self.pieces.last().map_or(start, |piece| piece.end);
                self.piece(&trail, "value", start);
                return Ok(());
            }
            Shape::Fixed(fixed) => self.skip(fixed.size, &trail, "This fixed value")?,
            Shape::Enum(it) => {
                let place = self.number(&trail, 32)?;
                if usize::try_from(place).ok().is_none_or(|place| place >= it.symbols.len()) {
                    let message = format!("{place} is no symbol of {}, which has {}", it.name, it.symbols.len());
                    return self.fault(start, &trail, message);
                }
            }
            Shape::Union(union) => {
                let place = self.number(&trail, 64)?;
                let Some(branch) = usize::try_from(place).ok().and_then(|place| union.branches.get(place)) else {
                    let message = format!("{place} is no branch of this union, which has {}", union.branches.len());
                    return self.fault(start, &trail, message);
                };
                self.piece(&trail, "branch", start);
                open.push(Work::Value { ty: branch.ty, trail, depth: depth + 1 });
                return Ok(());
            }
            Shape::Array(element) => {
                open.push(Work::Block { ty: element.ty, is_map: false, trail, from: 0, depth });
                return Ok(());
            }
            Shape::Map(element) => {
                open.push(Work::Block { ty: element.ty, is_map: true, trail, from: 0, depth });
                return Ok(());
            }
            Shape::Record(record) => {
                let dot = if trail.is_empty() { "" } else { "." };
                for field in record.fields.iter().rev() {
                    let inner = format!("{trail}{dot}{}", field.name);
                    open.push(Work::Value { ty: field.ty.ty, trail: inner, depth: depth + 1 });
                }
                return Ok(());
            }
        }
        self.piece(&trail, "value", start);
        Ok(())
    }

    fn block(
        &mut self,
        ty: TypeId,
        is_map: bool,
        trail: String,
        from: u64,
        depth: usize,
        open: &mut Vec<Work>,
    ) -> Result<(), Fault> {
        let start = self.at;
        let count = self.number(&trail, 64)?;
        if count == 0 {
            self.piece(&trail, "end", start);
            return Ok(());
        }
        if count < 0 {
            // A negative count is followed by the size of the block in bytes.
            self.number(&trail, 64)?;
        }
        self.piece(&trail, "count", start);
        open.push(Work::Element { ty, is_map, trail, at: from, left: count.unsigned_abs(), depth });
        Ok(())
    }
}
