//! Measures of a face and of its glyphs, in em unless said otherwise.

use skrifa::font::Font;

/// Metrics of a whole face, in em.
///
/// The line box is the em box (OpenType OS/2 `sTypoAscender`, `sTypoDescender`), never `hhea`:
/// Chinese lines are set by the em, and `hhea` of the common faces is half as high again
/// (`clreq.md` GRD-02).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Height of the em box over the baseline.
    pub ascent: f32,
    /// Depth of the em box under the baseline, positive.
    pub descent: f32,
    /// Height of a Latin capital.
    pub cap_height: f32,
    /// Height of a Latin x.
    pub x_height: f32,
    /// Slope of the strokes in degrees, negative when leaning to the right.
    pub italic_angle: f32,
    /// Weight of the strokes, 400 regular, 700 bold.
    pub weight: u16,
    /// The bounding box of all glyphs.
    pub bounds: Bounds,
}

/// A box around ink, in em, `y` upwards from the baseline.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Left edge.
    pub x_min: f32,
    /// Lower edge.
    pub y_min: f32,
    /// Right edge.
    pub x_max: f32,
    /// Upper edge.
    pub y_max: f32,
}

/// The em box of nearly all Chinese faces, as a default: 0.88 over the baseline.
const USUAL_ASCENT: f32 = 0.88;
/// The default height of capitals and of x.
const USUAL_CAP_HEIGHT: f32 = 0.7;
const USUAL_X_HEIGHT: f32 = 0.5;

impl Metrics {
    pub(super) fn of(font: &Font) -> Self {
        let raw = font.metrics();
        let em = f32::from(raw.units_per_em.max(1));
        let typo = raw.typo_line.map(|line| {
            let extents = line.extents();
            (extents.ascender.to_f32() / em, -extents.descender.to_f32() / em)
        });
        // A Latin face whose box is not one em high is still set in an em box here.
        let ascent = match typo {
            Some((up, down)) if (up + down - 1.0).abs() < 0.01 => up,
            _ => USUAL_ASCENT,
        };
        let style = font.style_metrics();
        Self {
            ascent,
            descent: 1.0 - ascent,
            cap_height: raw.cap_height.map_or(USUAL_CAP_HEIGHT, |h| h.to_f32() / em),
            x_height: raw.x_height.map_or(USUAL_X_HEIGHT, |h| h.to_f32() / em),
            italic_angle: style.italic_angle.map_or(0.0, |angle| angle.to_f32()),
            weight: weight(font),
            bounds: Bounds {
                x_min: raw.bounds.x_min.to_f32() / em,
                y_min: raw.bounds.y_min.to_f32() / em,
                x_max: raw.bounds.x_max.to_f32() / em,
                y_max: raw.bounds.y_max.to_f32() / em,
            },
        }
    }
}

fn weight(font: &Font) -> u16 {
    use skrifa::raw::TableProvider as _;
    font.tables().os2().map_or(400, |os2| os2.us_weight_class())
}
