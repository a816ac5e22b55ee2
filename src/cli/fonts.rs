//! Fonts named by the user: files are read here, faces opened by the library.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Fonts;
use super::{environment, files};
use crate::context::Limits;
use crate::diag::{Code, Diagnostic, Error, Language, Result};
use crate::font::{FaceId, FontFile, Library, Role};
use crate::model::{Document, fold_texts};

/// The maximum depth of font folders; systems nest them by kind and family.
const FOLDER_DEPTH: usize = 6;

/// The bundled faces and those added by the user.
///
/// # Errors
///
/// A role that doesn't exist, a file that is no font, a folder that can't be read.
pub(super) fn library(
    fonts: &Fonts,
    limits: &Limits,
    language: Language,
) -> Result<(Arc<Library>, Vec<Diagnostic>)> {
    let mut builder = Library::builder();
    for choice in &fonts.font {
        let (role, path, index) = parse(choice).ok_or_else(|| refuse(choice, language))?;
        let file = FontFile::new(path.display().to_string(), files::read(&path, limits)?);
        builder.add(role, None, &file, index)?;
    }
    for folder in &fonts.font_dir {
        // A folder named by the user must exist; those of the system need not.
        fs::read_dir(folder).map_err(|error| files::unreadable(folder, &error))?;
    }
    for path in folder_files(fonts) {
        if let Ok(bytes) = files::read(&path, limits) {
            builder.add_fallback(&FontFile::new(path.display().to_string(), bytes));
        }
    }
    let (library, diagnostics) = builder.build();
    Ok((Arc::new(library), diagnostics))
}

/// The font files: those named by the user, and those in folders.
pub(super) fn files(fonts: &Fonts) -> Vec<PathBuf> {
    let named = fonts.font.iter().filter_map(|choice| parse(choice));
    named.map(|(_, path, _)| path).chain(folder_files(fonts)).collect()
}

/// The files in the font folders.
fn folder_files(fonts: &Fonts) -> Vec<PathBuf> {
    let mut folders = fonts.font_dir.clone();
    if fonts.system_fonts {
        folders.extend(environment::font_folders());
    }
    folders.iter().flat_map(|folder| font_files(folder)).collect()
}

/// The faces beyond the bundled ones in which text of this document is set. Pages then depend on
/// files that another system may lack, so each is reported with its hash.
pub(super) fn used(document: &Document, library: &Library) -> Vec<Diagnostic> {
    let bundled = Library::default().faces().count();
    if library.faces().count() == bundled {
        return Vec::new();
    }
    let mut characters = BTreeSet::new();
    fold_texts(document, &mut |text| characters.extend(text.chars()));
    let lang = document.meta.language_tag();
    let faces: BTreeSet<FaceId> = Role::ALL
        .into_iter()
        .flat_map(|role| characters.iter().filter_map(move |c| library.find(role, lang, *c)))
        .map(|(face, _)| face)
        .filter(|face| usize::from(face.0) >= bundled)
        .collect();
    faces
        .into_iter()
        .map(|id| library.face(id))
        .map(|face| {
            let values: [&dyn Display; 3] =
                [&face.postscript_name(), &face.file_name(), &face.sha256()];
            Diagnostic::new(Code::FontUsed, values)
        })
        .collect()
}

/// Identifies a set of fonts: the faces beyond the bundled ones, and their positions in the chains.
pub(super) fn signature(library: &Library) -> String {
    let bundled = Library::default().faces().count();
    let faces = library.faces().skip(bundled);
    let faces = faces.map(|(_, face)| format!("{}#{} ", face.sha256(), face.index()));
    let chains =
        Role::ALL.map(|role| format!("{:?}{}", library.chain(role, ""), library.has(role)));
    faces.chain(chains).collect()
}

/// `ROLE=FILE[#N]`
fn parse(choice: &str) -> Option<(Role, PathBuf, u32)> {
    let (role, file) = choice.split_once('=')?;
    let role = Role::by_name(role)?;
    // A file whose name ends in #1 is taken before a face of that number.
    let whole = PathBuf::from(file);
    let (path, index) = match file.rsplit_once('#') {
        Some((path, number)) if !whole.exists() => (PathBuf::from(path), number.parse().ok()?),
        _ => (whole, 0),
    };
    (!path.as_os_str().is_empty()).then_some((role, path, index))
}

fn refuse(choice: &str, language: Language) -> Error {
    let roles: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
    let help = match language {
        Language::Chinese => format!("请写成 角色=文件，角色有 {}", roles.join("、")),
        Language::English => format!("write ROLE=FILE; the roles are {}", roles.join(", ")),
    };
    Error::new(Code::OptionValue, [&"fonts", &choice, &help])
}

/// The font files under a folder, in the order of their paths.
fn font_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.extend((depth < FOLDER_DEPTH).then(|| (path, depth + 1)));
            } else if is_font(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn is_font(path: &Path) -> bool {
    const EXTENSIONS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];
    path.extension().is_some_and(|own| {
        EXTENSIONS.iter().any(|extension| own.eq_ignore_ascii_case(extension))
    })
}
