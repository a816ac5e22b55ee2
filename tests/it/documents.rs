//! The kitchen sink and other documents built in code.
