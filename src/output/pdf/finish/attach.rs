//! Attachments: files embedded in the PDF (ISO 32000-1 §7.11.4, ISO 19005-3 §6.8).

use lopdf::{Dictionary, Object, Stream, dictionary};

use super::metadata::Stamp;
use super::{Facts, Pdf, tree};
use crate::output::pdf::{Attachment, Relationship, strings};

/// Writes the attachments and lists them.
pub(super) fn add(pdf: &mut Pdf, facts: &Facts<'_>) {
    if facts.attachments.is_empty() {
        return;
    }
    let date = facts.date.and_then(Stamp::parse);
    let mut files: Vec<(Object, Object)> = Vec::new();
    for attachment in facts.attachments {
        let file = file(pdf, attachment, date);
        files.push((strings::text(&strings::clean(&attachment.name)), file));
    }
    let listed: Vec<Object> = files.iter().map(|(_, file)| file.clone()).collect();
    pdf.catalog.set("AF", listed);
    files.sort_by(|(a, _), (b, _)| a.as_str().ok().cmp(&b.as_str().ok()));
    let tree = tree::add(pdf, "Names", files, |_, file| file);
    pdf.names.set("EmbeddedFiles", tree);
}

fn file(pdf: &mut Pdf, attachment: &Attachment, date: Option<Stamp>) -> Object {
    let mut parameters = Dictionary::new();
    parameters.set("Size", i64::try_from(attachment.data.len()).unwrap_or(i64::MAX));
    if let Some(date) = date {
        parameters.set("ModDate", date.pdf());
    }
    let embedded = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => Object::Name(attachment.media_type.clone().into_bytes()),
        "Params" => parameters,
    };
    let stream = pdf.add(Stream::new(embedded, attachment.data.clone()));
    let name = strings::text(&strings::clean(&attachment.name));
    let relationship = match attachment.relationship {
        Relationship::Source => "Source",
        Relationship::Alternative => "Alternative",
    };
    let specification = pdf.add(dictionary! {
        "Type" => "Filespec",
        "F" => name.clone(),
        "UF" => name,
        "Desc" => strings::text(&strings::clean(&attachment.description)),
        "AFRelationship" => relationship,
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    });
    Object::Reference(specification)
}
