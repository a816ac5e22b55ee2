//! Images whose address contains spaces, as file names often do: `![井台](图 1.png)`. In CommonMark
//! (§6.3) this is not an image; a file extension at the end shows the intention. Takes the text
//! after the brackets, returns the address and the title.

use std::ops::Range;

/// The maximum length of such an address with its title, in bytes.
const LONGEST: usize = 1000;

/// Image extensions.
const EXTENSIONS: [&str; 9] =
    ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "tif", "avif"];

/// The content of the parentheses, as byte ranges from the opening one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Both parentheses included.
    pub(super) length: usize,
    pub(super) address: Range<usize>,
    /// Its quotation marks left out.
    pub(super) title: Option<Range<usize>>,
}

/// The address with spaces at the beginning of `text`.
pub(super) fn spaced(text: &str) -> Option<Address> {
    text.strip_prefix('(')?;
    let closings = text.char_indices().take_while(|(at, c)| *at < LONGEST && *c != '\n');
    let mut closings = closings.filter(|(_, c)| *c == ')').map(|(at, _)| at);
    closings.find_map(|end| {
        let inner = &text[1..end];
        let (written, title) = match titled(inner) {
            Some((written, title)) => (written, Some(1 + title.start..1 + title.end)),
            None => (inner, None),
        };
        let start = 1 + (written.len() - written.trim_start().len());
        let address = start..start + written.trim().len();
        is_image(&text[address.clone()]).then_some(Address { length: end + 1, address, title })
    })
}

/// An address and the place of the title after it.
fn titled(inner: &str) -> Option<(&str, Range<usize>)> {
    let trimmed = inner.trim_end();
    let quote = trimmed.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    let end = trimmed.len() - 1;
    let open = trimmed[..end].rfind(quote)?;
    let written = &trimmed[..open];
    written.ends_with([' ', '\t']).then_some((written, open + 1..end))
}

/// Whether an address ends as those of images do.
pub(super) fn names_image(address: &str) -> bool {
    let extension = address.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|it| EXTENSIONS.iter().any(|known| it.eq_ignore_ascii_case(known)))
}

fn is_image(address: &str) -> bool {
    address.contains([' ', '\u{3000}']) && names_image(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(&str, Option<&str>)> {
        let found = spaced(text)?;
        Some((&text[found.address], found.title.map(|title| &text[title])))
    }

    #[test]
    fn an_extension_ends_an_address_with_spaces() {
        assert_eq!(shown("(图 1.png)。"), Some(("图 1.png", None)));
        assert_eq!(shown("( 我的 图/图 (1).JPG )"), Some(("我的 图/图 (1).JPG", None)));
        assert_eq!(shown("(图 1.png \"井台\")"), Some(("图 1.png", Some("井台"))));
        assert_eq!(shown("(a b.png 'c d') 和(e)"), Some(("a b.png", Some("c d"))));
        for text in ["(图 1)", "(图 1.pdf)", "图 1.png)", "(图 1.png", "(图1.png)", "()"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
