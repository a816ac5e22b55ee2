//! Roles of elements as structure types and attributes (ISO 32000-1 §14.8.4, §14.8.5).

use lopdf::{Object, dictionary};

use crate::layout::frame::{ListNumbering, Role, Scope, TableSection};

/// The deepest heading that PDF 1.7 has a type for (ISO 32000-1 §14.8.4.3.2).
pub(super) const DEEPEST_HEADING: u8 = 6;

/// The types of headings; those of no standard are mapped to P.
const HEADINGS: [&str; 16] = [
    "H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10", "H11", "H12", "H13", "H14",
    "H15", "H16",
];

/// The structure type of a role.
pub(super) fn name(role: &Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Part => "Part",
        Role::Section => "Sect",
        Role::Title => "Title",
        Role::Heading(level) => HEADINGS[usize::from(*level).clamp(1, HEADINGS.len()) - 1],
        Role::Paragraph => "P",
        Role::BlockQuote => "BlockQuote",
        Role::List(_) => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::TableSection(TableSection::Head) => "THead",
        Role::TableSection(TableSection::Body) => "TBody",
        Role::TableSection(TableSection::Foot) => "TFoot",
        Role::TableRow => "TR",
        Role::TableCell { scope: Some(_), .. } => "TH",
        Role::TableCell { scope: None, .. } => "TD",
        Role::Figure => "Figure",
        Role::Formula => "Formula",
        Role::Caption => "Caption",
        Role::Note => "Note",
        Role::Reference => "Reference",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
        Role::Link => "Link",
        Role::Ruby => "Ruby",
        Role::RubyBase => "RB",
        Role::RubyText => "RT",
        Role::Code => "Code",
        Role::Quote => "Quote",
        Role::Span => "Span",
        Role::Division => "Div",
    }
}

/// The type that is not standard in PDF 1.7, and the standard one that it represents.
pub(super) fn mapped(role: &Role) -> Option<(&'static str, &'static str)> {
    match role {
        Role::Title => Some((name(role), "P")),
        Role::Heading(level) if *level > DEEPEST_HEADING => Some((name(role), "P")),
        _ => None,
    }
}

/// The attributes that a role brings.
pub(super) fn attributes(role: &Role) -> Vec<Object> {
    let attributes = match role {
        Role::List(numbering) => {
            dictionary! { "O" => "List", "ListNumbering" => numbering_name(*numbering) }
        }
        Role::TableCell { scope, row_span, column_span } => {
            let mut cell = dictionary! { "O" => "Table" };
            if let Some(scope) = scope {
                cell.set("Scope", scope_name(*scope));
            }
            if *row_span > 1 {
                cell.set("RowSpan", i64::from(*row_span));
            }
            if *column_span > 1 {
                cell.set("ColSpan", i64::from(*column_span));
            }
            if cell.len() == 1 {
                return Vec::new();
            }
            cell
        }
        _ => return Vec::new(),
    };
    vec![attributes.into()]
}

fn numbering_name(numbering: ListNumbering) -> &'static str {
    match numbering {
        ListNumbering::None => "None",
        ListNumbering::Disc => "Disc",
        ListNumbering::Decimal => "Decimal",
        ListNumbering::LowerAlpha => "LowerAlpha",
        ListNumbering::UpperAlpha => "UpperAlpha",
        ListNumbering::LowerRoman => "LowerRoman",
        ListNumbering::UpperRoman => "UpperRoman",
    }
}

fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Row => "Row",
        Scope::Column => "Column",
        Scope::Both => "Both",
    }
}
