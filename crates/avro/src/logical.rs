//! Logical types: what a primitive or fixed type means. One that does not fit its base counts for nothing, as the
//! specification asks, but is told.

use crate::schema::Shape;
use std::fmt;
use syntax::{NodeId, Tree};

/// A logical type that fits its base type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogicalType {
    /// A decimal number in bytes or fixed.
    Decimal {
        /// Digits in all.
        precision: u32,
        /// Digits after the point.
        scale: u32,
    },
    /// A decimal number that carries its scale, in bytes.
    BigDecimal,
    /// A UUID in a string or in 16 bytes.
    Uuid,
    /// Days since 1970-01-01, in an int.
    Date,
    /// Milliseconds after midnight, in an int.
    TimeMillis,
    /// Microseconds after midnight, in a long.
    TimeMicros,
    /// An instant in milliseconds since 1970, in a long.
    TimestampMillis,
    /// An instant in microseconds since 1970, in a long.
    TimestampMicros,
    /// An instant in nanoseconds since 1970, in a long.
    TimestampNanos,
    /// A date and time without zone in milliseconds, in a long.
    LocalTimestampMillis,
    /// A date and time without zone in microseconds, in a long.
    LocalTimestampMicros,
    /// A date and time without zone in nanoseconds, in a long.
    LocalTimestampNanos,
    /// Months, days and milliseconds, in 12 bytes.
    Duration,
}

/// Why the text of a `logicalType` counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ignored {
    /// No logical type of the specification has this name.
    Unknown,
    /// It does not fit the type or its attributes; the sentence says why.
    Misfit(String),
}

impl LogicalType {
    /// Every name that the specification knows, with the base types that it fits.
    pub const NAMES: [(&'static str, &'static str); 13] = [
        ("decimal", "bytes or fixed"),
        ("big-decimal", "bytes"),
        ("uuid", "string or fixed of size 16"),
        ("date", "int"),
        ("time-millis", "int"),
        ("time-micros", "long"),
        ("timestamp-millis", "long"),
        ("timestamp-micros", "long"),
        ("timestamp-nanos", "long"),
        ("local-timestamp-millis", "long"),
        ("local-timestamp-micros", "long"),
        ("local-timestamp-nanos", "long"),
        ("duration", "fixed of size 12"),
    ];

    /// The name in a schema's `logicalType`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decimal { .. } => "decimal",
            Self::BigDecimal => "big-decimal",
            Self::Uuid => "uuid",
            Self::Date => "date",
            Self::TimeMillis => "time-millis",
            Self::TimeMicros => "time-micros",
            Self::TimestampMillis => "timestamp-millis",
            Self::TimestampMicros => "timestamp-micros",
            Self::TimestampNanos => "timestamp-nanos",
            Self::LocalTimestampMillis => "local-timestamp-millis",
            Self::LocalTimestampMicros => "local-timestamp-micros",
            Self::LocalTimestampNanos => "local-timestamp-nanos",
            Self::Duration => "duration",
        }
    }

    /// Reads the logical type of a schema object on a base type.
    pub(crate) fn read(name: &str, base: &Shape, tree: &Tree, object: NodeId) -> Result<Self, Ignored> {
        let logical = match name {
            "decimal" => return decimal(base, tree, object),
            "big-decimal" => Self::BigDecimal,
            "uuid" => Self::Uuid,
            "date" => Self::Date,
            "time-millis" => Self::TimeMillis,
            "time-micros" => Self::TimeMicros,
            "timestamp-millis" => Self::TimestampMillis,
            "timestamp-micros" => Self::TimestampMicros,
            "timestamp-nanos" => Self::TimestampNanos,
            "local-timestamp-millis" => Self::LocalTimestampMillis,
            "local-timestamp-micros" => Self::LocalTimestampMicros,
            "local-timestamp-nanos" => Self::LocalTimestampNanos,
            "duration" => Self::Duration,
            _ => return Err(Ignored::Unknown),
        };
        let fits = match logical {
            Self::Decimal { .. } | Self::BigDecimal => matches!(base, Shape::Bytes),
            Self::Uuid => matches!(base, Shape::String) || matches!(base, Shape::Fixed(fixed) if fixed.size == 16),
            Self::Date | Self::TimeMillis => matches!(base, Shape::Int),
            Self::TimeMicros
            | Self::TimestampMillis
            | Self::TimestampMicros
            | Self::TimestampNanos
            | Self::LocalTimestampMillis
            | Self::LocalTimestampMicros
            | Self::LocalTimestampNanos => matches!(base, Shape::Long),
            Self::Duration => matches!(base, Shape::Fixed(fixed) if fixed.size == 12),
        };
        if fits {
            return Ok(logical);
        }
        let bases = Self::NAMES.iter().find(|(known, _)| *known == name).map_or("", |(_, bases)| bases);
        Err(Ignored::Misfit(format!("{name} is for {bases}")))
    }
}

fn decimal(base: &Shape, tree: &Tree, object: NodeId) -> Result<LogicalType, Ignored> {
    let misfit = |why: String| Err(Ignored::Misfit(why));
    let number = |key: &str| tree.get(object, key).map(|node| tree.integer(node).and_then(|n| u32::try_from(n).ok()));
    let precision = match number("precision") {
        Some(Some(precision)) if precision > 0 => precision,
        Some(_) => return misfit("the precision of a decimal must be a whole number above 0".to_owned()),
        None => return misfit("a decimal needs a precision".to_owned()),
    };
    let scale = match number("scale") {
        None => 0,
        Some(Some(scale)) if scale <= precision => scale,
        Some(_) => return misfit(format!("the scale must be a whole number from 0 to the precision {precision}")),
    };
    match base {
        Shape::Bytes => {}
        Shape::Fixed(fixed) => {
            let most = digits_that_fit(fixed.size);
            if u64::from(precision) > most {
                return misfit(format!("{} bytes hold {most} digits, not {precision}", fixed.size));
            }
        }
        Shape::Null
        | Shape::Boolean
        | Shape::Int
        | Shape::Long
        | Shape::Float
        | Shape::Double
        | Shape::String
        | Shape::Array(_)
        | Shape::Map(_)
        | Shape::Union(_)
        | Shape::Record(_)
        | Shape::Enum(_)
        | Shape::Unknown => return misfit("decimal is for bytes or fixed".to_owned()),
    }
    Ok(LogicalType::Decimal { precision, scale })
}

/// How many decimal digits a signed number of so many bytes holds: `floor(log10(2^(8 * size - 1) - 1))`.
pub(crate) fn digits_that_fit(size: u64) -> u64 {
    let bits = size.saturating_mul(8).saturating_sub(1);
    // log10(2) as a fraction that is exact enough for any size that a schema can state in practice.
    let digits = u128::from(bits) * 301_029_995_663_981_195 / 1_000_000_000_000_000_000;
    u64::try_from(digits).unwrap_or(u64::MAX)
}

impl fmt::Display for LogicalType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decimal { precision, scale } => write!(f, "decimal({precision},{scale})"),
            Self::BigDecimal
            | Self::Uuid
            | Self::Date
            | Self::TimeMillis
            | Self::TimeMicros
            | Self::TimestampMillis
            | Self::TimestampMicros
            | Self::TimestampNanos
            | Self::LocalTimestampMillis
            | Self::LocalTimestampMicros
            | Self::LocalTimestampNanos
            | Self::Duration => f.write_str(self.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::digits_that_fit;

    #[test]
    fn the_digits_of_a_fixed_decimal() {
        for (size, digits) in [(1, 2), (2, 4), (4, 9), (8, 18), (16, 38), (129, 310)] {
            assert_eq!(digits_that_fit(size), digits, "{size}");
        }
    }
}
