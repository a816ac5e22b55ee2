//! XML in and out: the only user of quick-xml.
