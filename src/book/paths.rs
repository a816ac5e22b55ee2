//! Names of a book's files: paths relative to the plan's folder, with `/` as separator.

/// A file's name without folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
}

/// The title in a file's name: without the number that files are sorted by, 03-渡河.
pub(super) fn title(path: &str) -> &str {
    let stem = stem(path);
    let rest = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = rest.trim_start_matches(['-', '_', '.', '、', ' ']);
    let is_sorted = rest.len() < stem.len() && after.len() < rest.len();
    let is_title = after.starts_with(|c: char| !c.is_ascii_digit());
    if is_sorted && is_title { after } else { stem }
}

#[cfg(test)]
mod tests {
    use super::{stem, title};

    #[test]
    fn titles_are_names_without_the_number_that_sorts_them() {
        let titles = [
            "03-渡河.md",
            "10. 归来.txt",
            "第1章 起雾.txt",
            "7.txt",
            "2024-05-01 雨.md",
            "1984年.md",
        ];
        let found = titles.map(title);
        assert_eq!(found, ["渡河", "归来", "第1章 起雾", "7", "2024-05-01 雨", "1984年"]);
    }

    #[test]
    fn stems_are_names_without_folder_and_extension() {
        assert_eq!(stem("ch1/第1章 起雾.txt"), "第1章 起雾");
    }
}
