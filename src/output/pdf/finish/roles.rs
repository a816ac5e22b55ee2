//! Roles of elements as structure types and attributes (ISO 32000-1 §14.8.4, §14.8.5).

use lopdf::{Object, dictionary};

use crate::layout::frame::{ListNumbering, Scope, StructureRole, TableSection};

/// The deepest heading type of PDF 1.7 (ISO 32000-1 §14.8.4.3.2).
pub(super) const DEEPEST_HEADING: u8 = 6;

/// The types of headings; non-standard ones are mapped to P.
const HEADINGS: [&str; 16] = [
    "H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10", "H11", "H12", "H13", "H14",
    "H15", "H16",
];

/// The structure type of a role.
pub(super) fn name(role: &StructureRole) -> &'static str {
    match role {
        StructureRole::Document => "Document",
        StructureRole::Part => "Part",
        StructureRole::Section => "Sect",
        StructureRole::Title => "Title",
        StructureRole::Heading(level) => {
            HEADINGS[usize::from(*level).clamp(1, HEADINGS.len()) - 1]
        }
        StructureRole::Paragraph => "P",
        StructureRole::BlockQuote => "BlockQuote",
        StructureRole::List(_) => "L",
        StructureRole::ListItem => "LI",
        StructureRole::Label => "Lbl",
        StructureRole::ListBody => "LBody",
        StructureRole::Table => "Table",
        StructureRole::TableSection(TableSection::Head) => "THead",
        StructureRole::TableSection(TableSection::Body) => "TBody",
        StructureRole::TableSection(TableSection::Foot) => "TFoot",
        StructureRole::TableRow => "TR",
        StructureRole::TableCell { scope: Some(_), .. } => "TH",
        StructureRole::TableCell { scope: None, .. } => "TD",
        StructureRole::Figure => "Figure",
        StructureRole::Formula => "Formula",
        StructureRole::Caption => "Caption",
        StructureRole::Note => "Note",
        StructureRole::Reference => "Reference",
        StructureRole::Contents => "TOC",
        StructureRole::ContentsItem => "TOCI",
        StructureRole::Link => "Link",
        StructureRole::Ruby => "Ruby",
        StructureRole::RubyBase => "RB",
        StructureRole::RubyText => "RT",
        StructureRole::Code => "Code",
        StructureRole::Quote => "Quote",
        StructureRole::Span => "Span",
        StructureRole::Division => "Div",
    }
}

/// The type that is not standard in PDF 1.7, and the standard one that it represents.
pub(super) fn mapped(role: &StructureRole) -> Option<(&'static str, &'static str)> {
    match role {
        StructureRole::Title => Some((name(role), "P")),
        StructureRole::Heading(level) if *level > DEEPEST_HEADING => Some((name(role), "P")),
        _ => None,
    }
}

/// The attributes of a role.
pub(super) fn attributes(role: &StructureRole) -> Vec<Object> {
    let attributes = match role {
        StructureRole::List(numbering) => {
            dictionary! { "O" => "List", "ListNumbering" => numbering_name(*numbering) }
        }
        StructureRole::TableCell { scope, row_span, column_span } => {
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
