//! What a rule said of a stretch of the source, and what became of it: for people to check, and no
//! part of the document.

/// What a rule said of a stretch of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The first byte of the stretch in the decoded text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What it was said to be: `heading`, `title`, `credit`, `residue` …
    pub role: &'static str,
    /// The level of an accepted heading, 1 the highest.
    pub level: Option<u8>,
    /// The rule's name, as in [`Recognition::rule`](super::Recognition::rule).
    pub rule: String,
    /// How sure the rule was, in percent.
    pub confidence: u8,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was done.
    Accepted,
    /// It was too unsure to be done.
    Unsure,
    /// Of several claims that overlap in one round that of this rule was surer.
    Outweighed(String),
    /// This rule had the stretch since an earlier round.
    Late(String),
}
