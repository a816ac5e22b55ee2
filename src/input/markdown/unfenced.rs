//! Front matter without an opening fence: the title block of pandoc (`% title`, `% authors`, `%
//! date`), the front matter of old posts of Hexo, which only ends with `---`, and the metadata of
//! MkDocs (Python-Markdown, `meta`), which end with an empty line.

use crate::values::Value;

/// The lines of pandoc's title block.
const LINES: [&str; 3] = ["title", "author", "date"];

/// Keys of posts of Hexo. At least two of them distinguish front matter from a heading over two
/// lines.
const POSTS: [&str; 9] = [
    "title",
    "date",
    "tags",
    "categories",
    "layout",
    "author",
    "comments",
    "permalink",
    "updated",
];

/// The title block of pandoc at the beginning of a text, and the start of the text: up to three
/// lines with a percent sign, each continued in indented lines, and an empty line.
pub(super) fn title_block(text: &str) -> Option<(Vec<(String, Value)>, usize)> {
    let mut fields: Vec<Vec<String>> = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare.is_empty() {
            break;
        }
        match (bare.strip_prefix('%'), fields.last_mut()) {
            (Some(rest), _) if rest.is_empty() || rest.starts_with([' ', '\t']) => {
                fields.push(vec![rest.trim().to_owned()]);
            }
            (None, Some(field)) if line.starts_with([' ', '\t']) => {
                field.push(bare.trim().to_owned());
            }
            _ => return None,
        }
        end += line.len();
    }
    if fields.is_empty() || fields.len() > LINES.len() {
        return None;
    }
    let field = |(name, lines): (&str, Vec<String>)| {
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        let value = match name {
            "author" => {
                let lines: Vec<String> = lines.collect();
                let names = lines.iter().flat_map(|line| line.split([';', '；']));
                Value::List(names.map(|name| Value::Text(name.trim().to_owned())).collect())
            }
            _ => Value::Text(lines.collect::<Vec<_>>().join(" ")),
        };
        (name.to_owned(), value)
    };
    Some((LINES.into_iter().zip(fields).map(field).collect(), end))
}

/// The front matter of a post without an opening fence: its lines, and the start of the text.
pub(super) fn post(text: &str) -> Option<(&str, usize)> {
    let mut at = 0;
    let mut known = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare.len() >= 3 && bare.bytes().all(|byte| byte == b'-') {
            return (known >= 2).then(|| (&text[..at], at + line.len()));
        }
        let continues = at > 0 && (line.starts_with([' ', '\t']) || bare.starts_with("- "));
        let key = bare.split_once(':').map(|(key, _)| key);
        match key {
            _ if continues => {}
            Some(key) if !key.is_empty() && key.bytes().all(is_of_key) => {
                known += usize::from(POSTS.contains(&key));
            }
            _ => return None,
        }
        at += line.len();
    }
    None
}

/// Metadata in the syntax of MkDocs, lines with known keys before an empty line: these lines, and
/// the start of the text.
pub(super) fn metadata(text: &str) -> Option<(&str, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end().is_empty() {
            return (at > 0).then(|| (&text[..at], at));
        }
        let (key, value) = line.split_once(": ")?;
        if !POSTS.contains(&key) || value.trim().is_empty() {
            return None;
        }
        at += line.len();
    }
    None
}

fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_block_has_three_lines_at_most() {
        let text = "% 甲的\n  题目\n% 张三; 李四\n% 2024-05-01\n\n正文\n";
        let (fields, end) = title_block(text).unwrap();
        assert_eq!(&text[end..], "\n正文\n");
        let names = ["张三", "李四"].map(|name| Value::Text(name.to_owned())).to_vec();
        assert_eq!(
            fields,
            [
                ("title".to_owned(), Value::Text("甲的 题目".to_owned())),
                ("author".to_owned(), Value::List(names)),
                ("date".to_owned(), Value::Text("2024-05-01".to_owned())),
            ]
        );
        for text in ["%甲\n\n", "% 甲\n正文\n", "% 一\n% 二\n% 三\n% 四\n", "正文\n% 甲\n", ""]
        {
            assert_eq!(title_block(text), None, "{text}");
        }
    }

    #[test]
    fn metadata_are_lines_of_known_keys() {
        let text = "title: 甲\nauthor: 张三, 李四\n\n正文\n";
        assert_eq!(metadata(text), Some((&text[..text.find("\n\n").unwrap() + 1], 34)));
        for text in ["author: 甲\n正文\n\n", "作者: 甲\n\n", "author:\n\n", "\nauthor: 甲\n\n"]
        {
            assert_eq!(metadata(text), None, "{text}");
        }
    }

    #[test]
    fn a_post_has_keys_that_posts_have() {
        let text = "title: 甲\ndate: 2014-05-01\ntags:\n- 乙\n---\n正文\n";
        assert_eq!(
            post(text),
            Some((&text[..text.find("---").unwrap()], text.find("正").unwrap()))
        );
        for text in
            ["title: 甲\n---\n", "题目: 甲\ndate: 乙\n---\n", "title: a\n\ndate: b\n---\n"]
        {
            assert_eq!(post(text), None, "{text}");
        }
    }
}
