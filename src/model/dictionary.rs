//! The fields of a dictionary entry, named as in TEI P5 ch. 9: headword, pronunciation, grammar,
//! senses. Constructs of these names are `Foreign` ones; readers keep the names, writers separate
//! the fields.

/// All fields.
const FIELDS: [&str; 29] = [
    "form",
    "orth",
    "pron",
    "hyph",
    "syll",
    "stress",
    "gramGrp",
    "gram",
    "pos",
    "iType",
    "gen",
    "number",
    "case",
    "per",
    "tns",
    "mood",
    "colloc",
    "subc",
    "usg",
    "lbl",
    "sense",
    "def",
    "etym",
    "xr",
    "re",
    "hom",
    "cit",
    "dictScrap",
    "superEntry",
];

/// The fields directly in an entry (`entryFree`) and in `dictScrap`.
const OF_ENTRY: [&str; 24] = [
    "form",
    "orth",
    "pron",
    "hyph",
    "syll",
    "gramGrp",
    "gram",
    "pos",
    "iType",
    "gen",
    "number",
    "case",
    "per",
    "tns",
    "mood",
    "colloc",
    "subc",
    "usg",
    "lbl",
    "sense",
    "def",
    "etym",
    "xr",
    "dictScrap",
];
const OF_FORM: [&str; 19] = [
    "form", "orth", "pron", "hyph", "syll", "stress", "gramGrp", "gram", "pos", "iType", "gen",
    "number", "case", "per", "tns", "mood", "colloc", "usg", "lbl",
];
const OF_GRAMMAR: [&str; 14] = [
    "gramGrp", "gram", "pos", "iType", "gen", "number", "case", "per", "tns", "mood", "colloc",
    "subc", "usg", "lbl",
];
const OF_SENSE: [&str; 9] =
    ["form", "gramGrp", "usg", "lbl", "sense", "def", "etym", "xr", "dictScrap"];
const OF_ETYMOLOGY: [&str; 6] = ["gramGrp", "usg", "lbl", "def", "etym", "xr"];

/// Whether a construct of this name is an entry.
pub fn is_entry(name: &str) -> bool {
    ["entry", "entryFree"].contains(&name)
}

/// Whether a construct of this name is a field of an entry.
pub fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

/// Whether TEI allows a field in another, both as elements of mixed content.
pub fn may_hold(outer: &str, field: &str) -> bool {
    let inner: &[&str] = match outer {
        "entry" | "entryFree" | "dictScrap" => &OF_ENTRY,
        "form" => &OF_FORM,
        "gramGrp" => &OF_GRAMMAR,
        "sense" => &OF_SENSE,
        "etym" => &OF_ETYMOLOGY,
        "xr" => &["usg", "lbl"],
        _ => &[],
    };
    inner.contains(&field)
}
