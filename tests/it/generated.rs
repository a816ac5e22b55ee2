//! Files that are made from the program keep up with it: `cargo run -- generate` makes them.

use std::path::Path;

use crate::support::{TestDir, paiban};

#[test]
fn generated_files_are_current() {
    let folder = TestDir::new("generated");
    let output = paiban().arg("generate").arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = folder.files();
    assert!(made.len() >= 4, "{made:?}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |folder: &Path, name: &str| std::fs::read_to_string(folder.join(name));
    for name in made {
        let is = read(folder.path(), &name).unwrap();
        let committed = read(root, &name).unwrap_or_default().replace("\r\n", "\n");
        assert!(is == committed, "{name} is behind: run `cargo run -- generate`");
    }
}

/// Each limit has a code of its own, and can be set by the name that the table gives it.
#[test]
fn limits_are_documented_and_can_be_set() {
    use paiban::context::{Limit, Limits};
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("docs/limits.md")).unwrap();
    let mut codes = std::collections::BTreeSet::new();
    for limit in Limit::ALL {
        assert!(codes.insert(limit.code), "{} shares its code", limit.name);
        assert!(table.contains(&format!("| `{}` |", limit.name)), "{}", limit.name);
        let mut limits = Limits::default();
        limit.set(&mut limits, 7);
        assert_ne!(limits, Limits::default());
        assert!(limit.greatest > limit.default_value(), "{} can't be raised", limit.name);
        assert_eq!(Limit::from_name(limit.name).unwrap().code, limit.code);
    }
}

/// What is published of the options and styles can be read back by the program.
#[test]
fn schemas_name_every_option() {
    for (of, key) in [("model", "$defs"), ("config", "$defs"), ("style", "$defs")] {
        let output = paiban().args(["schema", of]).output().unwrap();
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(schema[key].is_object(), "{of}");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}
