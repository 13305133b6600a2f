//! What the program says about causes and repairs: one sentence an item, one table a language.

use super::{Lang, Names, explain_en, explain_zh, fill, look_up, number};
use paipian::explain::{ITEMS, Item};

/// Key → sentence.
pub(super) type Sentences = &'static [(&'static str, &'static str)];

/// The table of a language.
fn sentences(lang: Lang) -> Sentences {
    match lang {
        Lang::Zh => explain_zh::SENTENCES,
        Lang::En => explain_en::SENTENCES,
    }
}

/// One sentence about an item.
pub(super) fn say(lang: Lang, names: &Names<'_>, item: &Item) -> String {
    let Some(sentence) = look_up(sentences(lang), item.key) else { return item.key.to_string() };
    let kinds = ITEMS.iter().find(|entry| entry.key == item.key).map_or(&[][..], |entry| entry.subject);
    let kind_at = |index: usize| kinds.get(index).or(kinds.last()).copied().unwrap_or_default().trim_end_matches('*');
    let subject =
        |index: usize| item.subject.get(index).map_or_else(String::new, |id| names.of(lang, kind_at(index), id));
    fill(sentence, |key| {
        let (letter, index) = key.split_at(1);
        if let Some(from) = index.strip_suffix('+') {
            return (number(from)..item.subject.len()).map(subject).collect::<Vec<_>>().join(lang.words().comma);
        }
        let index = number(index);
        if letter == "s" { subject(index) } else { item.facts.get(index).cloned().unwrap_or_default() }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn every_item_has_words_that_find_their_places() {
        for lang in [Lang::Zh, Lang::En] {
            assert!(sentences(lang).iter().map(|(key, _)| *key).eq(ITEMS.iter().map(|entry| entry.key)), "{lang:?}");
            for (entry, (_, sentence)) in ITEMS.iter().zip(sentences(lang)) {
                for place in places(sentence) {
                    let (letter, index) = place.split_at(1);
                    let listed = index.ends_with('+');
                    let index: usize = index.trim_end_matches('+').parse().expect("a place");
                    let there = match letter {
                        "s" => entry.subject.get(index).is_some_and(|kind| kind.ends_with('*') == listed),
                        _ => index < entry.facts.len(),
                    };
                    assert!(there, "{lang:?} {}: {place}", entry.key);
                }
            }
        }
    }
}
