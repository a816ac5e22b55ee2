//! The readers, fixture by fixture.
