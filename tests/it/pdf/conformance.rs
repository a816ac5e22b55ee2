//! `docs/conformance/pdfa.md` and `pdfua.md` say what is done, and by which test.

use std::path::Path;

/// The text of all Rust files under a folder.
fn code_in(folder: &Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code_in(&path, code);
        } else if path.extension().is_some_and(|it| it == "rs") {
            code.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn what_is_done_names_a_test_that_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    code_in(&root.join("src"), &mut code);
    code_in(&root.join("tests"), &mut code);
    for (name, least) in [("pdfa.md", 30), ("pdfua.md", 15)] {
        let table = std::fs::read_to_string(root.join("docs/conformance").join(name)).unwrap();
        let mut rows = 0;
        for row in table.lines().filter(|row| row.starts_with("| ") && !row.contains("| --- |"))
        {
            let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            let [.., status, reason] = cells.as_slice() else { panic!("{row}") };
            if *status == "status" {
                continue;
            }
            rows += 1;
            assert!(!reason.is_empty(), "{row}");
            if *status != "done" {
                assert!(matches!(*status, "by design" | "not yet"), "{row}");
                continue;
            }
            let names = reason.split('`').skip(1).step_by(2);
            let is_test = |it: &&str| it.contains('_') && !it.contains(['/', '.', ' ']);
            let names: Vec<&str> = names.filter(is_test).collect();
            assert!(!names.is_empty(), "no test: {row}");
            for test in names {
                assert!(code.contains(&format!("fn {test}(")), "no test {test}: {row}");
            }
        }
        assert!(rows > least, "{name}: {rows}");
    }
}
