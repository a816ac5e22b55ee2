//! Names of a book's files: paths relative to the plan's folder, with `/` as separator.

/// A file's name without folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn stems_are_names_without_folder_and_extension() {
        assert_eq!(stem("ch1/第1章 起雾.txt"), "第1章 起雾");
    }
}
