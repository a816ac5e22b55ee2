//! A diagnostic as data, for programs: JSON and the like.

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use super::{Diagnostic, Language, Severity};

impl Severity {
    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// `code`, `severity`, `message`, `help` (absent if there is none), `values` and `span` (`[source,
/// first byte, one past the last]`, or null). Message and help are English; for other languages
/// they are made from code and values.
impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let harmless = self.harmless();
        let help = harmless.help(Language::English);
        let fields = 5 + usize::from(!help.is_empty());
        let mut record = serializer.serialize_struct("Diagnostic", fields)?;
        record.serialize_field("code", self.code.id())?;
        record.serialize_field("severity", self.severity().name())?;
        record.serialize_field("message", &harmless.message(Language::English))?;
        if help.is_empty() {
            record.skip_field("help")?;
        } else {
            record.serialize_field("help", &help)?;
        }
        record.serialize_field("values", &self.values)?;
        record.serialize_field("span", &self.span)?;
        record.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::{Code, Diagnostic};
    use crate::model::Span;

    #[test]
    fn a_diagnostic_is_a_record() {
        let found = Diagnostic::new(Code::FileMissing, [&"文.txt"]).at(Span {
            source: 0,
            start: 3,
            end: 6,
        });
        let record = serde_json::to_value(&found).unwrap();
        assert_eq!(record["code"], "fil-001");
        assert_eq!(record["severity"], "error");
        assert_eq!(record["message"], "文.txt does not exist");
        assert_eq!(record["values"][0], "文.txt");
        assert_eq!(record["span"], serde_json::json!([0, 3, 6]));
    }
}
