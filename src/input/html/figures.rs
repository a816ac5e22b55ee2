//! Images and figures of a page (HTML Standard, 4.4.12 and 4.8.3), and its formulas: MathML and the
//! TeX kept by MathJax and KaTeX.

use super::attributes;
use super::stream::Stream;
use super::tree::{Id, Tree};
use super::walk::Walk;
use crate::model::{
    Attr, Block, Figure, Image, Inline, MathBlock, MathSpan, paragraph, plain_text, text,
};

/// Attributes with the address of a lazily loaded image.
const LATE: [&str; 5] =
    ["data-src", "data-original", "data-lazy-src", "data-actualsrc", "_src"];

/// Writes a figure: images with their caption, else its content followed by its caption.
pub(super) fn figure(walk: &mut Walk<'_>, id: Id, stream: &mut Stream) {
    let tree = walk.tree;
    let children = tree.children(id);
    let caption_at = children.iter().copied().find(|child| tree.name(*child) == "figcaption");
    let mut inner = Stream::default();
    for child in children.iter().copied().filter(|it| Some(*it) != caption_at) {
        walk.node(child, &mut inner);
    }
    let caption = caption_at.map(|caption| walk.line(caption)).unwrap_or_default();
    let mut blocks = inner.into_blocks();
    let images: Option<Vec<Vec<Image>>> = blocks.iter().map(images_alone).collect();
    if let Some(images) = images.filter(|images| !images.is_empty()) {
        let ids = blocks.iter_mut().filter_map(|it| it.attr_mut()?.id.take());
        ids.for_each(|id| stream.id(id));
        let images = images.into_iter().flatten().collect();
        let figure = Figure { images, caption, ..Figure::default() };
        stream.block(Block::Figure(Box::new(figure)));
        return;
    }
    if blocks.is_empty() && !caption.is_empty() {
        let figure = Figure { caption, ..Figure::default() };
        return stream.block(Block::Figure(Box::new(figure)));
    }
    blocks.into_iter().for_each(|block| stream.block(block));
    if !caption.is_empty() {
        stream.block(paragraph(caption));
    }
}

/// The images of a block without other content, except a caption that repeats an image's
/// description.
fn images_alone(block: &Block) -> Option<Vec<Image>> {
    match block {
        Block::Figure(figure) => {
            let caption = plain_text(&figure.caption);
            let repeats = |image: &Image| image.alt.as_deref() == Some(caption.trim());
            let is_bare = caption.is_empty() || figure.images.iter().any(repeats);
            is_bare.then(|| figure.images.clone())
        }
        Block::Paragraph(paragraph) => {
            let image = |inline: &Inline| match inline {
                Inline::Image(image) => Some(Some(Image::clone(image))),
                Inline::LineBreak(_) => Some(None),
                Inline::Text(text) if text.text.trim().is_empty() => Some(None),
                _ => None,
            };
            let found: Option<Vec<Option<Image>>> =
                paragraph.content.iter().map(image).collect();
            Some(found?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

/// The image of an `img`, if it has an address; lazily loaded images have it in another attribute.
pub(super) fn image(walk: &mut Walk<'_>, id: Id) -> Option<Image> {
    let tree = walk.tree;
    let get = |name: &str| tree.get(id, name).map(str::trim).filter(|value| !value.is_empty());
    let late = LATE.iter().find_map(|name| get(name));
    let src = get("src");
    let is_placeholder = src.is_none_or(|src| src.starts_with("data:image/gif"));
    let address = late.filter(|_| is_placeholder).or(src).or(late)?;
    let alt = tree.get(id, "alt").map(str::trim);
    // Other pages set sizes for the screen there.
    let own = |name: &str| attributes::property(tree, id, name).filter(|_| walk.own);
    Some(Image {
        attr: Attr::default(),
        decorative: alt == Some(""),
        alt: alt.filter(|alt| !alt.is_empty()).map(str::to_owned),
        width: get("width").and_then(size).or_else(|| own("width")),
        height: get("height").and_then(size).or_else(|| own("height")),
        asset: walk.assets.id(address),
    })
}

/// The image in a drawing without other content: e-books wrap covers in SVG to fill the screen.
pub(super) fn drawn(walk: &mut Walk<'_>, id: Id) -> Option<Image> {
    let tree = walk.tree;
    let mut images = tree.within(id).filter(|it| tree.name(*it) == "image");
    let (image, others) = (images.next()?, images.next());
    let address = tree.get(image, "href").map(str::trim).filter(|it| !it.is_empty())?;
    let is_all = others.is_none() && tree.text_within(id).trim().is_empty();
    is_all.then(|| Image { asset: walk.assets.id(address), ..Image::default() })
}

/// A dimension (HTML Standard, 2.3.4.4): pixels, or a percentage of the container.
fn size(value: &str) -> Option<String> {
    let (number, unit) = match value.strip_suffix('%') {
        Some(number) => (number, "%"),
        None => (value.strip_suffix("px").unwrap_or(value), "px"),
    };
    let known = number.parse::<f32>().is_ok_and(|number| number.is_finite() && number > 0.0);
    known.then(|| format!("{number}{unit}"))
}

/// Writes a formula: its TeX source, else its text.
pub(super) fn math(walk: &Walk<'_>, id: Id, stream: &mut Stream) {
    let tree = walk.tree;
    let tex = tree.within(id).find(|it| {
        tree.name(*it) == "annotation"
            && tree.get(*it, "encoding").is_some_and(|it| it.contains("tex"))
    });
    let written = match (tex, tree.get(id, "alttext")) {
        (Some(tex), _) => tree.text_within(tex),
        (None, Some(alt)) => alt.to_owned(),
        (None, None) => tree.text_within(id).split_whitespace().collect::<Vec<_>>().join(" "),
    };
    formula(&written, tree.get(id, "display") == Some("block"), stream);
}

/// The TeX of a formula in a script element, if this is one.
pub(super) fn tex_of_script(tree: &Tree, id: Id) -> Option<(String, bool)> {
    let kind = tree.get(id, "type").filter(|_| tree.name(id) == "script")?;
    let (name, rest) = kind.split_once(';').unwrap_or((kind, ""));
    let is_tex = name.trim().eq_ignore_ascii_case("math/tex");
    is_tex.then(|| (tree.text_within(id), rest.contains("display")))
}

/// Writes TeX, inline or as a block.
pub(super) fn formula(tex: &str, is_block: bool, stream: &mut Stream) {
    let tex = tex.trim();
    if tex.is_empty() {
        return;
    }
    let (attr, content) = (Attr::default(), vec![text(tex)]);
    if is_block {
        stream.block(Block::Math(Box::new(MathBlock {
            attr,
            content,
            ..MathBlock::default()
        })));
    } else {
        stream.inline(Inline::Math(Box::new(MathSpan { attr, content })));
    }
}
