//! The container (EPUB 3.3 §4): epub-builder assembles it, and a finishing pass puts in the
//! package document, navigation and NCX that it can't express, in an order and with dates that
//! are always the same.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, ZipLibrary};
use zip::read::read_zipfile_from_stream;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::package::{GENERATOR, Item};
use crate::diag::{Code, Error, Result};

/// The folder that epub-builder puts all content into.
const FOLDER: &str = "OEBPS/";

/// Files that epub-builder writes and our own stand in for.
const PACKAGE: &str = "content.opf";
pub(super) const NAV: &str = "nav.xhtml";
pub(super) const NCX: &str = "toc.ncx";
pub(super) const STYLE: &str = "stylesheet.css";

/// Which of a container's files is the package document, from 0: after `mimetype` and the
/// container's own (EPUB 3.3 §4.2.2).
const PACKAGE_PLACE: usize = 2;
/// The longest package document that is looked into, in bytes.
const PACKAGE_LIMIT: u64 = 1 << 24;

/// Whether an archive is one of these, by the generator that its package document names.
pub(in crate::output) fn is_own(mut archive: impl Read) -> bool {
    for _ in 0..PACKAGE_PLACE {
        if !read_zipfile_from_stream(&mut archive).is_ok_and(|file| file.is_some()) {
            return false;
        }
    }
    let Ok(Some(package)) = read_zipfile_from_stream(&mut archive) else { return false };
    let is_package = package.name().strip_prefix(FOLDER) == Some(PACKAGE);
    let mut text = Vec::new();
    is_package
        && package.take(PACKAGE_LIMIT).read_to_end(&mut text).is_ok()
        && String::from_utf8_lossy(&text).contains(&format!("content=\"{GENERATOR}"))
}

/// Makes the container of a package document and its items.
pub(super) fn container(title: &str, package: Vec<u8>, items: Vec<Item>) -> Result<Vec<u8>> {
    let assembled = assemble(title, &items).map_err(|e| Error::new(Code::EpubFault, [&e]))?;
    finish(assembled, package, items).map_err(|e| Error::new(Code::EpubFault, [&e]))
}

/// Lets epub-builder assemble container, content and resources.
fn assemble(title: &str, items: &[Item]) -> std::result::Result<Vec<u8>, epub_builder::Error> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.set_title(title);
    // Both are replaced with the package document; without them the builder asks the clock and
    // the random source.
    builder.set_uuid(uuid::Uuid::nil());
    builder.set_modified_date(chrono::DateTime::UNIX_EPOCH);
    for item in items.iter().filter(|item| item.path != NAV && item.path != NCX) {
        let bytes = item.bytes.as_slice();
        if item.path == STYLE {
            builder.stylesheet(bytes)?;
        } else if item.in_spine {
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

/// Rewrites the container with our package document, navigation and NCX. All else is copied as
/// it was compressed.
fn finish(
    assembled: Vec<u8>,
    package: Vec<u8>,
    items: Vec<Item>,
) -> std::result::Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(assembled))?;
    let package_path = format!("{FOLDER}{PACKAGE}");
    let mut own = BTreeMap::from([(package_path.clone(), package)]);
    let mut order = vec![container_path(), package_path];
    for item in items {
        let path = format!("{FOLDER}{}", item.path);
        if item.path == NAV || item.path == NCX {
            own.insert(path.clone(), item.bytes);
        }
        order.push(path);
    }
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let deflated =
        stored.compression_method(CompressionMethod::Deflated).compression_level(Some(9));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("mimetype", stored)?;
    writer.write_all(b"application/epub+zip")?;
    for path in order {
        if let Some(bytes) = own.remove(&path) {
            writer.start_file(path.as_str(), deflated)?;
            writer.write_all(&bytes)?;
        } else if let Some(index) = archive.index_for_name(&path) {
            writer.raw_copy_file(archive.by_index_raw(index)?)?;
        }
    }
    Ok(writer.finish()?.into_inner())
}

fn container_path() -> String {
    "META-INF/container.xml".to_owned()
}
