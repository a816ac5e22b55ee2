//! Images without a file (`![图]()`, a `graphic` without `url`): there is nothing to load, so their
//! description is used, and it is reported once, at their place.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic};
use crate::model::{Block, Document, Image, Inline, Node, visit};

/// A diagnostic for each image without an address.
pub(super) fn without_address(document: &Document) -> Vec<Diagnostic> {
    let nameless = document.assets.iter().filter(|asset| asset.is_nameless());
    let nameless: BTreeSet<&str> = nameless.map(|asset| asset.id.as_str()).collect();
    let mut found = Vec::new();
    if nameless.is_empty() {
        return found;
    }
    let mut image = |image: &Image| {
        if nameless.contains(image.asset.as_str()) {
            found.push(Diagnostic::new(Code::ImageNameless, []).at(image.attr.span));
        }
    };
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| match node {
            Node::Block(Block::Figure(figure)) => figure.images.iter().for_each(&mut image),
            Node::Inline(Inline::Image(it)) => image(it),
            _ => {}
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Asset, AssetKind, Attr, Bytes, Figure, Meta, Span, paragraph};

    #[test]
    fn every_image_that_names_nothing_is_found_in_text_and_figure() {
        let asset = |id: &str, href: &str, data: Option<Vec<u8>>| Asset {
            id: id.to_owned(),
            href: href.to_owned(),
            source: 0,
            kind: AssetKind::Unknown,
            data: data.map(Bytes),
        };
        let image = |asset: &str, at: usize| Image {
            attr: Attr { span: Some(Span::new(0, at, at + 1)), ..Attr::default() },
            asset: asset.to_owned(),
            ..Image::default()
        };
        let mut document = Document::new(Meta::default());
        document.assets = vec![
            asset("无", " ", None),
            asset("有", "图.png", None),
            asset("带", "", Some(vec![1])),
        ];
        let inline = |it| Inline::Image(Box::new(it));
        let texts =
            ["无", "有", "带"].into_iter().zip(1..).map(|(id, at)| inline(image(id, at)));
        document.body.push(paragraph(texts.collect()));
        let images = vec![image("有", 8), image("无", 9)];
        let figure = Figure { images, ..Figure::default() };
        document.back.push(Block::Figure(Box::new(figure)));
        let found = without_address(&document);
        let places: Vec<_> = found.iter().map(|it| (it.code, it.span.unwrap().start)).collect();
        assert_eq!(places, [(Code::ImageNameless, 1), (Code::ImageNameless, 9)]);
    }
}
