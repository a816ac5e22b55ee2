//! Claims of rules about ranges of the source, with their verdicts: for people to check, and not
//! part of the document.

/// A claim of a rule about a range of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The first byte of the range in the decoded text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The claimed role: `heading`, `title`, `credit`, `residue` …
    pub role: &'static str,
    /// The level of an accepted heading, 1 the highest.
    pub level: Option<u8>,
    /// The rule's name, as in [`Recognition::rule`](super::Recognition::rule).
    pub rule: String,
    /// The confidence of the rule, in percent.
    pub confidence: u8,
    /// Its verdict.
    pub verdict: Verdict,
}

/// The verdict on a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was applied.
    Accepted,
    /// Its confidence was too low.
    Unsure,
    /// It overlapped a claim of this rule in the same round, with a higher confidence.
    Outweighed(String),
    /// This rule claimed the range in an earlier round.
    Late(String),
}
