//! Paths within a book: names with `/` between them, from the plan's folder on.

/// The path that `address` names in a file at `from`; none where it leads out of the book's folder.
pub fn join(from: &str, address: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let address = address.replace('\\', "/");
    let (base, rest) = match address.strip_prefix('/') {
        Some(rooted) => ("", rooted),
        None => (folder, address.as_str()),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(rest.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A file's name without folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::{join, stem};

    #[test]
    fn addresses_are_resolved_within_the_folder() {
        let cases = [
            ("ch1/a.md", "b.md", Some("ch1/b.md")),
            ("ch1/a.md", "../img/x.png", Some("img/x.png")),
            ("ch1/a.md", "/img/x.png", Some("img/x.png")),
            ("a.md", "./b.md", Some("b.md")),
            ("a.md", "..\\b.md", None),
            ("ch1/a.md", "../../etc/passwd", None),
        ];
        for (from, address, want) in cases {
            assert_eq!(join(from, address).as_deref(), want, "{address} in {from}");
        }
        assert_eq!(stem("ch1/第1章 起雾.txt"), "第1章 起雾");
    }
}
