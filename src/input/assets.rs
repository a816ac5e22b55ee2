//! The images that a text names, each address once.

use std::collections::BTreeMap;

use crate::model::Asset;

/// The images that the text names.
#[derive(Debug, Default)]
pub(super) struct Assets {
    /// In the order in which they are first named.
    pub(super) list: Vec<Asset>,
    by_href: BTreeMap<String, String>,
}

impl Assets {
    /// The asset at this address, the same one for the same address. The caller's loader reads it.
    pub(super) fn id(&mut self, href: &str) -> String {
        if let Some(id) = self.by_href.get(href) {
            return id.clone();
        }
        let id = format!("asset-{}", self.list.len() + 1);
        self.list.push(Asset::named(id.clone(), href.to_owned()));
        self.by_href.insert(href.to_owned(), id.clone());
        id
    }
}
