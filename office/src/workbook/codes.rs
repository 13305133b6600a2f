//! The codes that only workbooks have. What else is told of a cell has the code of the problem's own findings
//! ([`paipian::diagnostic::CODES`]): a bad time is `E107` wherever it stands.

/// Code and what it says, in English; `W…` are warnings.
pub const CODES: &[(&str, &str)] = &[
    ("E301", "the file or folder cannot be read"),
    ("E302", "a sheet is missing"),
    ("E303", "a column, or the whole header row, is missing"),
    ("E304", "two columns carry the same header"),
    ("E305", "a required cell is empty"),
    ("E306", "not a whole number, or not an amount of money"),
    ("E307", "an id was kept as a number of more than 15 digits and has been rounded"),
    ("E308", "an id is a decimal number"),
    ("E309", "not a date"),
    ("E310", "the spreadsheet turned an id into a date"),
    ("E311", "a number is too large"),
    ("E312", "the formula in the cell failed"),
    ("E313", "a name that several rows carry"),
    ("E314", "a pattern that can be read in two ways"),
    ("E315", "the rows of one grade disagree"),
    ("E316", "no policy of this name"),
    ("E317", "two sheets are the same table"),
    ("E318", "a required sheet has headers only"),
    ("W301", "a column or item is unknown and was not read"),
    ("W302", "a sheet has headers only"),
    ("W303", "a sheet is unknown and was not read"),
    ("W304", "there is no sheet of rules, so no policy applies"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code that the sources of this folder name is listed here or is one of the problem's own.
    #[test]
    fn every_code_is_listed() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/workbook");
        let mut named = std::collections::BTreeSet::new();
        for file in std::fs::read_dir(folder).expect("the sources").filter_map(Result::ok) {
            let text = std::fs::read_to_string(file.path()).expect("a source file");
            for piece in text.split('"') {
                let digits = piece.strip_prefix(['E', 'W']).unwrap_or("");
                if digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()) {
                    named.insert(piece.to_string());
                }
            }
        }
        let own: Vec<&str> = paipian::diagnostic::CODES.iter().map(|entry| entry.code).collect();
        let strange: Vec<&String> = named
            .iter()
            .filter(|code| !own.contains(&code.as_str()) && !CODES.iter().any(|(listed, _)| listed == code))
            .collect();
        assert_eq!(strange, Vec::<&String>::new());
        assert!(CODES.iter().all(|(code, _)| named.contains(*code)), "a listed code is never used");
    }
}
