//! Text as people type it → text that compares: full-width characters, odd spaces, bracketed remarks in headers.

/// Blanks of every kind, also the ideographic, the non-breaking and the invisible ones.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Trimmed, invisible characters dropped, every blank an ordinary one; line breaks stay. The apostrophe that marks text
/// in a spreadsheet goes: in a cell that is text already it stays behind.
pub(super) fn tidy(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\r' => None,
            c if is_space(c) => Some(' '),
            c => Some(c),
        })
        .collect();
    let plain = plain.trim();
    plain.strip_prefix('\'').unwrap_or(plain).trim_start().to_string()
}

/// [`tidy`], and full-width letters, digits and signs as their ASCII twins: `２０２６００１` → `2026001`.
pub(super) fn fold(text: &str) -> String {
    tidy(text).chars().map(narrow).collect::<String>().trim().to_string()
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        c => c,
    }
}

/// What a header is compared by: [`fold`]ed, lower case, without blanks, stars and a bracketed remark at the end.
pub(super) fn header_key(text: &str) -> String {
    let folded = fold(text).to_lowercase();
    let cut = match folded.char_indices().find(|&(at, c)| c == '(' && at > 0) {
        Some((at, _)) => &folded[..at],
        None => &folded,
    };
    cut.chars().filter(|&c| !is_space(c) && !matches!(c, '*' | '_' | ':')).collect()
}

/// The items of a list cell, folded, empty ones left out.
pub(super) fn items(text: &str) -> Vec<String> {
    text.split(['、', ',', '，', ';', '；', '\n', '｜', '|']).map(fold).filter(|item| !item.is_empty()).collect()
}

/// Edit distance of two texts in characters, insertions, deletions, changes and swaps of neighbours.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

/// The candidate most like `text`, if any is like it at all: at most half of its characters differ.
pub(super) fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let size = text.chars().count();
    if size == 0 || size > 40 {
        return None;
    }
    candidates
        .filter(|candidate| candidate.chars().count().abs_diff(size) <= size / 2)
        .map(|candidate| (distance(text, candidate), candidate))
        .min()
        .filter(|&(away, _)| away <= size.div_ceil(2).min(3))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_odd_blanks_fold() {
        assert_eq!(fold("\u{3000}２０２６００１\u{a0}"), "2026001");
        assert_eq!((fold("'2026001").as_str(), fold("￥４０").as_str()), ("2026001", "¥40"));
        assert_eq!(header_key("学 号*（必填）"), "学号");
        assert_eq!(header_key("cycle_weeks"), "cycleweeks");
        assert_eq!(items("足球、 合唱，\n棋类；"), ["足球", "合唱", "棋类"]);
    }

    #[test]
    fn nearest_finds_a_slip_and_nothing_else() {
        let known = ["football", "choir", "chess"];
        assert_eq!(nearest("fotball", known.into_iter()), Some("football"));
        assert_eq!(nearest("painting", known.into_iter()), None);
    }
}
