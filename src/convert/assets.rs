//! The images that a text names: embedded ones (`data:`, RFC 2397) are decoded, others are
//! requested from the loader of the context, and identified by their bytes.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};

use crate::context::{Context, Wanted, WantedKind};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Asset, AssetKind, Block, Bytes, Document, Image, Inline, Node, Span, visit,
};
use crate::text::address::percent_decoded;

/// Loads the images that the text names and does not embed; their kind is found from their bytes.
/// Returns the addresses of those that can't be read, and reports them at their first occurrence.
pub(super) fn load(
    document: &mut Document,
    context: &Context,
) -> (BTreeSet<String>, Vec<Diagnostic>) {
    let (mut lost, mut diagnostics) = (BTreeSet::new(), Vec::new());
    let places = image_places(document);
    let lacking = |asset: &&mut Asset| asset.data.is_none() && !asset.is_nameless();
    for asset in document.assets.iter_mut().filter(lacking) {
        let from = document.sources.get(usize::from(asset.source));
        let loaded = match (data_of(&asset.href), &context.assets) {
            (Some(data), _) => embedded(data, &asset.href).map(Some),
            (None, Some(loader)) => loader.load(&Wanted {
                from: from.and_then(|source| source.name.as_deref()),
                address: &asset.href,
                kind: WantedKind::Image,
            }),
            // Without a loader nothing is read.
            (None, None) => continue,
        };
        let most = context.limits.bytes;
        let found = match loaded {
            Ok(Some(data)) if data.len() as u64 > most => {
                Diagnostic::new(Code::FileTooLarge, [&asset.href, &most])
            }
            Ok(Some(data)) => {
                asset.kind = AssetKind::of(&data);
                asset.data = Some(Bytes(data));
                continue;
            }
            Ok(None) => Diagnostic::new(Code::AssetMissing, [&asset.href]),
            Err(found) => found,
        };
        diagnostics.push(found.at(places.get(&asset.id).copied()));
        lost.insert(asset.href.clone());
    }
    (lost, diagnostics)
}

/// The first occurrence of each image, by its asset.
fn image_places(document: &Document) -> BTreeMap<String, Span> {
    let mut places = BTreeMap::new();
    let mut note = |image: &Image| {
        if let Some(span) = image.attr.span {
            places.entry(image.asset.clone()).or_insert(span);
        }
    };
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| match node {
            Node::Block(Block::Figure(figure)) => figure.images.iter().for_each(&mut note),
            Node::Inline(Inline::Image(image)) => note(image),
            _ => {}
        });
    }
    places
}

/// How many characters of an embedded image are shown in a message.
const SHOWN: usize = 32;

/// Returns what follows `data:` in the address of an image embedded in the text.
fn data_of(href: &str) -> Option<&str> {
    let (scheme, rest) = href.split_once(':')?;
    scheme.eq_ignore_ascii_case("data").then_some(rest)
}

/// The bytes of an embedded image: the data; the media type is ignored, since it is found from the
/// bytes.
fn embedded(rest: &str, href: &str) -> Result<Vec<u8>, Diagnostic> {
    decoded(rest).ok_or_else(|| {
        let shown: String = href.chars().take(SHOWN).collect();
        Diagnostic::new(Code::AssetEmbedded, [&format!("{shown}…")])
    })
}

fn decoded(rest: &str) -> Option<Vec<u8>> {
    // Line breaks and missing padding are accepted.
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let (kind, data) = rest.split_once(',')?;
    let mut data = percent_decoded(data);
    if kind.to_ascii_lowercase().ends_with(";base64") {
        data.to_mut().retain(|byte| !byte.is_ascii_whitespace());
        return LENIENT.decode(data.as_ref()).ok();
    }
    Some(data.into_owned())
}
