//! The faces of a process and their fallback chains.

use super::face::Unusable;
use super::{Face, FaceId, FontFile, GlyphId};
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::names::named;

named! {
    /// The use of a face.
    pub enum Role {
        /// Running text: 宋体.
        Body = "body",
        /// Strong emphasis in running text: bold 宋体.
        Strong = "strong",
        /// Headings: 黑体.
        Heading = "heading",
        /// Emphasis and quotations: 楷体.
        Emphasis = "emphasis",
        /// Program text: letters half an em wide, so that Han take two columns.
        Code = "code",
        /// Strong emphasis in program text.
        StrongCode = "strong-code",
        /// Latin letters and digits in running text; the body's chain unless a face is given.
        Latin = "latin",
    }
}

/// The bundled faces of text, in the order of `fonts/fonts.toml`.
#[cfg(feature = "bundled-fonts")]
fn bundled() -> [(Option<Role>, &'static str, &'static [u8]); 7] {
    [
        (Some(Role::Body), "NotoSerifSC-Regular.ttf", paiban_noto_serif_sc_regular::FILE),
        (Some(Role::Strong), "NotoSerifSC-Bold.ttf", paiban_noto_serif_sc_bold::FILE),
        (Some(Role::Heading), "NotoSansSC-Bold.ttf", paiban_noto_sans_sc_bold::FILE),
        (Some(Role::Emphasis), "LXGWWenKai-Regular.ttf", paiban_lxgw_wenkai_regular::FILE),
        (Some(Role::Code), "Inconsolata-Regular.ttf", paiban_inconsolata_regular::FILE),
        (Some(Role::StrongCode), "Inconsolata-Bold.ttf", paiban_inconsolata_bold::FILE),
        // Emoji, for symbols that no other face has.
        (None, "NotoEmoji-Regular.ttf", paiban_noto_emoji_regular::FILE),
    ]
}

/// The faces of a process with their fallback chains, opened once and shared.
#[derive(Debug)]
pub struct Library {
    faces: Vec<Face>,
    chains: Vec<Chain>,
    roles: Vec<Role>,
    signs: Option<FaceId>,
    maths: Option<FaceId>,
}

/// The faces to try for a role, best first.
#[derive(Debug)]
struct Chain {
    role: Role,
    /// Its language; `None` for all others.
    lang: Option<String>,
    faces: Vec<FaceId>,
}

impl Default for Library {
    /// The bundled faces; none without the feature `bundled-fonts`.
    fn default() -> Self {
        Self::builder().build().0
    }
}

impl Library {
    /// The bundled faces alone.
    pub fn bundled() -> Self {
        Self::default()
    }

    /// The bundled faces, to add others to.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// All faces.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        (0u16..).map(FaceId).zip(&self.faces)
    }

    /// A face of this library.
    ///
    /// # Panics
    ///
    /// With the id of another library.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// The chain for text of this role and language (BCP 47), best first.
    pub fn chain(&self, role: Role, lang: &str) -> &[FaceId] {
        let fits = |chain: &&Chain| {
            chain.role == role && chain.lang.as_deref().is_some_and(|own| covers(own, lang))
        };
        let plain = |chain: &&Chain| chain.role == role && chain.lang.is_none();
        let chain = self.chains.iter().find(fits).or_else(|| self.chains.iter().find(plain));
        chain.map_or(&[], |chain| &chain.faces)
    }

    /// The face for formulas; it is in no chain.
    pub fn maths(&self) -> Option<FaceId> {
        self.maths
    }

    /// Whether a face was added or bundled for this role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The bundled face for emoji, which e-book readers have, too.
    pub fn signs(&self) -> Option<FaceId> {
        self.signs
    }

    /// The first face of a role's chain that has the character, with its glyph.
    pub fn find(&self, role: Role, lang: &str, c: char) -> Option<(FaceId, GlyphId)> {
        self.chain(role, lang)
            .iter()
            .find_map(|id| self.face(*id).glyph(c).map(|glyph| (*id, glyph)))
    }
}

/// Whether a range (`zh`) covers a language (`zh-Hant`) (RFC 4647 §3.3.1).
fn covers(range: &str, lang: &str) -> bool {
    let Some(head) = lang.get(..range.len()) else { return false };
    head.eq_ignore_ascii_case(range)
        && matches!(lang.as_bytes().get(range.len()), None | Some(b'-'))
}

/// A face with its place in the chains.
#[derive(Debug)]
struct ChainFace {
    face: Face,
    /// Its role; `None` if it is only a fallback.
    role: Option<Role>,
    /// Its language; `None` for all.
    lang: Option<String>,
    bundled: bool,
    /// Whether it is only for formulas.
    maths: bool,
}

/// Builds a library from the bundled faces and added ones.
#[derive(Debug)]
pub struct Builder {
    entries: Vec<ChainFace>,
    diagnostics: Vec<Diagnostic>,
}

impl Builder {
    fn new() -> Self {
        let mut builder = Self { entries: Vec::new(), diagnostics: Vec::new() };
        builder.add_bundled();
        builder
    }

    #[cfg(feature = "bundled-fonts")]
    fn add_bundled(&mut self) {
        for (role, name, data) in bundled() {
            if let Ok(face) = Face::read(&FontFile::bundled(name, data), 0) {
                self.entries.push(ChainFace {
                    face,
                    role,
                    lang: None,
                    bundled: true,
                    maths: false,
                });
            }
        }
        let maths =
            FontFile::bundled("STIXTwoMath-Regular.otf", paiban_stix_two_math_regular::FILE);
        if let Ok(face) = Face::read(&maths, 0) {
            let (role, lang) = (None, None);
            self.entries.push(ChainFace { face, role, lang, bundled: true, maths: true });
        }
    }

    #[cfg(not(feature = "bundled-fonts"))]
    #[expect(clippy::unused_self, reason = "nothing is bundled")]
    fn add_bundled(&mut self) {}

    /// Omits the bundled faces.
    #[must_use]
    pub fn without_bundled(mut self) -> Self {
        self.entries.retain(|entry| !entry.bundled);
        self
    }

    /// Adds a face for a role, before the bundled one; only for text in `lang` if given.
    ///
    /// # Errors
    ///
    /// A file that is not a font, has no face of that number, or may not be embedded.
    pub fn add(
        &mut self,
        role: Role,
        lang: Option<&str>,
        file: &FontFile,
        index: u32,
    ) -> Result<()> {
        let count = file.faces().ok_or_else(|| unusable(file, Unusable::Format))?;
        if index >= count {
            return Err(Error::new(Code::FontIndex, [&file.name(), &count, &index]));
        }
        let face = Face::open(file, index).map_err(|why| unusable(file, why))?;
        let lang = lang.map(str::to_owned);
        let (role, maths) = (Some(role), false);
        self.entries.push(ChainFace { face, role, lang, bundled: false, maths });
        Ok(())
    }

    /// Adds all faces of a file as fallbacks. Unusable ones are skipped and reported.
    pub fn add_fallback(&mut self, file: &FontFile) {
        let Some(count) = file.faces() else {
            self.diagnostics.push(Diagnostic::new(Code::FontSkipped, [&file.name()]));
            return;
        };
        for index in 0..count {
            match Face::open(file, index) {
                Ok(face) => {
                    let (role, lang, maths) = (None, None, false);
                    self.entries.push(ChainFace { face, role, lang, bundled: false, maths });
                }
                Err(why) => self.diagnostics.push(match why {
                    Unusable::Format => Diagnostic::new(Code::FontSkipped, [&file.name()]),
                    Unusable::Restricted => {
                        Diagnostic::new(Code::FontSkippedRestricted, [&file.name()])
                    }
                }),
            }
        }
    }

    /// The library, and the diagnostics of skipped files.
    pub fn build(mut self) -> (Library, Vec<Diagnostic>) {
        // The index of a face is a u16, and no chain is searched that far.
        self.entries.truncate(usize::from(u16::MAX));
        let chains = self.chains();
        let roles = self.entries.iter().filter_map(|entry| entry.role).collect();
        let mut bundled = self.numbered().filter(|(_, e)| e.bundled && e.role.is_none());
        let signs = bundled.next().map(|(id, _)| id);
        drop(bundled);
        let maths = self.entries.iter().position(|entry| entry.maths);
        let maths = maths.and_then(|at| u16::try_from(at).ok()).map(FaceId);
        let faces = self.entries.into_iter().map(|entry| entry.face).collect();
        (Library { faces, chains, roles, signs, maths }, self.diagnostics)
    }

    fn chains(&self) -> Vec<Chain> {
        let mut chains = Vec::new();
        for role in Role::ALL {
            let mut langs: Vec<Option<&str>> =
                self.with_role(role).map(|(_, entry)| entry.lang.as_deref()).collect();
            langs.push(None);
            // The longest language first: zh-Hant before zh.
            langs.sort_by_key(|lang| std::cmp::Reverse(lang.map_or(0, str::len)));
            langs.dedup();
            chains.extend(langs.into_iter().map(|lang| Chain {
                role,
                lang: lang.map(str::to_owned),
                faces: self.chain(role, lang),
            }));
        }
        chains
    }

    /// The role's own faces, those of the role that it strengthens, the body's, the added
    /// fallbacks, and the other bundled ones; within each the user's before the bundled.
    fn chain(&self, role: Role, lang: Option<&str>) -> Vec<FaceId> {
        let mut faces = Vec::new();
        let less = if role == Role::StrongCode { Role::Code } else { role };
        for role in [role, less, Role::Body] {
            let own = |entry: &ChainFace| {
                entry.lang.is_none()
                    || entry
                        .lang
                        .as_deref()
                        .zip(lang)
                        .is_some_and(|(own, lang)| covers(own, lang))
            };
            let mut of_role: Vec<_> =
                self.with_role(role).filter(|(_, entry)| own(entry)).collect();
            of_role.sort_by_key(|(_, entry)| (entry.bundled, entry.lang.is_none()));
            faces.extend(of_role.into_iter().map(|(id, _)| id));
        }
        faces.extend(
            self.numbered().filter(|(_, e)| e.role.is_none() && !e.bundled).map(|(id, _)| id),
        );
        faces.extend(self.numbered().filter(|(_, e)| e.bundled).map(|(id, _)| id));
        let mut seen = std::collections::BTreeSet::new();
        faces.retain(|id| seen.insert(*id));
        faces
    }

    fn with_role(&self, role: Role) -> impl Iterator<Item = (FaceId, &ChainFace)> {
        self.numbered().filter(move |(_, entry)| entry.role == Some(role))
    }

    fn numbered(&self) -> impl Iterator<Item = (FaceId, &ChainFace)> {
        (0u16..).map(FaceId).zip(&self.entries).filter(|(_, entry)| !entry.maths)
    }
}

fn unusable(file: &FontFile, why: Unusable) -> Error {
    match why {
        Unusable::Format => Error::new(Code::FontUnusable, [&file.name()]),
        Unusable::Restricted => Error::new(Code::FontRestricted, [&file.name()]),
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn ranges_cover_whole_subtags() {
        assert!(covers("zh", "zh"));
        assert!(covers("zh", "zh-Hant-TW"));
        assert!(covers("zh-hant", "zh-Hant"));
        assert!(!covers("zh-Hant", "zh"));
        assert!(!covers("z", "zh"));
    }
}
