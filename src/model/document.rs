//! The document: metadata, sources, assets, and three runs of blocks.

use serde::{Deserialize, Serialize};

use super::{Asset, Attr, Block, Meta, Node, Numbering, RunningLine, SourceInfo, visit};

/// The version of the model's JSON form, `major.minor`. A newer major version is refused, and so is
/// a newer minor one with unknown content.
pub const VERSION: &str = "1.1";

/// A whole work, as a reader understood it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Document {
    /// The version of the JSON form, [`VERSION`].
    pub version: String,
    /// The metadata of the work.
    pub meta: Meta,
    /// The header of each page (页眉), overriding the style's; since 1.1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<RunningLine>,
    /// The footer of each page (页脚), overriding the style's; since 1.1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<RunningLine>,
    /// The numbering of headings, overriding the style's; since 1.1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbering: Option<Numbering>,
    /// The files that the text came from, in the order of the indexes in spans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceInfo>,
    /// Front matter (前置部分): title, credit lines, contents, preface.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub front: Vec<Block>,
    /// The body (正文).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
    /// Back matter (后置部分): appendix, afterword, endnotes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<Block>,
    /// Images and other files that the text refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
}

impl Document {
    /// An empty document of the current version.
    pub fn new(meta: Meta) -> Self {
        Self {
            version: VERSION.to_owned(),
            meta,
            header: None,
            footer: None,
            numbering: None,
            sources: Vec::new(),
            front: Vec::new(),
            body: Vec::new(),
            back: Vec::new(),
            assets: Vec::new(),
        }
    }

    /// All blocks in source order: front, body, back.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.front.iter().chain(&self.body).chain(&self.back)
    }

    /// Calls `f` with the attributes of every block, inline and their parts, in source order.
    pub fn attrs<'a>(&'a self, f: &mut dyn FnMut(&'a Attr)) {
        for blocks in [&self.front, &self.body, &self.back] {
            visit(blocks, &mut |node| match node {
                Node::Block(block) => block.attrs(f),
                Node::Inline(inline) => inline.attrs(f),
            });
        }
    }

    /// The files that the document was made from, without the members of containers.
    pub fn files(&self) -> impl Iterator<Item = &SourceInfo> {
        self.sources.iter().filter(|source| source.within.is_none())
    }

    /// The file that the document was made from, the first of several.
    pub fn file(&self) -> Option<&SourceInfo> {
        self.files().next()
    }

    /// The asset of this id, if there is one.
    pub fn asset(&self, id: &str) -> Option<&Asset> {
        self.assets.iter().find(|asset| asset.id == id)
    }
}
