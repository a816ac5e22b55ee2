//! Fallback: which face of a chain sets which part of a text, and in which spelling.
//!
//! A cluster is set by the first face that has all of it, as written or in a canonically equivalent
//! spelling; else by one that has a spelling that looks alike; else its parts are set separately,
//! each by a face that has it. A part that no face has is a separate piece.

use std::ops::Range;

use super::{FaceId, Library};
use crate::text::clusters::{canonical_forms, compatible_forms, first_cluster, is_ignorable};

/// A part of a text that one face sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceRun {
    /// Its range in the text, in bytes.
    pub range: Range<usize>,
    /// The face; `None` if no face has it.
    pub face: Option<FaceId>,
    /// The spelling that is set instead, if the face has no other.
    pub form: Option<String>,
}

impl Library {
    /// Splits a text by the faces of a chain, best first.
    pub fn pieces(&self, chain: &[FaceId], text: &str) -> Vec<FaceRun> {
        let mut pieces: Vec<FaceRun> = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let cluster = first_cluster(&text[at..]);
            let end = at + cluster.len();
            match self.sets(chain, cluster) {
                Some((face, form)) => push(&mut pieces, at..end, Some(face), form),
                None => self.apart(chain, text, at..end, &mut pieces),
            }
            at = end;
        }
        pieces
    }

    /// The pieces of a cluster that no face has as a whole: each character with the invisible ones
    /// after it.
    fn apart(
        &self,
        chain: &[FaceId],
        text: &str,
        cluster: Range<usize>,
        pieces: &mut Vec<FaceRun>,
    ) {
        let mut at = cluster.start;
        while at < cluster.end {
            let mut later = text[at..cluster.end].char_indices().skip(1);
            let length = later.find(|(_, c)| !is_ignorable(*c));
            let end = length.map_or(cluster.end, |(length, _)| at + length);
            let (face, form) = self.sets(chain, &text[at..end]).unzip();
            push(pieces, at..end, face, form.flatten());
            at = end;
        }
    }

    /// The face that has all of a cluster, and its spelling there, if different.
    fn sets(&self, chain: &[FaceId], cluster: &str) -> Option<(FaceId, Option<String>)> {
        let first = chain.first()?;
        if self.face(*first).covers(cluster) {
            return Some((*first, None));
        }
        let same: Vec<String> = canonical_forms(cluster).collect();
        let spelling = |face: &FaceId| {
            let covers = |form: &&String| self.face(*face).covers(form);
            let as_written = self.face(*face).covers(cluster).then_some(None);
            let form = as_written.or_else(|| same.iter().find(covers).cloned().map(Some))?;
            Some((*face, form))
        };
        chain.iter().find_map(spelling).or_else(|| {
            compatible_forms(cluster).find_map(|form| {
                let face = chain.iter().find(|face| self.face(**face).covers(&form))?;
                Some((*face, Some(form)))
            })
        })
    }
}

/// Adds a piece, merged with the last one if the same face sets both as written.
fn push(
    pieces: &mut Vec<FaceRun>,
    range: Range<usize>,
    face: Option<FaceId>,
    form: Option<String>,
) {
    match pieces.last_mut() {
        Some(last)
            if face.is_some() && last.face == face && last.form.is_none() && form.is_none() =>
        {
            last.range.end = range.end;
        }
        _ => pieces.push(FaceRun { range, face, form }),
    }
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use super::*;
    use crate::font::Role;

    /// The pieces of a text, each with its face and, after an equals sign, its other spelling.
    fn shown(text: &str) -> Vec<String> {
        let library = Library::bundled();
        let pieces = library.pieces(library.chain(Role::Body, "zh-Hans"), text);
        let named = pieces.into_iter().map(|piece| {
            let face = piece.face.map_or("none", |face| library.face(face).postscript_name());
            let form = piece.form.map(|form| format!("={form}")).unwrap_or_default();
            format!("{}{form} {face}", &text[piece.range])
        });
        named.collect()
    }

    #[test]
    fn a_cluster_is_set_by_one_face_if_any_has_it_all() {
        assert_eq!(shown("ts"), ["ts NotoSerifSC-Regular"]);
        assert_eq!(
            shown("at͡s"),
            ["a NotoSerifSC-Regular", "t͡ LXGWWenKai-Regular", "s NotoSerifSC-Regular"]
        );
        // The first face has ç, but no mark to put on c.
        assert_eq!(shown("c\u{327}"), ["c\u{327}=ç NotoSerifSC-Regular"]);
    }

    #[test]
    fn parts_of_a_cluster_are_set_apart_where_no_face_has_it_all() {
        assert_eq!(
            shown("r\u{325}a"),
            ["r NotoSerifSC-Regular", "\u{325} none", "a NotoSerifSC-Regular"]
        );
    }

    #[test]
    fn a_spelling_that_means_the_same_is_set_before_one_that_looks_alike() {
        assert_eq!(shown("\u{F914}"), ["\u{F914}=樂 NotoSerifSC-Regular"]);
        assert_eq!(shown("㌬"), ["㌬=パーツ NotoSerifSC-Regular"]);
        assert_eq!(shown("\u{E000}\u{E000}"), ["\u{E000} none", "\u{E000} none"]);
    }
}
