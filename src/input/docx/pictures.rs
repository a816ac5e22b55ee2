//! Pictures and text boxes: DrawingML (ISO/IEC 29500-1, 20) and VML (ISO/IEC 29500-4, 19). Takes a
//! drawing, returns its images, the blocks of its boxes, and text set as a picture (艺术字). Content
//! written twice, for newer and older programs, is read once. Pictures outside the file are
//! reported and never fetched.

use super::body::BodyWalk;
use super::package::base64_of;
use super::tree::OoxmlElement;
use crate::diag::{Code, Diagnostic};
use crate::model::{Asset, AssetKind, Block, Bytes, Image};

/// English Metric Units in a millimetre.
const EMU_PER_MM: f64 = 36_000.0;

/// The content of a drawing.
#[derive(Debug, Default)]
pub(super) struct DrawingContent {
    pub(super) images: Vec<Image>,
    pub(super) boxes: Vec<Block>,
    pub(super) texts: Vec<String>,
}

/// The branch of an alternative that is read (ISO/IEC 29500-3, 9.3): the first choice with known
/// content, else the fallback.
pub(super) fn branch(node: &OoxmlElement) -> Option<&OoxmlElement> {
    let known = |branch: &&OoxmlElement| {
        branch.within().any(|it| {
            matches!(it.name.as_str(), "w:t" | "w:p" | "a:blip" | "m:oMath" | "v:imagedata")
        })
    };
    let mut choices = node.all("mc:Choice");
    let choice = choices.find(known);
    choice.or_else(|| node.child("mc:Fallback")).or_else(|| node.child("mc:Choice"))
}

/// Finds the content of a drawing.
pub(super) fn find(
    walk: &mut BodyWalk<'_, '_>,
    node: &OoxmlElement,
    found: &mut DrawingContent,
) {
    let described = node.find("wp:docPr").or_else(|| node.find("v:shape"));
    let alt = described.and_then(|it| it.get("descr").or_else(|| it.get("alt")));
    let alt = alt.filter(|it| !it.trim().is_empty()).map(str::to_owned);
    let size = node.find("wp:extent").and_then(|extent| {
        let length = |name: &str| {
            let emu: f64 = extent.get(name)?.parse().ok()?;
            (emu > 0.0).then(|| format!("{:.1}mm", emu / EMU_PER_MM))
        };
        Some((length("cx")?, length("cy")?))
    });
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match node.name.as_str() {
            "w:txbxContent" => found.boxes.extend(walk.boxed(node)),
            "a:blip" | "v:imagedata" => {
                if let Some(asset) = asset(walk, node) {
                    let (width, height) = size.clone().unzip();
                    let alt = alt.clone();
                    found.images.push(Image { asset, alt, width, height, ..Image::default() });
                }
            }
            "v:textpath" => found.texts.extend(node.get("string").map(str::to_owned)),
            "mc:AlternateContent" => open.extend(branch(node)),
            "c:chart" => walk.diagnostics.push(Diagnostic::new(Code::WordLeftOut, [&"chart"])),
            "dgm:relIds" => {
                walk.diagnostics.push(Diagnostic::new(Code::WordLeftOut, [&"SmartArt"]));
            }
            _ => open.extend(node.children.iter().rev()),
        }
    }
}

/// The asset of a picture; `None` if it is not in the file, or in a format that no output can show.
fn asset(walk: &mut BodyWalk<'_, '_>, node: &OoxmlElement) -> Option<String> {
    let id = node.get("embed").or_else(|| node.get("id")).or_else(|| node.get("link"));
    let (href, data) = match (id, node.get("src")) {
        (Some(id), _) => {
            let relation = walk.relations.get(id)?.clone();
            if relation.external {
                walk.diagnostics.push(Diagnostic::new(Code::WordExternal, [&relation.target]));
                return None;
            }
            let data = match walk.package.bytes(&relation.target) {
                Ok(data) => data,
                Err(error) => {
                    walk.diagnostics.push(error.diagnostic().clone());
                    None
                }
            };
            (relation.target, data)
        }
        // Word 2003 has the bytes beside the shape.
        (None, Some(source)) => {
            (source.trim_start_matches("wordml://").to_owned(), binary(walk, source))
        }
        (None, None) => return None,
    };
    if let Some(known) = walk.assets.iter().find(|asset| asset.href == href) {
        return Some(known.id.clone());
    }
    let Some(data) = data else {
        walk.diagnostics.push(Diagnostic::new(Code::AssetMissing, [&href]));
        return None;
    };
    let kind = AssetKind::of(&data);
    if kind == AssetKind::Unknown {
        walk.diagnostics.push(Diagnostic::new(Code::WordPicture, [&href]));
        return None;
    }
    let id = format!("asset-{}", walk.assets.len() + 1);
    let named = Asset::named(id.clone(), href);
    walk.assets.push(Asset { kind, data: Some(Bytes(data)), ..named });
    Some(id)
}

/// The bytes of a picture of Word 2003.
fn binary(walk: &BodyWalk<'_, '_>, name: &str) -> Option<Vec<u8>> {
    walk.binaries.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.clone())
}

/// The bytes of the pictures of Word 2003, by name.
pub(super) fn binaries(root: &OoxmlElement) -> Vec<(String, Vec<u8>)> {
    let all = root.within().filter(|it| it.name == "w:binData");
    let read = |it: &OoxmlElement| Some((it.get("name")?.to_owned(), base64_of(&it.text)?));
    all.filter_map(read).collect()
}
