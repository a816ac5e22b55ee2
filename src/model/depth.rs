//! How deep a tree may be.

/// How many levels a tree may have. Trees are walked by recursion, so there is a greatest depth:
/// one that the stacks bear, whatever nests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Depth(usize);

impl Depth {
    /// The greatest: reading and writing such a tree takes up to 16 MB of stack in an unoptimised
    /// build.
    pub const MAX: Self = Self(256);

    /// So many levels; where they are too many, the greatest depth.
    pub fn new(levels: u64) -> Self {
        usize::try_from(levels).map_or(Self::MAX, Self).min(Self::MAX)
    }

    /// Its levels.
    pub const fn levels(self) -> usize {
        self.0
    }

    /// How deep elements of XML, or brackets of JSON, may nest: six to a level, as the cells of
    /// a table take in JSON, so that what is written of such a tree is read again. A depth below
    /// the usual asks for flatter trees, not for files to be refused.
    pub fn nesting(self) -> usize {
        6 * self.max(Self::default()).0 + 16
    }
}

impl Default for Depth {
    /// Deeper than any book is.
    fn default() -> Self {
        Self(40)
    }
}
