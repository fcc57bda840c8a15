//! Level of detail: what is worth drawing at a scale, because it can be read.

/// How much a scale shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Shapes, and the names of contexts in letters as large as the window needs.
    Shapes,
    /// Names.
    Names,
    /// Everything.
    Full,
}

impl Detail {
    /// The details that a scale shows.
    pub fn at(scale: f64) -> Self {
        if scale < 0.35 {
            Self::Shapes
        } else if scale < 0.6 {
            Self::Names
        } else {
            Self::Full
        }
    }
}
