//! Which curly quotes are narrow: “ ” ‘ ’ are full-width marks in Chinese and proportional
//! ones in Latin text, with one code point for both (CLREQ §3.1.3; `clreq.md` QUO-01).
//!
//! A pair is narrow when nothing between its marks is Han *and* it is among Latin words;
//! a Latin word quoted in a Chinese sentence keeps Chinese quotes (GB/T 15834 §4.8).

use super::script::{is_cjk, is_han, is_kana, is_zhuyin};

/// A script that determines quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strong {
    Chinese,
    Other,
}

fn strong(c: char) -> Option<Strong> {
    if is_han(c) || is_kana(c) || is_zhuyin(c) {
        Some(Strong::Chinese)
    } else if !is_cjk(c) && c.is_alphabetic() {
        Some(Strong::Other)
    } else {
        None
    }
}

/// An open quote.
struct OpenQuote {
    at: u32,
    mark: char,
    before: Option<Strong>,
    holds_chinese: bool,
}

/// The maximum number of open quotes, so that any text takes linear time.
const DEEPEST: usize = 32;

/// The byte offsets of the narrow quotes of a text, ascending; `chinese` says what it is where
/// nothing in it decides.
pub fn narrow_quotes(text: &str, chinese: bool) -> Vec<u32> {
    let mut narrow = Vec::new();
    if !text.contains(['“', '”', '‘', '’']) {
        return narrow;
    }
    let default = if chinese { Strong::Chinese } else { Strong::Other };
    let mut open: Vec<OpenQuote> = Vec::new();
    let mut before: Option<Strong> = None;
    let mut previous = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        match c {
            '’' if is_apostrophe(previous, next, &open) => narrow.push(at),
            '“' | '‘' => {
                if open.len() == DEEPEST {
                    let first = open.remove(0);
                    narrow.extend(
                        (first.around(text, at, default) == Strong::Other).then_some(first.at),
                    );
                }
                open.push(OpenQuote { at, mark: c, before, holds_chinese: false });
            }
            '”' | '’' => {
                let partner = if c == '”' { '“' } else { '‘' };
                let found = open.iter().rposition(|quote| quote.mark == partner);
                let around = match found {
                    Some(index) => {
                        // Those inside it that were never closed go with it.
                        open.truncate(index + 1);
                        let Some(quote) = open.pop() else { continue };
                        let around = quote.around(text, at, default);
                        if around == Strong::Other {
                            narrow.push(quote.at);
                        }
                        around
                    }
                    // A closing mark alone goes with what is before it.
                    None => before.unwrap_or(default),
                };
                if around == Strong::Other {
                    narrow.push(at);
                }
            }
            _ => {
                if let Some(script) = strong(c) {
                    before = Some(script);
                    if script == Strong::Chinese {
                        // The outermost decides for all: each is checked on closing.
                        open.iter_mut().rev().take_while(|q| !q.holds_chinese).for_each(|q| {
                            q.holds_chinese = true;
                        });
                    }
                }
            }
        }
        previous = c;
    }
    for quote in open {
        // An opening mark alone (a quotation over several paragraphs).
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        if quote.around(text, end, default) == Strong::Other {
            narrow.push(quote.at);
        }
    }
    narrow.sort_unstable();
    narrow
}

/// Between letters, or after one with nothing open that it could close.
fn is_apostrophe(previous: char, next: char, open: &[OpenQuote]) -> bool {
    let letter = |c: char| strong(c) == Some(Strong::Other) || c.is_ascii_digit();
    let waits = open.iter().any(|quote| quote.mark == '‘');
    letter(next) && (letter(previous) || !waits) || letter(previous) && !waits
}

impl OpenQuote {
    fn around(&self, text: &str, close: u32, default: Strong) -> Strong {
        if self.holds_chinese {
            return Strong::Chinese;
        }
        let after = || {
            // Only as far as a sentence reaches, so that the whole stays linear.
            const REACH: usize = 64;
            let rest = text.get(close as usize..).unwrap_or("");
            rest.chars().take(REACH).find_map(strong)
        };
        self.before.or_else(after).unwrap_or(default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrow(text: &str) -> String {
        let at = narrow_quotes(text, true);
        at.iter().filter_map(|at| text[*at as usize..].chars().next()).collect()
    }

    #[test]
    fn narrow_quotes_depend_on_content_and_context() {
        assert_eq!(narrow("我说：“T’Pol 是‘虚构’人物！”"), "’");
        assert_eq!(narrow("He said “yes” again"), "“”");
        assert_eq!(narrow("他说“yes”，又说"), "");
        assert_eq!(narrow("He said “是” again"), "");
        assert_eq!(narrow("the boys’ “own” story"), "’“”");
        assert_eq!(narrow("“上一段没有结束"), "");
        assert_eq!(narrow("“”"), "");
    }

    #[test]
    fn an_open_quote_in_a_quote_is_dropped_with_it() {
        assert_eq!(narrow("Say “a ‘b” c’"), "“”’");
    }
}
