//! Colours by name (CSS Color 4, the names that LaTeX's xcolor has too) and by `#rrggbb`.

const NAMES: [(&str, [u8; 3]); 20] = [
    ("black", [0, 0, 0]),
    ("blue", [0, 0, 255]),
    ("brown", [191, 128, 64]),
    ("cyan", [0, 174, 239]),
    ("darkgray", [64, 64, 64]),
    ("gray", [128, 128, 128]),
    ("grey", [128, 128, 128]),
    ("green", [0, 128, 0]),
    ("lightgray", [191, 191, 191]),
    ("lime", [191, 255, 0]),
    ("magenta", [236, 0, 140]),
    ("olive", [128, 128, 0]),
    ("orange", [255, 128, 0]),
    ("pink", [255, 191, 191]),
    ("purple", [191, 0, 64]),
    ("red", [255, 0, 0]),
    ("teal", [0, 128, 128]),
    ("violet", [128, 0, 128]),
    ("white", [255, 255, 255]),
    ("yellow", [255, 242, 0]),
];

/// The colour of this name, sRGB.
pub(super) fn find(name: &str) -> Option<[u8; 3]> {
    let name = name.trim();
    if let Some((_, colour)) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
    {
        return Some(*colour);
    }
    let digits = name.strip_prefix('#').unwrap_or(name);
    let wide: String = match digits.len() {
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        _ => digits.to_owned(),
    };
    let value = u32::from_str_radix(&wide, 16).ok().filter(|_| wide.len() == 6)?;
    let [_, red, green, blue] = value.to_be_bytes();
    Some([red, green, blue])
}
