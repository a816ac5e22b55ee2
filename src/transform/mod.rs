//! Passes over the model that know no format.
