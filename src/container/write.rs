//! Writing containers: what a library assembled is rewritten as one container, in a fixed order and
//! with fixed dates; and reading members at the beginning of one without the rest.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write as _};

use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// One container from several assembled ones: first the media type, uncompressed (EPUB 3.3 §4.2.3),
/// then the members of `order`, replaced by those of `own`. Everything else is copied compressed.
pub(crate) fn rewritten(
    assembled: Vec<Vec<u8>>,
    media_type: &str,
    order: &[String],
    mut own: BTreeMap<String, Vec<u8>>,
) -> Result<Vec<u8>, ZipError> {
    let assembled = assembled.into_iter().map(|bytes| ZipArchive::new(Cursor::new(bytes)));
    let mut assembled = assembled.collect::<Result<Vec<_>, _>>()?;
    let mut places = BTreeMap::new();
    for (part, archive) in assembled.iter().enumerate() {
        places.extend(archive.file_names().map(|name| (name.to_owned(), part)));
    }
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let deflated =
        stored.compression_method(CompressionMethod::Deflated).compression_level(Some(9));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("mimetype", stored)?;
    writer.write_all(media_type.as_bytes())?;
    for path in order {
        if let Some(bytes) = own.remove(path) {
            writer.start_file(path.as_str(), deflated)?;
            writer.write_all(&bytes)?;
        } else if let Some(archive) = places.get(path).map(|part| &mut assembled[*part])
            && let Some(index) = archive.index_for_name(path)
        {
            writer.raw_copy_file(archive.by_index_raw(index)?)?;
        }
    }
    Ok(writer.finish()?.into_inner())
}

/// The path of the member at an index, from 0, and up to `limit` of its bytes, reading only the
/// members before it.
pub(crate) fn member_at(
    mut container: impl Read,
    place: usize,
    limit: u64,
) -> Option<(String, Vec<u8>)> {
    for _ in 0..place {
        read_zipfile_from_stream(&mut container).ok()??;
    }
    let member = read_zipfile_from_stream(&mut container).ok()??;
    let path = member.name().to_owned();
    let mut data = Vec::new();
    member.take(limit).read_to_end(&mut data).ok()?;
    Some((path, data))
}
