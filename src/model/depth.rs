//! The maximum depth of a tree.

/// The maximum number of levels of a tree. Trees are walked by recursion, so there is an upper
/// limit that the stack allows for any nesting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Depth(usize);

impl Depth {
    /// The upper limit: reading and writing such a tree takes up to 16 MB of stack in an
    /// unoptimised build.
    pub const MAX: Self = Self(256);

    /// This many levels, at most the upper limit.
    pub fn new(levels: u64) -> Self {
        usize::try_from(levels).map_or(Self::MAX, Self).min(Self::MAX)
    }

    /// Its levels.
    pub const fn levels(self) -> usize {
        self.0
    }

    /// The maximum nesting of XML elements or JSON brackets: six per level, as table cells take in
    /// JSON, so that whatever is written of such a tree can be read again. A depth below the
    /// default asks for flatter trees, not for files to be refused.
    pub fn nesting(self) -> usize {
        6 * self.max(Self::default()).0 + 16
    }
}

impl Default for Depth {
    /// Deeper than any book.
    fn default() -> Self {
        Self(40)
    }
}
