//! The parts of a document and their relationships (ISO/IEC 29500-2, OPC): as members of a ZIP
//! file, or all in one XML file (flat OPC; Word 2003's own form).
//!
//! Takes the bytes of a file, returns its parts by path, and the targets of relationships. Nothing
//! outside the file is fetched.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::tree::OoxmlElement;
use crate::config::ReadOptions;
use crate::container::{self, Container};
use crate::context::Limits;
use crate::diag::{Code, Error, Result};
use crate::source::Source;

/// The default path of the main part.
const MAIN: &str = "word/document.xml";
/// The namespaces of flat OPC and of Word 2003, which occur at the beginning of such files.
const FLAT: &str = "http://schemas.microsoft.com/office/2006/xmlPackage";
const WORD_2003: &str = "http://schemas.microsoft.com/office/word/2003/wordml";
/// How far into a file they are searched.
const HEAD: usize = 4096;

/// Whether this is a Word document, by its bytes.
pub(in crate::input) fn is_word(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let holds = |text: &str| head.windows(text.len()).any(|it| it == text.as_bytes());
    container::has_member(bytes, MAIN)
        || (container::has_member(bytes, "[Content_Types].xml") && holds("word/"))
        || (holds("<?xml") && (holds(FLAT) || holds(WORD_2003)))
}

/// A package.
pub(super) struct Package<'a> {
    members: Members<'a>,
    /// The path of the main part.
    pub(super) main: String,
}

enum Members<'a> {
    Zip(Container<'a>),
    /// The parts of one XML file.
    Flat(BTreeMap<String, PackagePart>),
}

enum PackagePart {
    Xml(OoxmlElement),
    Bytes(Vec<u8>),
}

/// The target of a relationship.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// The last step of its type: `styles`, `image`, `hyperlink`.
    pub(super) kind: String,
    /// A path in the package, or an address outside it.
    pub(super) target: String,
    /// Whether it is outside the package.
    pub(super) external: bool,
}

/// The relationships of a part, by identifier.
pub(super) type Relations = BTreeMap<String, Relation>;

impl<'a> Package<'a> {
    /// Opens a document.
    ///
    /// # Errors
    ///
    /// A damaged container, one without a main part.
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self> {
        let members = if bytes.starts_with(b"PK") {
            Members::Zip(Container::open(bytes, limits)?)
        } else {
            let root = OoxmlElement::parse(&decoded(MAIN, bytes)?)?;
            Members::Flat(if root.name == "pkg:package" {
                flat_parts(root)
            } else {
                BTreeMap::from([(MAIN.to_owned(), PackagePart::Xml(root))])
            })
        };
        let mut package = Self { members, main: MAIN.to_owned() };
        let of_package = package.relations("");
        if let Some(main) = of_package.into_values().find(|it| it.kind == "officeDocument") {
            package.main = main.target;
        }
        Ok(package)
    }

    /// The bytes of a part.
    ///
    /// # Errors
    ///
    /// A damaged member, or one beyond a limit.
    pub(super) fn bytes(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        match &mut self.members {
            Members::Zip(container) => container.read(path),
            Members::Flat(parts) => Ok(parts.get(path).and_then(|part| match part {
                PackagePart::Bytes(bytes) => Some(bytes.clone()),
                PackagePart::Xml(_) => None,
            })),
        }
    }

    /// The root of a part of XML.
    ///
    /// # Errors
    ///
    /// A damaged member, one beyond a limit, one that is not well-formed.
    pub(super) fn xml(&mut self, path: &str) -> Result<Option<OoxmlElement>> {
        if let Members::Flat(parts) = &mut self.members {
            return Ok(match parts.remove(path) {
                Some(PackagePart::Xml(node)) => Some(node),
                _ => None,
            });
        }
        let Some(bytes) = self.bytes(path)? else { return Ok(None) };
        OoxmlElement::parse(&decoded(path, &bytes)?).map(Some)
    }

    /// The root of the main part.
    ///
    /// # Errors
    ///
    /// As [`Self::xml`]; a package without that part.
    pub(super) fn main(&mut self) -> Result<OoxmlElement> {
        let path = self.main.clone();
        self.xml(&path)?.ok_or_else(|| Error::new(Code::WordNoText, [&path]))
    }

    /// The relationships of the part at this path; those of the package for `None`. An unreadable
    /// part has none.
    pub(super) fn relations(&mut self, path: &str) -> Relations {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let separator = if folder.is_empty() { "" } else { "/" };
        let place = format!("{folder}{separator}_rels/{file}.rels");
        let Ok(Some(root)) = self.xml(&place) else { return Relations::new() };
        let relations = root.all("Relationship").filter_map(|it| {
            let external = it.get("TargetMode").is_some_and(|it| it == "External");
            let target = it.get("Target")?;
            let target = if external { target.to_owned() } else { resolved(folder, target) };
            let kind = it.get("Type")?.rsplit('/').next()?.to_owned();
            Some((it.get("Id")?.to_owned(), Relation { kind, target, external }))
        });
        relations.collect()
    }
}

/// The text of a part.
fn decoded(path: &str, bytes: &[u8]) -> Result<String> {
    Ok(Source::decode(Some(path), bytes, &ReadOptions::default())?.0.text)
}

/// The parts of flat OPC.
fn flat_parts(root: OoxmlElement) -> BTreeMap<String, PackagePart> {
    let parts = root.children.into_iter().filter_map(|mut part| {
        let path = part.get("name")?.trim_start_matches('/').to_owned();
        let content = part.children.pop()?;
        Some(match content.name.as_str() {
            "pkg:xmlData" => (path, PackagePart::Xml(content.children.into_iter().next()?)),
            _ => (path, PackagePart::Bytes(base64_of(&content.text)?)),
        })
    });
    parts.collect()
}

/// Bytes from base64 (RFC 4648 §4), in lines.
pub(super) fn base64_of(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    STANDARD.decode(text).ok()
}

/// A target as a path from the root of the package; steps above the root stay at it.
fn resolved(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_stay_in_the_package() {
        assert_eq!(resolved("word", "media/a.png"), "word/media/a.png");
        assert_eq!(resolved("word", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(resolved("word", "/word/styles.xml"), "word/styles.xml");
    }
}
