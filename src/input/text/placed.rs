//! Text with its place. A [`Text`] is the text of a unit; a [`Placed`] is a piece of it with its
//! range. Texts are only split here: no pass computes offsets. Patterns match a piece folded
//! ([`crate::text::fold`]); matches are returned as pieces of the text as written.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::{Deref, Range};

use crate::text::{fold, script};

/// A text, and its folded form.
#[derive(Clone, Debug)]
pub(super) struct Text<'a> {
    written: Cow<'a, str>,
    /// `None` if folding changes nothing.
    folded: OnceCell<Option<Box<Folded>>>,
}

/// A folded text, and the origins of its characters.
#[derive(Clone, Debug)]
struct Folded {
    text: String,
    /// The offsets at which the distance of folded and written text changes, in ascending order:
    /// the offset in the folded text, and that in the written one.
    shifts: Vec<(usize, usize)>,
}

impl<'a> Text<'a> {
    pub(super) fn new(written: impl Into<Cow<'a, str>>) -> Self {
        Self { written: written.into(), folded: OnceCell::new() }
    }

    /// The whole text.
    pub(super) fn whole(&self) -> Placed<'_> {
        Placed { text: self, start: 0, end: self.written.len() }
    }

    /// The part before a piece of it, and the rest. `None` if it is not a copy of the source.
    pub(super) fn parted(&self, at: Placed<'_>) -> Option<(&'a str, &'a str)> {
        match &self.written {
            Cow::Borrowed(written) => written.split_at_checked(at.start),
            Cow::Owned(_) => None,
        }
    }

    fn folded(&self) -> Option<&Folded> {
        self.folded.get_or_init(|| Folded::of(&self.written).map(Box::new)).as_deref()
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.written
    }
}

impl Folded {
    /// `None` if folding changes nothing.
    fn of(written: &str) -> Option<Self> {
        let changes = |c: char| fold::fold(c) != Some(c);
        let first = written.find(changes)?;
        let mut text = String::with_capacity(written.len());
        text.push_str(&written[..first]);
        let mut shifts = vec![(0, 0)];
        let (mut distance, mut passed) = (0, false);
        for (offset, c) in written[first..].char_indices() {
            let at = first + offset;
            let Some(c) = fold::fold(c) else {
                passed = true;
                continue;
            };
            if at - text.len() != distance || passed {
                distance = at - text.len();
                shifts.push((text.len(), at));
                passed = false;
            }
            text.push(c);
        }
        shifts.push((text.len(), written.len()));
        Some(Self { text, shifts })
    }

    /// The offset in the folded text of an offset in the written one.
    fn fold_place(&self, written: usize) -> usize {
        let next = self.shifts.partition_point(|(_, from)| *from <= written);
        let (folded, from) = self.shifts[next - 1];
        // Skipped text lies before the next shift.
        let limit = self.shifts.get(next).map_or(self.text.len(), |(folded, _)| *folded);
        (folded + written - from).min(limit)
    }

    /// The offset in the written text of an offset in the folded one.
    fn written_place(&self, folded: usize) -> usize {
        let next = self.shifts.partition_point(|(at, _)| *at <= folded);
        let (at, written) = self.shifts[next - 1];
        written + folded - at
    }
}

/// A piece of a [`Text`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'t> {
    text: &'t Text<'t>,
    start: usize,
    end: usize,
}

impl Deref for Placed<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<'t> Placed<'t> {
    /// The text as written.
    pub(super) fn as_str(self) -> &'t str {
        &self.text.written[self.range()]
    }

    /// The text as compared.
    pub(super) fn folded(self) -> &'t str {
        match self.text.folded() {
            None => self.as_str(),
            Some(folded) => {
                &folded.text[folded.fold_place(self.start)..folded.fold_place(self.end)]
            }
        }
    }

    /// Its range in its text, in bytes.
    pub(super) fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Its length in characters.
    pub(super) fn length(self) -> usize {
        self.as_str().chars().count()
    }

    /// The piece of this one for a slice of its written text.
    fn piece(self, slice: &str) -> Self {
        let start = self.start + (slice.as_ptr() as usize - self.as_str().as_ptr() as usize);
        Self { start, end: start + slice.len(), ..self }
    }

    /// The piece of this one for a range of its folded text.
    pub(super) fn of_folded(self, range: Range<usize>) -> Self {
        let place = |at: usize| match self.text.folded() {
            None => self.start + at,
            Some(folded) => folded
                .written_place(folded.fold_place(self.start) + at)
                .clamp(self.start, self.end),
        };
        let start = place(range.start);
        Self { start, end: place(range.end).max(start), ..self }
    }

    /// The piece without white space at both ends.
    pub(super) fn trim(self) -> Self {
        self.trim_matches(script::is_space)
    }

    pub(super) fn trim_matches(self, unwanted: impl Fn(char) -> bool) -> Self {
        self.trim_start_matches(&unwanted).trim_end_matches(unwanted)
    }

    pub(super) fn trim_start_matches(self, unwanted: impl Fn(char) -> bool) -> Self {
        self.piece(self.as_str().trim_start_matches(unwanted))
    }

    pub(super) fn trim_end_matches(self, unwanted: impl Fn(char) -> bool) -> Self {
        self.piece(self.as_str().trim_end_matches(unwanted))
    }

    /// The rest after the first character, if `is_match` accepts it.
    pub(super) fn strip_first(self, is_match: impl Fn(char) -> bool) -> Option<Self> {
        self.as_str().strip_prefix(is_match).map(|rest| self.piece(rest))
    }

    /// The part before the last character, if `is_match` accepts it.
    pub(super) fn strip_last(self, is_match: impl Fn(char) -> bool) -> Option<Self> {
        self.as_str().strip_suffix(is_match).map(|rest| self.piece(rest))
    }

    /// The rest after `prefix`, compared folded.
    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        let rest = self.folded().strip_prefix(prefix)?;
        let whole = self.folded().len();
        Some(self.of_folded(whole - rest.len()..whole))
    }

    /// The part before `suffix`, compared folded.
    pub(super) fn strip_suffix(self, suffix: &str) -> Option<Self> {
        let rest = self.folded().strip_suffix(suffix)?;
        Some(self.of_folded(0..rest.len()))
    }

    /// The pieces between characters that are separators.
    pub(super) fn split<F: Fn(char) -> bool>(
        self,
        separator: F,
    ) -> impl Iterator<Item = Self> + use<'t, F> {
        self.as_str().split(separator).map(move |part| self.piece(part))
    }

    /// The words between white space.
    pub(super) fn words(self) -> impl Iterator<Item = Self> + use<'t> {
        self.split(script::is_space).filter(|word| !word.is_empty())
    }

    /// The pieces before and after the first separator.
    pub(super) fn split_once(self, separator: impl Fn(char) -> bool) -> Option<(Self, Self)> {
        let (before, after) = self.as_str().split_once(separator)?;
        Some((self.piece(before), self.piece(after)))
    }

    /// The pieces before and after the last separator.
    pub(super) fn rsplit_once(self, separator: impl Fn(char) -> bool) -> Option<(Self, Self)> {
        let at = self.as_str().rfind(&separator)?;
        let (before, rest) = self.as_str().split_at(at);
        Some((self.piece(before), self.piece(rest.strip_prefix(separator)?)))
    }

    /// The first `count` characters.
    pub(super) fn first_chars(self, count: usize) -> Self {
        let end = self.as_str().char_indices().nth(count).map_or(self.len(), |(end, _)| end);
        Self { end: self.start + end, ..self }
    }

    /// The last character.
    pub(super) fn last_char(self) -> Self {
        let start = self.as_str().char_indices().next_back().map_or(0, |(at, _)| at);
        Self { start: self.start + start, ..self }
    }

    /// Its beginning with `count` characters other than white space, if it has so many.
    pub(super) fn first_inked(self, count: usize) -> Option<Self> {
        let inked = self.as_str().char_indices().filter(|(_, c)| !script::is_space(*c));
        let (at, last) = inked.take(count).last()?;
        Some(Self { end: self.start + at + last.len_utf8(), ..self })
    }

    /// The first occurrence of `word`, compared folded.
    pub(super) fn find_word(self, word: &str) -> Option<Self> {
        let at = self.folded().find(word)?;
        Some(self.of_folded(at..at + word.len()))
    }

    /// The first occurrence of `word` as written.
    pub(super) fn find_written(self, word: &str) -> Option<Self> {
        let (_, found) = self.as_str().match_indices(word).next()?;
        Some(self.piece(found))
    }

    /// The last occurrence of `word`, compared folded.
    pub(super) fn rfind_word(self, word: &str) -> Option<Self> {
        let at = self.folded().rfind(word)?;
        Some(self.of_folded(at..at + word.len()))
    }

    /// The first character that `is_match` accepts.
    pub(super) fn find_char(self, is_match: impl Fn(char) -> bool) -> Option<Self> {
        let (at, found) = self.as_str().char_indices().find(|(_, c)| is_match(*c))?;
        Some(Self { start: self.start + at, end: self.start + at + found.len_utf8(), ..self })
    }

    /// The last character that `is_match` accepts.
    pub(super) fn rfind_char(self, is_match: impl Fn(char) -> bool) -> Option<Self> {
        let (at, found) = self.as_str().char_indices().rfind(|(_, c)| is_match(*c))?;
        Some(Self { start: self.start + at, end: self.start + at + found.len_utf8(), ..self })
    }

    /// The part before a piece of the same text.
    pub(super) fn before(self, piece: Self) -> Self {
        let end = piece.start.clamp(self.start, self.end);
        Self { end, ..self }
    }

    /// The part after a piece of the same text.
    pub(super) fn after(self, piece: Self) -> Self {
        let start = piece.end.clamp(self.start, self.end);
        Self { start, ..self }
    }

    /// From the beginning of a piece of the same text on.
    pub(super) fn from(self, piece: Self) -> Self {
        let start = piece.start.clamp(self.start, self.end);
        Self { start, ..self }
    }

    /// Up to the end of a piece of the same text.
    pub(super) fn until(self, piece: Self) -> Self {
        let end = piece.end.clamp(self.start, self.end);
        Self { end, ..self }
    }

    /// A piece of the same text, by its range.
    pub(super) fn at(self, range: Range<usize>) -> Self {
        let start = range.start.clamp(self.start, self.end);
        Self { start, end: range.end.clamp(start, self.end), ..self }
    }

    /// The piece for a range of its text; `None` if the range is not within it, or cuts a
    /// character.
    pub(super) fn get(self, range: Range<usize>) -> Option<Self> {
        let within = self.start <= range.start && range.end <= self.end;
        let whole = within && self.text.written.get(range.clone()).is_some();
        whole.then_some(Self { start: range.start, end: range.end, ..self })
    }

    /// Whether it begins with `prefix`, compared folded.
    pub(super) fn begins_with(self, prefix: &str) -> bool {
        self.folded().starts_with(prefix)
    }

    /// Whether it ends in `suffix`, compared folded.
    pub(super) fn ends_in(self, suffix: &str) -> bool {
        self.folded().ends_with(suffix)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pieces_have_their_places() {
        let text = Text::new("（作者： 劉 奇 、王五）");
        let whole = text.whole();
        let inner =
            whole.strip_first(|c| c == '（').and_then(|it| it.strip_last(|c| c == '）'));
        let names = inner.and_then(|it| it.strip_prefix("作者：")).expect("a label");
        let found: Vec<&str> =
            names.split(|c| c == '、').map(|it| it.trim().as_str()).collect();
        assert_eq!(found, ["劉 奇", "王五"]);
        let second = names.split(|c| c == '、').nth(1).expect("two");
        assert_eq!(&text[second.range()], "王五");
        assert_eq!(whole.before(second).as_str(), "（作者： 劉 奇 、");
        assert_eq!(whole.after(second).as_str(), "）");
    }

    #[test]
    fn a_folded_piece_is_found_where_it_was_written() {
        let text = Text::new("\u{FEFF}書\u{200B}袋網 ｗｗw．ｅxample．ｃom！");
        assert_eq!(text.whole().folded(), "书袋网 www.example.com！");
        let site = text.whole().find_word("www.example.com").expect("it is there");
        assert_eq!(site.as_str(), "ｗｗw．ｅxample．ｃom");
        assert_eq!(site.folded(), "www.example.com");
        assert_eq!(
            text.whole().strip_prefix("书袋").map(Placed::as_str),
            Some("網 ｗｗw．ｅxample．ｃom！")
        );
    }

    proptest! {
        /// Each range of the folded text is the folded form of its piece.
        #[test]
        fn folded_ranges_are_pieces(
            written in "[書书网網ａaＷ\u{200B}\u{FEFF}\u{200D}。！0９ⓦ𠮷]{0,12}", a in 0..40usize, b in 0..40usize,
        ) {
            let text = Text::new(written.as_str());
            let whole = text.whole();
            let folded = whole.folded().to_owned();
            let (a, b) = (a.min(b).min(folded.len()), a.max(b).min(folded.len()));
            prop_assume!(folded.is_char_boundary(a) && folded.is_char_boundary(b));
            let piece = whole.of_folded(a..b);
            prop_assert_eq!(piece.folded(), &folded[a..b]);
            prop_assert_eq!(fold::folded(piece.as_str()), &folded[a..b]);
            prop_assert_eq!(whole.before(piece).folded(), &folded[..a]);
            prop_assert_eq!(whole.after(piece).folded(), &folded[b..]);
        }
    }
}
