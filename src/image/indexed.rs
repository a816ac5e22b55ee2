//! Pixels of up to sixteen colours as the bytes of a PNG (ISO/IEC 15948).

use png::{BitDepth, ColorType, DeflateCompression, Encoder, EncodingError, Filter};

/// The level of compression: the highest saves a seventh and takes twice as long.
const LEVEL: u8 = 2;

/// A PNG file of this width and height from rows with two pixels per byte.
///
/// # Errors
///
/// Rows whose number or length does not match the size.
pub fn indexed_png(
    [width, height]: [u32; 2],
    palette: &[[u8; 3]],
    rows: &[u8],
) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Four);
    encoder.set_palette(palette.concat());
    encoder.set_deflate_compression(DeflateCompression::Level(LEVEL));
    // Filters of differences are useless for indexes.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rows)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::indexed_png;

    #[test]
    fn pixels_are_read_as_they_were_written() {
        let palette = [[0, 0, 0], [10, 20, 30], [255, 255, 255]];
        let rows = [0x01, 0x20, 0x22, 0x10];
        let file = indexed_png([3, 2], &palette, &rows).expect("a file");
        let mut reader = png::Decoder::new(Cursor::new(file)).read_info().expect("a header");
        assert_eq!(reader.info().palette.as_deref(), Some(palette.concat().as_slice()));
        let mut read = [0; 4];
        reader.next_frame(&mut read).expect("rows");
        assert_eq!(read, rows);
        assert!(indexed_png([3, 2], &palette, &rows[..3]).is_err());
    }
}
