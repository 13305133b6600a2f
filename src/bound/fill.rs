//! What fills the gaps of children: seats in open and care courses at the prices of their classes, the cheapest one in each
//! period, and dearer ones where special minutes or minutes of a category are owed.

use super::layout::Layout;
use crate::problem::{ClassId, Id, PeriodSet, StudentId};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Seats in open and care courses that children may take at the same prices.
#[derive(Debug)]
pub(super) struct Seats {
    /// Row of their prices.
    row: usize,
    periods: PeriodSet,
    special: bool,
    /// Categories that they give minutes of, of those owed to some child.
    categories: Vec<u32>,
    /// Whether they are in care away from home.
    away: bool,
}

/// What fills the gaps of children who fill them alike.
#[derive(Debug)]
pub(super) struct Filling {
    pub(super) seats: Vec<Seats>,
    /// Whether an attended period without a seat is owed.
    pub(super) covered: bool,
}

/// A seat that gives what is owed, in place of the cheapest one.
#[derive(Debug, Clone, Copy)]
struct Rise {
    /// What it costs more.
    cost: i64,
    /// Minutes it adds to what is given.
    minutes: i64,
    period: PeriodSet,
    /// The seat it takes the place of, and itself.
    places: (u32, u32),
}

/// Rises that give the same, one a period, the least cost a minute first.
#[derive(Debug, Clone)]
struct Rises {
    list: Vec<Rise>,
    /// Whether all add the same minutes.
    equal: bool,
}

impl Rises {
    fn new(mut list: Vec<Rise>) -> Self {
        list.sort_by(|a, b| (a.cost * b.minutes).cmp(&(b.cost * a.minutes)));
        let equal = list.iter().all(|rise| rise.minutes == list[0].minutes);
        Self { list, equal }
    }

    /// The least cost of `need` more minutes in `gaps`, where an owed minute costs `owed`. What is taken is added to
    /// `seats`.
    fn cost(&self, gaps: PeriodSet, mut need: i64, owed: i64, seats: &mut Option<&mut Vec<(u32, i32)>>) -> i64 {
        let mut cost = 0;
        for rise in &self.list {
            if need <= 0 {
                return cost;
            }
            if !gaps.meets(rise.period) {
                continue;
            }
            let whole = self.equal || need >= rise.minutes;
            let part = if whole { rise.cost } else { (rise.cost * need).div_euclid(rise.minutes) };
            if part > owed.saturating_mul(need.min(rise.minutes)) {
                continue;
            }
            cost += part;
            need -= rise.minutes;
            if let Some(seats) = seats {
                let (from, to) = rise.places;
                if from != NONE {
                    seats.push((from, -1));
                }
                seats.push((to, 1));
            }
        }
        cost + owed.saturating_mul(need.max(0))
    }
}

/// The cheapest seats of open and care courses of a filling.
#[derive(Debug, Clone)]
pub(super) struct Menu {
    /// By period: the least cost, its place in the prices, and the special minutes that come with it.
    pub(super) least: Vec<(i64, u32, i64)>,
    /// Special seats.
    special: Rises,
    /// Seats of each category. Each takes the place of the cheapest seat that is as special, so that what is given
    /// stays.
    categories: Vec<(u32, Rises)>,
}

impl Seats {
    /// What a child of a school class may take.
    pub(super) fn of(layout: &Layout, student: StudentId, class: ClassId) -> Vec<Self> {
        let home = layout.home_of[class.ix()];
        let courses = layout.classes.iter().filter_map(|of| {
            let away = of.care && home.is_some();
            let (row, categories) = (of.rows.of(student)?, of.category.into_iter().collect());
            Some(Self { row, periods: of.periods, special: of.special, categories, away })
        });
        let home = home.map(|home| &layout.homes[home]).and_then(|home| {
            let (row, categories) = (home.rows.of(student)?, home.categories.clone());
            Some(Self { row, periods: home.periods, special: false, categories, away: false })
        });
        courses.chain(home).collect()
    }
}

impl Menu {
    /// At prices; `owed` is the price of an owed student-minute, `away` the cost of care away from home.
    fn new(filling: &Filling, layout: &Layout, prices: &[i64], owed: i64, away: i64) -> Self {
        let mut least = Vec::with_capacity(layout.periods);
        let mut specials = Vec::new();
        let mut of_category: BTreeMap<u32, Vec<Rise>> = BTreeMap::new();
        for at in 0..layout.periods {
            let period = PeriodSet(1 << at);
            let open = || filling.seats.iter().filter(|seats| seats.periods.meets(period));
            let seat = |seats: &Seats| {
                let place = layout.seat(seats.row, at);
                (prices[place] + if seats.away { away } else { 0 }, place as u32)
            };
            let without = if filling.covered { owed.saturating_mul(10 * layout.minutes[at]) } else { 0 };
            let any = open().map(seat).min().filter(|seat| seat.0 <= without).unwrap_or((without, NONE));
            let share = layout.share_minutes[at];
            let special = open().filter(|seats| seats.special).map(seat).min();
            let comes = any.1 != NONE && special == Some(any);
            least.push((any.0, any.1, if comes { share } else { 0 }));
            let rise = |from: (i64, u32), to: (i64, u32), minutes: i64| Rise {
                cost: to.0 - from.0,
                minutes,
                period,
                places: (from.1, to.1),
            };
            if let Some(special) = special.filter(|_| share > 0 && !comes) {
                specials.push(rise(any, special, share));
            }
            for (seats, &category) in open().flat_map(|seats| seats.categories.iter().map(move |of| (seats, of))) {
                let from = special.filter(|_| seats.special).unwrap_or(any);
                let rise = rise(from, seat(seats), layout.minutes[at]);
                let rises = of_category.entry(category).or_default();
                match rises.last_mut().filter(|last| last.period == period) {
                    Some(last) if last.cost <= rise.cost => {}
                    Some(last) => *last = rise,
                    None => rises.push(rise),
                }
            }
        }
        let categories = of_category.into_iter().map(|(category, rises)| (category, Rises::new(rises))).collect();
        Self { least, special: Rises::new(specials), categories }
    }
}

/// The fillings at some prices.
pub(super) struct Fill {
    /// By filling.
    pub(super) menus: Vec<Menu>,
    owed: i64,
}

const NONE: u32 = u32::MAX;

impl Fill {
    pub(super) fn new(fillings: &[Filling], layout: &Layout, prices: &[i64], owed: i64, away: i64) -> Self {
        let menus = fillings.par_iter().map(|filling| Menu::new(filling, layout, prices, owed, away)).collect();
        Self { menus, owed }
    }

    /// What some periods would cost and give if they were filled.
    pub(super) fn sum(&self, filling: usize, periods: PeriodSet) -> (i64, i64) {
        let menu = &self.menus[filling];
        periods.iter().fold((0, 0), |(cost, special), period| {
            let row = menu.least[period.0 as usize];
            (cost + row.0, special + row.2)
        })
    }

    /// The least cost of filling `gaps`, which cost and give `sum` without rises, where `special` minutes and those of
    /// categories are still owed. What is taken is added to `seats`.
    pub(super) fn cost(
        &self,
        filling: usize,
        gaps: PeriodSet,
        sum: (i64, i64),
        special: i64,
        owed: impl Iterator<Item = (u32, i64)>,
        mut seats: Option<&mut Vec<(u32, i32)>>,
    ) -> i64 {
        let menu = &self.menus[filling];
        if let Some(seats) = &mut seats {
            let places = gaps.iter().map(|period| menu.least[period.0 as usize].1);
            seats.extend(places.filter(|&place| place != NONE).map(|place| (place, 1)));
        }
        let mut cost = sum.0 + menu.special.cost(gaps, special - sum.1, self.owed, &mut seats);
        for (category, need) in owed {
            cost += match menu.categories.iter().find(|known| known.0 == category) {
                Some((_, rises)) => rises.cost(gaps, need, self.owed, &mut seats),
                None => self.owed.saturating_mul(need.max(0)),
            };
        }
        cost
    }
}
