//! The model: JSON, walks, dump.
