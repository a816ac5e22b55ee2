//! Saved web pages (MHTML, RFC 2557): the page in a message, with its images.
//!
//! Takes the bytes of a message, returns a document of the page's text, with its images by their
//! original addresses. The page is a source within the message. Frames and style sheets are not
//! read.

use super::html::book::resolve;
use super::{Reading, html};
use crate::config::{InputFormat, ReadOptions};
use crate::container::mime::{self, Message, Part};
use crate::context::Limits;
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{AssetKind, Bytes};
use crate::source::{Input, Source};

pub(super) use mime::is_message;

/// The name of a page without an address.
const UNNAMED: &str = "page.html";

/// Reads a saved page.
///
/// # Errors
///
/// A message without a page or with too many parts, and the errors of pages.
pub(super) fn read(input: &Input, options: &ReadOptions, limits: &Limits) -> Result<Reading> {
    let message = mime::read(&input.bytes, limits)?;
    let page = page(&message).ok_or_else(|| Error::new(Code::MhtmlNoPage, []))?;
    let (mut source, mut diagnostics) = decoded(page, options)?;
    source.info.format = InputFormat::Html.id().to_owned();
    if !message.is_whole {
        diagnostics.push(Diagnostic::new(Code::MhtmlCut, []));
    }
    let (mut document, mut found) = html::read(&source)?;
    diagnostics.append(&mut found);
    for asset in &mut document.assets {
        if let Some(data) = part(&message, page, &asset.href) {
            asset.kind = AssetKind::of(data);
            asset.data = Some(Bytes(data.to_vec()));
        }
    }
    let sources = vec![Source::container(input, InputFormat::Mhtml), source];
    document.sources = sources.iter().map(|source| source.info.clone()).collect();
    Ok(Reading { document, sources, diagnostics, claims: Vec::new() })
}

/// The part with the page: the one that the message names, else the first.
fn page<'m>(message: &'m Message<'_>) -> Option<&'m Part<'m>> {
    let is_page = |it: &&Part<'_>| matches!(&*it.kind, "text/html" | "application/xhtml+xml");
    let mut pages = message.parts.iter().filter(is_page);
    let named = message
        .start
        .as_deref()
        .and_then(|start| pages.clone().find(|it| it.id.as_deref() == Some(start)));
    named.or_else(|| pages.next())
}

/// The page as text: the encoding in its headers takes precedence over its own declaration, but not
/// over valid UTF-8.
fn decoded(page: &Part<'_>, options: &ReadOptions) -> Result<(Source, Vec<Diagnostic>)> {
    let path = page.location.as_deref().unwrap_or(UNNAMED);
    let own = ReadOptions { from: None, ..options.clone() };
    if let (None, Some(charset), Err(_)) =
        (&own.encoding, &page.charset, std::str::from_utf8(&page.data))
    {
        let declared = ReadOptions { encoding: Some(charset.clone()), ..own.clone() };
        // An unknown encoding is ignored.
        if let Ok(read) = Source::member(path, 1, &page.data, &declared) {
            return Ok(read);
        }
    }
    Source::member(path, 1, &page.data, &own)
}

/// The bytes for an address in the page: of the part with this identifier or original address.
fn part<'m>(message: &'m Message<'_>, page: &Part<'_>, href: &str) -> Option<&'m [u8]> {
    let mut parts = message.parts.iter();
    let found = match href.strip_prefix("cid:") {
        Some(id) => parts.find(|it| it.id.as_deref() == Some(id)),
        None => {
            let whole = page.location.as_deref().and_then(|base| joined(base, href));
            let is_it = |location: &str| location == href || whole.as_deref() == Some(location);
            parts.find(|it| it.location.as_deref().is_some_and(is_it))
        }
    };
    found.map(|part| &*part.data)
}

/// An address relative to that of the page; `None` if it is absolute.
fn joined(base: &str, href: &str) -> Option<String> {
    let path = base.find("://").map_or(0, |at| {
        let host = at + "://".len();
        base[host..].find('/').map_or(base.len(), |slash| host + slash)
    });
    let (origin, path) = base.split_at(path);
    if href.starts_with("//") {
        return origin.split_once("//").map(|(scheme, _)| format!("{scheme}{href}"));
    }
    let (path, _) = resolve(path.split(['?', '#']).next().unwrap_or_default(), href)?;
    Some(format!("{origin}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_from_a_page_on() {
        let join = |href| joined("https://a.cn/b/c.html?d=/e", href);
        assert_eq!(join("f.png").as_deref(), Some("https://a.cn/b/f.png"));
        assert_eq!(join("/f.png").as_deref(), Some("https://a.cn/f.png"));
        assert_eq!(join("//g.cn/f.png").as_deref(), Some("https://g.cn/f.png"));
        assert_eq!(join("https://g.cn/f.png"), None);
        assert_eq!(joined("", "f.png").as_deref(), Some("/f.png"));
    }
}
