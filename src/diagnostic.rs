//! One finding about an input: what is wrong, where, and with which facts. The sentence itself is made by whoever
//! shows it, from `code` and `facts`, in the reader's language.

/// Something wrong in an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The entry of `ERRORS.md`, such as `E105`.
    pub code: &'static str,
    /// Path in the JSON file: `students[17].wishes[0]`.
    pub place: String,
    /// The offending value as it stands in the file; empty when there is none.
    pub value: String,
    /// What the sentence needs besides the value, in the order that the entry of the code names.
    pub facts: Vec<String>,
}

/// One entry of the error index: which codes there are and what their `facts` hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// `E101`, …
    pub code: &'static str,
    /// What the code says, in English.
    pub meaning: &'static str,
    /// What `facts` holds, in order.
    pub facts: &'static [&'static str],
}

/// Every code that [`crate::load`] and [`crate::policy`] may report.
pub const CODES: &[CodeEntry] = &[
    CodeEntry { code: "E100", meaning: "a field is missing or of the wrong type", facts: &["cause"] },
    CodeEntry { code: "E101", meaning: "the file is not of this format", facts: &["expected format"] },
    CodeEntry { code: "E102", meaning: "not one of the words allowed here", facts: &["allowed words"] },
    CodeEntry { code: "E103", meaning: "a number outside its range", facts: &["least", "greatest"] },
    CodeEntry { code: "E104", meaning: "an id is used twice", facts: &["place of the first"] },
    CodeEntry {
        code: "E105",
        meaning: "an id that refers to nothing",
        facts: &["kind", "nearest id that exists, or empty"],
    },
    CodeEntry { code: "E106", meaning: "an id is empty", facts: &[] },
    CodeEntry { code: "E107", meaning: "not a clock time HH:MM", facts: &[] },
    CodeEntry { code: "E108", meaning: "a period does not end after it starts", facts: &["start", "end"] },
    CodeEntry { code: "E109", meaning: "two attended periods clash", facts: &["the other period"] },
    CodeEntry { code: "E110", meaning: "a pattern is empty", facts: &[] },
    CodeEntry { code: "E111", meaning: "a pattern repeats a period", facts: &[] },
    CodeEntry { code: "E112", meaning: "two periods of a pattern clash", facts: &["the other period"] },
    CodeEntry {
        code: "E113",
        meaning: "two patterns of a course have the same periods",
        facts: &["place of the first"],
    },
    CodeEntry { code: "E114", meaning: "a care course has a pattern of more than one period", facts: &[] },
    CodeEntry { code: "E115", meaning: "a wish names a course that is not a club", facts: &["kind of that course"] },
    CodeEntry { code: "E116", meaning: "a wish is listed twice", facts: &["place of the first"] },
    CodeEntry { code: "E117", meaning: "a number is negative", facts: &[] },
    CodeEntry { code: "E118", meaning: "a number that must not be 0", facts: &[] },
    CodeEntry { code: "E119", meaning: "a pin that fits none of the three forms", facts: &[] },
    CodeEntry { code: "E120", meaning: "more than this program can hold", facts: &["limit"] },
    CodeEntry { code: "E131", meaning: "not a date YYYY-MM-DD", facts: &[] },
    CodeEntry { code: "E201", meaning: "a policy file that is no TOML", facts: &["cause"] },
    CodeEntry { code: "E202", meaning: "a key that a policy does not have there", facts: &["keys it may have"] },
    CodeEntry { code: "E203", meaning: "a key that a policy must have is missing or blank", facts: &[] },
    CodeEntry {
        code: "E204",
        meaning: "a value that does not fit its rule",
        facts: &["what fits", "least, or the fields", "most"],
    },
    CodeEntry { code: "E205", meaning: "no rule of the catalogue has this id", facts: &[] },
    CodeEntry { code: "E206", meaning: "not a field of a problem's policy", facts: &[] },
    CodeEntry { code: "E207", meaning: "not the unit of the rule", facts: &["the rule's unit"] },
    CodeEntry { code: "E208", meaning: "the policy that a layer extends cannot be had", facts: &[] },
    CodeEntry { code: "E209", meaning: "a layer states a rule anew instead of overriding it", facts: &[] },
    CodeEntry {
        code: "E210",
        meaning: "an override of a rule that the policy below does not have",
        facts: &["policy below"],
    },
];
