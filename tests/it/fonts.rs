//! The font library: the bundled faces, fallback chains, and what is refused.

mod damage;

use std::path::Path;

use paiban::diag::Code;
use paiban::font::{FontFile, GlyphSet, Library, Role, Subset};

use crate::support::{TestDir, face_file, paiban};

fn read(name: &str) -> FontFile {
    FontFile::new(name, std::fs::read(face_file(name)).unwrap())
}

#[test]
fn bundled_faces_are_those_of_fonts_toml() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/fonts.toml");
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let expected: Vec<_> = table["face"]
        .as_array()
        .unwrap()
        .iter()
        .map(|face| {
            ["file", "family", "sha256"].map(|key| face[key].as_str().unwrap().to_owned())
        })
        .collect();
    let library = Library::bundled();
    let found: Vec<_> = library
        .faces()
        .map(|(_, face)| [face.file_name(), face.family(), face.sha256()].map(str::to_owned))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn each_role_has_its_face_and_falls_back_to_the_body() {
    let library = Library::bundled();
    let names = |role| -> Vec<_> {
        let chain = library.chain(role, "zh-Hans");
        chain.iter().map(|id| library.face(*id).postscript_name()).collect()
    };
    assert_eq!(
        names(Role::Heading),
        [
            "NotoSansSC-Bold",
            "NotoSerifSC-Regular",
            "NotoSerifSC-Bold",
            "LXGWWenKai-Regular",
            "Inconsolata-Regular",
            "Inconsolata-Bold",
            "NotoEmoji-Regular"
        ]
    );
    assert_eq!(names(Role::Code)[..2], ["Inconsolata-Regular", "NotoSerifSC-Regular"]);
    assert!(library.has(Role::Emphasis) && !library.has(Role::Latin));
}

#[test]
fn a_given_face_comes_before_the_bundled_one_and_only_for_its_language() {
    let mut builder = Library::builder();
    builder.add(Role::Body, Some("ja"), &read("NotoSansSC-Bold.ttf"), 0).unwrap();
    let (library, diagnostics) = builder.build();
    assert!(diagnostics.is_empty());
    let first = |lang| library.face(library.chain(Role::Body, lang)[0]).postscript_name();
    assert_eq!(first("ja"), "NotoSansSC-Bold");
    assert_eq!(first("zh-Hans"), "NotoSerifSC-Regular");
}

#[test]
fn a_file_that_is_no_font_is_refused() {
    let bad = FontFile::new("a.ttf", b"not a font".to_vec());
    let error = Library::builder().add(Role::Body, None, &bad, 0).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::FontUnusable);
    let mut builder = Library::builder();
    builder.add_fallback(&bad);
    assert_eq!(builder.build().1[0].code, Code::FontSkipped);
    let file = read("NotoSansSC-Bold.ttf");
    let error = Library::builder().add(Role::Body, None, &file, 3).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::FontIndex);
}

#[test]
fn a_face_that_must_not_be_embedded_is_refused() {
    let mut data = std::fs::read(face_file("NotoSansSC-Bold.ttf")).unwrap();
    let os2 = (0..)
        .map(|i| 12 + 16 * i)
        .find(|at| &data[*at..at + 4] == b"OS/2")
        .map(|at| u32::from_be_bytes(data[at + 8..at + 12].try_into().unwrap()) as usize)
        .unwrap();
    data[os2 + 9] = 2; // fsType: Restricted Licence embedding
    let file = FontFile::new("locked.ttf", data);
    let error = Library::builder().add(Role::Body, None, &file, 0).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::FontRestricted);
}

#[test]
fn metrics_are_those_of_the_em_box() {
    let library = Library::bundled();
    let maths = library.maths();
    for (_, face) in library.faces().filter(|(id, _)| Some(*id) != maths) {
        // The face of code has letters of half an em, that of signs neither.
        let Some(glyph) = face.glyph('中') else { continue };
        assert!((face.metrics().ascent - 0.88).abs() < 0.001, "{face:?}");
        assert!((face.advance(glyph) - 1.0).abs() < 0.001, "{face:?}");
    }
    let han = library.faces().filter(|(_, face)| face.glyph('中').is_some()).count();
    assert_eq!(han, 4);
    let (id, glyph) = library.find(Role::Code, "zh", 'a').unwrap();
    assert!((library.face(id).advance(glyph) - 0.5).abs() < 0.001);
    let centre = |role| library.face(library.chain(role, "zh")[0]).han_centre().unwrap();
    assert!((centre(Role::Body) - 0.379).abs() < 0.015, "{}", centre(Role::Body));
    assert!((centre(Role::Emphasis) - 0.353).abs() < 0.015, "{}", centre(Role::Emphasis));
}

#[test]
fn a_subset_holds_the_used_glyphs_alone() {
    let library = Library::bundled();
    let (id, _) = library.find(Role::Body, "zh", '中').unwrap();
    let face = library.face(id);
    let mut glyphs = GlyphSet::new();
    let new: Vec<_> =
        "中文中".chars().map(|c| glyphs.insert(face.glyph(c).unwrap()).get()).collect();
    assert_eq!(new, [1, 2, 1]);
    let subset = Subset::of(face, &glyphs).unwrap();
    assert!(subset.data.len() < 10_000, "{}", subset.data.len());
}

/// A collection (TTC) of one face.
fn collection(name: &str) -> FontFile {
    const HEADER: u32 = 16;
    let mut face = std::fs::read(face_file(name)).unwrap();
    let tables = usize::from(u16::from_be_bytes([face[4], face[5]]));
    for at in (0..tables).map(|table| 12 + 16 * table + 8) {
        let offset = u32::from_be_bytes(face[at..at + 4].try_into().unwrap());
        face[at..at + 4].copy_from_slice(&(offset + HEADER).to_be_bytes());
    }
    let mut data = b"ttcf\0\x01\0\0\0\0\0\x01".to_vec();
    data.extend(HEADER.to_be_bytes());
    data.extend(face);
    FontFile::new("all.ttc", data)
}

#[test]
fn faces_of_a_collection_are_a_fallback() {
    let mut builder = Library::builder().without_bundled();
    builder.add(Role::Body, None, &read("NotoSerifSC-Regular.ttf"), 0).unwrap();
    builder.add_fallback(&collection("LXGWWenKai-Regular.ttf"));
    let (library, diagnostics) = builder.build();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let face_of = |c| {
        let (id, _) = library.find(Role::Body, "zh", c).unwrap();
        library.face(id).postscript_name()
    };
    assert_eq!(face_of('中'), "NotoSerifSC-Regular");
    let bundled = Library::bundled();
    let face = |role| bundled.face(bundled.chain(role, "zh")[0]);
    let (body, kai) = (face(Role::Body), face(Role::Emphasis));
    let only_in_kai = |c: &char| kai.glyph(*c).is_some() && body.glyph(*c).is_none();
    let c = ('\u{2000}'..'\u{A000}').find(only_in_kai).unwrap();
    assert_eq!(face_of(c), "LXGWWenKai-Regular");
    let mut builder = Library::builder();
    builder.add(Role::Heading, None, &collection("LXGWWenKai-Regular.ttf"), 0).unwrap();
    assert!(
        builder.add(Role::Heading, None, &collection("LXGWWenKai-Regular.ttf"), 1).is_err()
    );
    let library = builder.build().0;
    let first = library.chain(Role::Heading, "zh")[0];
    assert_eq!(library.face(first).postscript_name(), "LXGWWenKai-Regular");
}

/// A face called TestSerifSC that has 𱍐 (U+31350), as no bundled one does: a bundled one of which
/// the last character is another (ISO/IEC 14496-22 §5.2.1: groups of a cmap of format 12).
fn face_with_rare_character() -> Vec<u8> {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let group =
        |code: u32| [code, code, 0x4608].into_iter().flat_map(u32::to_be_bytes).collect();
    let changes: [(Vec<u8>, Vec<u8>); 2] = [
        (group(0x2F920), group(0x31350)),
        (wide("NotoSerifSC-Regular"), wide("TestSerifSC-Regular")),
    ];
    let mut face = std::fs::read(face_file("NotoSerifSC-Regular.ttf")).unwrap();
    for (old, new) in changes {
        let places: Vec<usize> =
            (0..face.len() - old.len()).filter(|at| face[*at..].starts_with(&old)).collect();
        assert!(!places.is_empty());
        places.into_iter().for_each(|at| face[at..at + new.len()].copy_from_slice(&new));
    }
    face
}

/// With `--system-fonts` a character that no bundled face has is set by one of the system, which
/// is named; without, the character is reported as missing.
#[test]
fn system_fonts_are_a_fallback_if_requested() {
    let folder = TestDir::new("system-fonts");
    let home = folder.path().join("家");
    let fonts = if cfg!(windows) {
        "家/Microsoft/Windows/Fonts"
    } else if cfg!(target_os = "macos") {
        "家/Library/Fonts"
    } else {
        "家/fonts"
    };
    folder.write(&format!("{fonts}/serif/Test.ttf"), face_with_rare_character());
    folder.write(&format!("{fonts}/serif/Broken.otf"), "no font");
    folder.write("文.txt", "题目\n\n　　甲𱍐乙。\n");
    let run = |arguments: &[&str]| {
        let mut command = paiban();
        command.current_dir(folder.path());
        for variable in ["HOME", "XDG_DATA_HOME", "LOCALAPPDATA"] {
            command.env(variable, &home);
        }
        command.args(["convert", "文.txt", "--to", "pdf", "-v"]).args(arguments);
        let output = command.output().unwrap();
        let messages = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{messages}");
        messages
    };
    let without = run(&["-o", "无.pdf"]);
    assert!(without.contains("fnt-001") && without.contains("U+31350"), "{without}");
    assert!(!without.contains("TestSerifSC"), "{without}");
    let with = run(&["--system-fonts", "-o", "有.pdf"]);
    assert!(!with.contains("fnt-001"), "{with}");
    assert!(with.contains("used the font TestSerifSC-Regular of"), "{with}");
    assert!(with.contains("fnt-005") && with.contains("Broken.otf"), "{with}");
    let faces = |name: &str| {
        let pdf = std::fs::read(folder.path().join(name)).unwrap();
        let document = lopdf::Document::load_mem(&pdf).unwrap();
        let names = document.objects.values().filter_map(|object| {
            let name = object.as_dict().ok()?.get(b"BaseFont").ok()?.as_name().ok()?;
            Some(String::from_utf8_lossy(name).into_owned())
        });
        names.collect::<Vec<_>>().concat()
    };
    assert!(faces("有.pdf").contains("TestSerifSC"), "{}", faces("有.pdf"));
    assert!(!faces("无.pdf").contains("TestSerifSC"), "{}", faces("无.pdf"));
}
