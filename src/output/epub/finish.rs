//! The container (EPUB 3.3 §4): epub-builder assembles it, and a finishing pass adds the package
//! document, navigation and NCX that it can't express, and the style sheet once, in a fixed order
//! and with fixed dates.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::Read;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, ZipLibrary};

use super::package::{GENERATOR, ManifestItem};
use crate::container::write::{member_at, rewritten};
use crate::diag::{Code, Error, Result};

/// The content folder of epub-builder.
const FOLDER: &str = "OEBPS/";

/// Files that epub-builder writes, which ours replace.
const PACKAGE: &str = "content.opf";
pub(super) const NAV: &str = "nav.xhtml";
pub(super) const NCX: &str = "toc.ncx";
pub(super) const STYLE: &str = "stylesheet.css";
/// Those of them that are items of the package.
const OWN: [&str; 3] = [NAV, NCX, STYLE];

/// The index of the package document in a container: after `mimetype` and the container's own (EPUB
/// 3.3 §4.2.2).
const PACKAGE_PLACE: usize = 2;
/// The maximum size of a package document that is checked, in bytes.
const PACKAGE_LIMIT: u64 = 1 << 24;

/// Whether paiban wrote an archive, by the generator that its package document names.
pub(in crate::output) fn is_own(archive: impl Read) -> bool {
    let package = member_at(archive, PACKAGE_PLACE, PACKAGE_LIMIT);
    package.is_some_and(|(path, data)| {
        path.strip_prefix(FOLDER) == Some(PACKAGE)
            && String::from_utf8_lossy(&data).contains(&format!("content=\"{GENERATOR}"))
    })
}

/// The number of files assembled together. epub-builder makes a compressor of 300 kB for each,
/// whose memory the allocator does not use again while the container grows: half a gigabyte for
/// 1,600 chapters.
const TOGETHER: usize = 50;

/// Makes the container of a package document and its items.
pub(super) fn container(
    title: &str,
    package: Vec<u8>,
    items: Vec<ManifestItem>,
) -> Result<Vec<u8>> {
    let assembled = items.chunks(TOGETHER).map(|items| assemble(title, items));
    let assembled = assembled.collect::<std::result::Result<Vec<_>, _>>();
    let assembled = assembled.map_err(|e| Error::new(Code::EpubFault, [&e]))?;
    finish(assembled, package, items).map_err(|e| Error::new(Code::EpubFault, [&e]))
}

/// Lets epub-builder assemble container, content and resources of some items.
fn assemble(
    title: &str,
    items: &[ManifestItem],
) -> std::result::Result<Vec<u8>, epub_builder::Error> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.set_title(title);
    // Both are replaced with the package document; without them the builder reads the clock and the
    // random source.
    builder.set_uuid(uuid::Uuid::nil());
    builder.set_modified_date(chrono::DateTime::UNIX_EPOCH);
    for item in items.iter().filter(|item| !OWN.contains(&item.path.as_str())) {
        let bytes = item.bytes.as_slice();
        if item.in_spine {
            // A title and a type make the builder's own navigation valid, too.
            let content = EpubContent::new(item.path.as_str(), bytes).title(title);
            builder.add_content(content.reftype(ReferenceType::Text))?;
        } else {
            builder.add_resource(item.path.as_str(), bytes, item.media_type)?;
        }
    }
    let mut out = Vec::new();
    builder.generate(&mut out)?;
    Ok(out)
}

/// The container with our own files in it.
fn finish(
    assembled: Vec<Vec<u8>>,
    package: Vec<u8>,
    items: Vec<ManifestItem>,
) -> std::result::Result<Vec<u8>, impl Display> {
    let package_path = format!("{FOLDER}{PACKAGE}");
    let mut own = BTreeMap::from([(package_path.clone(), package)]);
    let mut order = vec!["META-INF/container.xml".to_owned(), package_path];
    for item in items {
        let path = format!("{FOLDER}{}", item.path);
        if OWN.contains(&item.path.as_str()) {
            own.insert(path.clone(), item.bytes);
        }
        order.push(path);
    }
    rewritten(assembled, "application/epub+zip", &order, own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::Container;
    use crate::context::Limits;

    #[test]
    fn a_book_of_many_files_is_one_container() {
        let item = |path: String, in_spine| ManifestItem {
            id: path.clone(),
            bytes: format!("<p>{path}</p>").into_bytes(),
            media_type: "application/xhtml+xml",
            properties: Vec::new(),
            in_spine,
            path,
        };
        let chapters =
            (1..=3 * TOGETHER).map(|number| item(format!("text/{number}.xhtml"), true));
        let first = [NAV, STYLE].map(|path| item(path.to_owned(), false));
        let items: Vec<_> = first.into_iter().chain(chapters).collect();
        let bytes = container("书", b"<package/>".to_vec(), items.clone()).unwrap();
        let limits = Limits::default();
        let mut read = Container::open(&bytes, &limits).unwrap();
        assert_eq!(read.paths().count(), items.len() + 3);
        assert_eq!(read.read("OEBPS/content.opf").unwrap().unwrap(), b"<package/>");
        for item in items {
            let path = format!("{FOLDER}{}", item.path);
            assert_eq!(read.read(&path).unwrap(), Some(item.bytes), "{path}");
        }
    }
}
