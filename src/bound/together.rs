//! Clubs that leave together, in the sections' part of the Lagrangian: the leavers of a section after a period have one
//! gate and one wave. A section chooses spots and children at once: children whom the spots suit pay most.
//!
//! Where more than one section of a pattern opens, its children may part by what suits them, and nothing is charged.

use super::layout::{Layout, SCALE};
use super::leaving::{Leaving, Left, Spot};
use super::supply::{Choice, Market, Place, Slot};
use crate::problem::{PatternId, Problem};
use std::collections::BTreeSet;

/// Most combinations of spots that are tried; periods beyond are left out.
const WAYS: usize = 64;
/// What is earned where there can be no section.
const NEVER: i64 = i64::MIN / 4;

/// Options of a pattern by who leaves when.
#[derive(Debug, Clone)]
pub(super) struct Together {
    /// Position in [`Left::spots`] and the kinds of children, for each period after which children of several kinds leave.
    occasions: Vec<(usize, Vec<usize>)>,
    /// By class of options: for each occasion the position of its kind in the gathering.
    classes: Vec<Vec<Option<usize>>>,
    /// By option, in the order of [`Slot::options`]: its class.
    class_of: Vec<usize>,
}

impl Together {
    /// None where all children of a period who leave are alike.
    pub(super) fn new(
        problem: &Problem,
        layout: &Layout,
        leaving: &mut Leaving,
        pattern: PatternId,
        options: &[u32],
    ) -> Option<Self> {
        let mut occasions = Vec::new();
        let mut of_option: Vec<Vec<Option<usize>>> = vec![Vec::new(); options.len()];
        for period in problem.patterns[pattern].iter() {
            let kind = |option: u32| leaving.kind(layout.options[option as usize].0, period);
            let own: Vec<Option<usize>> = options.iter().map(|&option| kind(option)).collect();
            let kinds: Vec<usize> = own.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
            if kinds.len() > 1 {
                for (of_option, own) in of_option.iter_mut().zip(own) {
                    of_option.push(own.and_then(|own| kinds.binary_search(&own).ok()));
                }
                occasions.push((leaving.gathering(&kinds), kinds));
            }
        }
        if occasions.is_empty() {
            return None;
        }
        let classes: Vec<Vec<Option<usize>>> = of_option.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let class_of = of_option.iter().filter_map(|of_option| classes.binary_search(of_option).ok()).collect();
        Some(Self { occasions, classes, class_of })
    }

    /// What one section earns at most, and the options it takes; `fee` by place, `dearest` the options, dearest first.
    pub(super) fn alone(
        &self,
        market: &Market,
        left: &Left,
        slot: &Slot,
        fee: &[i64],
        dearest: &[u32],
    ) -> (Choice, Vec<u32>) {
        let mut sorted: Vec<Vec<(i64, u32)>> = vec![Vec::new(); self.classes.len()];
        for &option in dearest {
            if let Ok(at) = slot.options.binary_search(&option) {
                sorted[self.class_of[at]].push((market.prices[option as usize], option));
            }
        }
        let mut ways: Vec<Vec<&Spot>> = vec![Vec::new()];
        for (gathering, _) in &self.occasions {
            let spots = &left.spots[*gathering];
            if ways.len() * spots.len() > WAYS {
                break;
            }
            ways = ways.iter().flat_map(|way| spots.iter().map(move |spot| [&way[..], &[spot]].concat())).collect();
        }
        let small = market.small_section.unwrap_or(0) * SCALE;
        let limit = slot.places.iter().map(|place| place.limit).max().unwrap_or(0);
        let more = |way: &[&Spot], class: &[Option<usize>]| -> i64 {
            way.iter().zip(class).map(|(spot, kind)| kind.map_or(0, |kind| spot.more[kind])).sum()
        };
        // (earned, place, seats, way)
        let mut best: Option<(i64, usize, usize, usize)> = None;
        for (ix, way) in ways.iter().enumerate() {
            let more: Vec<i64> = self.classes.iter().map(|class| more(way, class)).collect();
            let mut most = vec![(NEVER, 0); slot.places.len()];
            let mut revenue = 0;
            let mut merged = Merged { sorted: &sorted, more: &more, next: vec![0; sorted.len()] };
            for taken in 0..=limit {
                let fits = |place: &Place| (slot.least..=place.limit).contains(&taken);
                for (place, most) in slot.places.iter().zip(&mut most).filter(|(place, _)| fits(place)) {
                    let earned = revenue - small * (place.aim - taken).max(0);
                    *most = (*most).max((earned, taken as usize));
                }
                let Some((price, _)) = merged.next() else { break };
                revenue += price;
            }
            for (place, (earned, seats)) in most.into_iter().enumerate() {
                if best.is_none_or(|best| earned - fee[place] > best.0) {
                    best = Some((earned - fee[place], place, seats, ix));
                }
            }
        }
        let (earned, place, seats, way) = best.unwrap_or((NEVER, 0, 0, 0));
        let more: Vec<i64> = self.classes.iter().map(|class| more(&ways[way], class)).collect();
        let merged = Merged { sorted: &sorted, more: &more, next: vec![0; sorted.len()] };
        let taken: Vec<u32> = merged.take(seats).map(|(_, option)| option).collect();
        let at = market.layout.spots_at();
        let mut spots = Vec::new();
        for &option in &taken {
            let class =
                slot.options.binary_search(&option).map_or(&self.classes[0], |at| &self.classes[self.class_of[at]]);
            for ((spot, kind), (_, kinds)) in ways[way].iter().zip(class).zip(&self.occasions) {
                if let Some(kind) = kind {
                    spots.extend(left.own(kinds[*kind]).map(|place| (at + place, 1)));
                    spots.extend(spot.place.map(|place| (at + place, -1)));
                }
            }
        }
        let mut places = vec![0; slot.places.len()];
        if let Some(place) = places.get_mut(place) {
            *place = 1;
        }
        (Choice { earned, sections: 1, places, seats: taken.len() as i64, order: 0, sold: Some(spots) }, taken)
    }
}

/// Options of several classes, each dearest first, as one sequence after what their class pays more.
struct Merged<'m> {
    sorted: &'m [Vec<(i64, u32)>],
    more: &'m [i64],
    next: Vec<usize>,
}

impl Iterator for Merged<'_> {
    type Item = (i64, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let mut best: Option<(i64, u32, usize)> = None;
        for (class, sorted) in self.sorted.iter().enumerate() {
            if let Some(&(price, option)) = sorted.get(self.next[class]) {
                let price = price - self.more[class];
                if best.is_none_or(|best| price > best.0) {
                    best = Some((price, option, class));
                }
            }
        }
        let (price, option, class) = best?;
        self.next[class] += 1;
        Some((price, option))
    }
}
