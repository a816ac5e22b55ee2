//! The lines of a text, each with whether it is in fenced code (CommonMark §4.5): steps before the
//! parser change only lines outside code.

/// The lines of a text, line ends included, with the offset of each and whether it is code.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    let mut open: Option<(char, usize)> = None;
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let bare = line.trim_start_matches([' ', '\u{C}']);
        let sign = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        let run = sign.map_or(0, |sign| bare.len() - bare.trim_start_matches(sign).len());
        let inside = open.is_some();
        match (open, sign) {
            (None, Some(sign)) if run >= 3 && !(sign == '`' && bare[run..].contains('`')) => {
                open = Some((sign, run));
                return (start, line, true);
            }
            (Some((begun, length)), Some(sign))
                if begun == sign && run >= length && bare[run..].trim().is_empty() =>
            {
                open = None;
            }
            _ => {}
        }
        (start, line, inside)
    })
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn code_ends_with_a_fence_as_long_as_the_one_that_began_it() {
        let text = "a\n````md\n```\n````\nb\n~~~\n```\n~~~\nc\n``` `x` ```\nd";
        let code: Vec<&str> =
            lines(text).filter(|(.., code)| *code).map(|(_, line, _)| line.trim()).collect();
        assert_eq!(code, ["````md", "```", "````", "~~~", "```", "~~~"]);
        assert!(lines(text).all(|(at, line, _)| text[at..].starts_with(line)));
    }
}
