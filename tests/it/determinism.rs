//! Same input, same options, same bytes.
