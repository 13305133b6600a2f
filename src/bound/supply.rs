//! The sections' part of the Lagrangian: at given prices each course opens the sections that earn most.
//!
//! A section earns the price of its seats and pays for its lead, its assistants and its place in a room, period by
//! period. Sections of one course are bound by `max_sections` (a knapsack over its patterns), of one pattern by
//! `max_parallel` and by the children who can come: a pattern with fewer of them than `min_size` never opens, and a section
//! takes at least so many, whatever they pay.
//! Left out, so that the value stays a bound: `max_parallel` across patterns, adults that escort, care by class.

use super::care::HomePlace;
use super::curves::{Curve, Curves};
use super::layout::{Layout, SCALE};
use super::leaving::{Leaving, Left};
use super::together::Together;
use crate::problem::{CourseId, CourseKind, Id, NO_BOUND, PatternId, Problem};
use crate::rules;
use rayon::prelude::*;
use std::cmp::Reverse;

/// Most ways to spread the sections of a slot over its places that are tried one by one.
const WAYS: usize = 64;

/// A kind of room that a course may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    kind: Option<usize>,
    pub(super) limit: i64,
    /// Below this many seats a section is small.
    pub(super) aim: i64,
    /// Cost of the room for the pattern's minutes, in parts of [`SCALE`].
    cost: i64,
}

/// One pattern of a course with seats, or of a post.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) pattern: PatternId,
    pub(super) places: Vec<Place>,
    /// Of a care course: its rooms that are homes.
    pub(super) homes: Vec<HomePlace>,
    /// Positions in the prices of the options for it.
    pub(super) options: Vec<u32>,
    /// Who of the options leaves when: what a section pays for their leaving together.
    pub(super) together: Option<Together>,
    /// Least seats of a section, and most that can be taken.
    pub(super) least: i64,
    pub(super) children: i64,
    pub(super) most: usize,
}

#[derive(Debug, Clone)]
struct Offer {
    course: CourseId,
    slots: Vec<Slot>,
    most: usize,
}

/// Sections of a pattern that are already settled: at least and at most so many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decided {
    pub(super) least: usize,
    pub(super) most: usize,
}

impl Decided {
    pub(super) const NOTHING: Self = Self { least: 0, most: usize::MAX };
}

/// All courses.
#[derive(Debug, Clone)]
pub(super) struct Supply {
    offers: Vec<Offer>,
}

/// At what courses are offered.
pub(super) struct Market<'m> {
    pub(super) problem: &'m Problem,
    pub(super) layout: &'m Layout,
    pub(super) prices: &'m [i64],
    pub(super) curves: &'m Curves,
    /// Price of an owed student-minute, in parts of [`SCALE`].
    pub(super) owed: i64,
    /// Weight of `small_section`; none where costs are left out.
    pub(super) small_section: Option<i64>,
    /// Who leaves where; none where costs are left out.
    pub(super) left: Option<&'m Left>,
    pub(super) decided: &'m [Decided],
}

/// What one course earns at most, with the sections that do.
struct Earned {
    value: i64,
    sections: Vec<(PatternId, i32)>,
    /// (price, seats, people or places offered, or used if negative).
    offered: Vec<(usize, i32)>,
}

/// What opens at given prices.
pub(super) struct Opened {
    /// Least total of costs less earnings, in parts of [`SCALE`].
    pub(super) value: i64,
    /// By pattern: sections.
    pub(super) sections: Vec<i32>,
    /// By price: seats, people and places offered (positive) or used (negative).
    pub(super) offered: Vec<i32>,
}

#[derive(Clone)]
pub(super) struct Choice {
    pub(super) earned: i64,
    pub(super) sections: usize,
    /// By place: sections in it.
    pub(super) places: Vec<usize>,
    pub(super) seats: i64,
    /// Position in [`Table::orders`] of the order in which the seats are taken.
    pub(super) order: usize,
    /// What is offered in place of seats of the class: at home and away, where some rooms are homes; and spots of
    /// leavers, where a club leaves together. (price, seats or leavers).
    pub(super) sold: Option<Vec<(usize, i32)>>,
}

impl Supply {
    pub(super) fn new(problem: &Problem, layout: &Layout, leaving: &mut Leaving) -> Self {
        let mut options = vec![Vec::new(); problem.patterns.len()];
        for (ix, &(_, pattern)) in layout.options.iter().enumerate() {
            options[pattern.ix()].push(ix as u32);
        }
        let offer = |course| Offer::new(problem, layout, course, &mut options, leaving);
        let offers = problem.courses.ids().map(offer).collect();
        Self { offers }
    }

    /// By pattern: most sections it can have.
    pub(super) fn most(&self) -> Vec<usize> {
        let mut most = Vec::new();
        for slot in self.offers.iter().flat_map(|offer| &offer.slots) {
            most.resize(most.len().max(slot.pattern.ix() + 1), 0);
            most[slot.pattern.ix()] = slot.most;
        }
        most
    }

    /// The best of each course. `owed` is the price of an owed student-minute; `costless` leaves the costs out.
    pub(super) fn price(&self, market: &Market) -> Opened {
        let parts: Vec<Earned> = self.offers.par_iter().map(|offer| offer.best(market)).collect();
        let (patterns, prices) = (market.problem.patterns.len(), market.layout.len());
        let mut opened = Opened { value: 0, sections: vec![0; patterns], offered: vec![0; prices] };
        for part in parts {
            opened.value -= part.value;
            part.sections.into_iter().for_each(|(pattern, count)| opened.sections[pattern.ix()] += count);
            part.offered.into_iter().for_each(|(at, count)| opened.offered[at] += count);
        }
        opened
    }
}

impl Offer {
    fn new(
        problem: &Problem,
        layout: &Layout,
        course: CourseId,
        options: &mut [Vec<u32>],
        leaving: &mut Leaving,
    ) -> Self {
        let row = &problem.courses[course];
        let mut slots = Vec::new();
        for pattern in row.patterns.iter() {
            let that = &problem.patterns[pattern];
            let options = std::mem::take(&mut options[pattern.ix()]);
            let general = layout.class_of[course.ix()].map_or(0, |class| {
                let most = that.iter().map(|period| layout.classes[class].children[period.ix()]).min();
                most.unwrap_or(0)
            });
            let children = general + options.len() as i64;
            let mut places = Vec::new();
            let weight = problem.policy.weights[rules::position("money")];
            let place = |kind: Option<usize>| {
                let room = kind.map(|kind| layout.kinds[kind].sample);
                let limit = problem.limit(course, room);
                let small = limit != NO_BOUND && matches!(row.kind, CourseKind::Club | CourseKind::Open);
                let fen = room.map_or(0, |room| i64::from(problem.rooms[room].cost));
                Place {
                    kind,
                    limit: i64::from(limit),
                    aim: if small { (2 * i64::from(limit) + 2) / 3 } else { 0 },
                    cost: that.minutes * fen * weight * (SCALE / 60_000),
                }
            };
            if row.needs_room {
                for (kind, rooms) in layout.kinds.iter().enumerate() {
                    let room = &problem.rooms[rooms.sample];
                    let reached = room.offsite.is_none_or(|offsite| {
                        u64::from(that.shortest_block) >= 2 * u64::from(offsite.travel) + u64::from(row.min_stay)
                    });
                    if row.room_fits[rooms.sample.ix()] && !room.closed.meets(that.periods) && reached {
                        places.push(place(Some(kind)));
                    }
                }
            } else {
                places.push(place(None));
            }
            let least = places.iter().map(|place| place.limit).min().unwrap_or(1).max(1);
            let useful = match (row.kind, row.min_size) {
                (CourseKind::Post, _) => i64::from(row.fill),
                (_, 0) => children / least + 1,
                (_, min_size) => (children / i64::from(min_size)).min(children / least + 1),
            };
            let fits = !places.is_empty() && !layout.groups[layout.led_by[course.ix()]].people.is_empty();
            let bound = i64::from(row.max_parallel).min(i64::from(row.max_sections)).min(useful);
            let kinds: Vec<Option<usize>> = places.iter().map(|place| place.kind).collect();
            let apart = layout.class_of[course.ix()].is_some();
            let together = if apart { None } else { Together::new(problem, layout, leaving, pattern, &options) };
            let most = if fits { bound as usize } else { 0 };
            let homes = HomePlace::of_care(problem, layout, course, pattern, &kinds);
            let least = i64::from(row.min_size);
            slots.push(Slot { pattern, places, homes, options, together, least, children, most });
        }
        let most = slots.iter().map(|slot| slot.most).sum::<usize>().min(row.max_sections as usize);
        Self { course, slots, most }
    }

    fn best(&self, market: &Market) -> Earned {
        let decided = market.decided;
        let tables: Vec<Table> = self.slots.iter().map(|slot| Table::new(market, self.course, slot)).collect();
        // best[n]: most earned by the slots so far with n sections, and the choice of each.
        let unbound = self.slots.iter().map(|slot| slot.most).sum::<usize>() <= self.most;
        let mut picked = vec![0; tables.len()];
        let mut earned = 0;
        if unbound {
            for (ix, table) in tables.iter().enumerate() {
                let allowed = self.slots[ix].allowed(decided);
                let best = allowed.max_by_key(|&n| (table.rows[n].earned, Reverse(n))).unwrap_or(0);
                picked[ix] = best;
                earned += table.rows[best].earned;
            }
        } else {
            let mut best = vec![(0i64, Vec::new())];
            for (slot, table) in self.slots.iter().zip(&tables) {
                let mut next: Vec<Option<(i64, Vec<usize>)>> =
                    vec![None; (best.len() + table.rows.len()).min(self.most + 1)];
                for (held, (sum, choice)) in best.iter().enumerate().filter(|(_, entry)| entry.0 > i64::MIN / 4) {
                    for n in slot.allowed(decided) {
                        if held + n > self.most && n > 0 {
                            break;
                        }
                        let row = &table.rows[n];
                        let total = sum + row.earned;
                        if next[held + n].as_ref().is_none_or(|known| total > known.0) {
                            let mut choice: Vec<usize> = choice.clone();
                            choice.push(n);
                            next[held + n] = Some((total, choice));
                        }
                    }
                }
                let never = (i64::MIN / 2, vec![0; self.slots.len()]);
                best = next.into_iter().map(|entry| entry.unwrap_or_else(|| never.clone())).collect();
            }
            let top = (0..best.len()).max_by_key(|&n| (best[n].0, Reverse(n))).unwrap_or(0);
            earned = best[top].0;
            picked.clone_from(&best[top].1);
        }
        let mut sections = Vec::new();
        let mut offered = Vec::new();
        for ((slot, table), n) in self.slots.iter().zip(&tables).zip(picked) {
            if n > 0 {
                sections.push((slot.pattern, n as i32));
                slot.offer(market, self.course, &table.rows[n], &table.orders, &mut offered);
            }
        }
        Earned { value: earned, sections, offered }
    }
}

/// What a slot earns with 0, 1, 2, … sections.
struct Table {
    rows: Vec<Choice>,
    /// Options, dearest first; then, where a club leaves together, those that it takes.
    orders: Vec<Vec<u32>>,
}

impl Table {
    fn new(market: &Market, course: CourseId, slot: &Slot) -> Self {
        let Market { problem, layout, prices, owed, small_section: small, .. } = *market;
        let row = &problem.courses[course];
        let that = &problem.patterns[slot.pattern];
        let mut order = slot.options.clone();
        order.sort_unstable_by_key(|&option| (Reverse(prices[option as usize]), option));
        let mut prefix = vec![0i64];
        for &option in &order {
            prefix.push(prefix[prefix.len() - 1] + prices[option as usize]);
        }
        let general: Vec<&Curve> = match layout.class_of[course.ix()] {
            None => Vec::new(),
            Some(class) => that.iter().map(|period| market.curves.class(class, period.ix())).collect(),
        };
        let revenue = |seats: i64| -> i64 {
            let options = prefix[(seats.max(0) as usize).min(prefix.len() - 1)];
            options + general.iter().map(|curve| curve.worth(seats)).sum::<i64>()
        };
        let staff: i64 = that
            .iter()
            .map(|period| {
                let price = |group: usize| prices[layout.staff_at() + group * layout.periods + period.ix()];
                price(layout.led_by[course.ix()]) + i64::from(row.assistants) * price(layout.assistants)
            })
            .sum();
        let fee: Vec<i64> = slot
            .places
            .iter()
            .map(|place| {
                let at = |kind: usize| layout.rooms_at() + kind * layout.periods;
                let room = place.kind.map_or(0, |kind| that.moments.iter().map(|m| prices[at(kind) + m.ix()]).sum());
                staff + room + if small.is_some() { place.cost } else { 0 }
            })
            .collect();
        let mut rows =
            vec![Choice { earned: 0, sections: 0, places: vec![0; slot.places.len()], seats: 0, order: 0, sold: None }];
        if row.kind == CourseKind::Post {
            let saved = owed.saturating_mul(20 * that.minutes);
            let wanted = i64::from(row.fill) * saved;
            rows[0].earned = -wanted;
            for n in 1..=slot.most {
                let cheapest = (0..fee.len()).min_by_key(|&place| fee[place]).unwrap_or(0);
                let mut places = rows[n - 1].places.clone();
                places[cheapest] += 1;
                let earned = rows[n - 1].earned + saved - fee[cheapest];
                rows.push(Choice { earned, sections: n, places, seats: 0, order: 0, sold: None });
            }
            return Self { rows, orders: vec![order] };
        }
        if !slot.homes.is_empty() {
            rows.extend(slot.with_homes(market, course, &fee));
            return Self { rows, orders: vec![order] };
        }
        let small = small.unwrap_or(0) * SCALE;
        let worthwhile = slot.worthwhile(0, &revenue);
        let filling = slot.worthwhile(small, &revenue);
        let value = |places: &[usize]| -> (i64, i64) {
            let count = |field: &dyn Fn(&Place) -> i64| -> i64 {
                slot.places.iter().zip(places).map(|(place, &n)| field(place) * n as i64).sum()
            };
            let most = count(&|place| place.limit).min(slot.children);
            let least = count(&|_| slot.least).min(most);
            let aim = count(&|place| place.aim);
            let seats = worthwhile.max(aim.min(filling)).clamp(least, most);
            let cost: i64 = fee.iter().zip(places).map(|(fee, &n)| fee * n as i64).sum();
            (revenue(seats) - cost - small * (aim - seats).max(0), seats)
        };
        for n in 1..=slot.most {
            if ways(n, slot.places.len()) > WAYS {
                rows.push(slot.at_most(n, &fee, worthwhile, &revenue));
                continue;
            }
            let mut best: Option<Choice> = None;
            every(n, &mut vec![0; slot.places.len()], 0, &mut |places| {
                let (earned, seats) = value(places);
                if best.as_ref().is_none_or(|known| earned > known.earned) {
                    best = Some(Choice { earned, sections: n, places: places.to_vec(), seats, order: 0, sold: None });
                }
            });
            if let Some(choice) = best {
                rows.push(choice);
            }
        }
        let mut orders = vec![order];
        if let (Some(left), Some(alone), Some(together)) = (market.left, rows.get_mut(1), &slot.together) {
            let (choice, order) = together.alone(market, left, slot, &fee, &orders[0]);
            *alone = Choice { order: orders.len(), ..choice };
            orders.push(order);
        }
        Self { rows, orders }
    }
}

/// Ways to spread `n` sections over `len` places, as far as [`WAYS`] asks.
fn ways(n: usize, len: usize) -> usize {
    (1..len).fold(1, |ways: usize, k| (ways * (n + k) / k).min(WAYS + 1))
}

/// Every way to spread `left` sections over the places from `at` on.
fn every(left: usize, places: &mut [usize], at: usize, consider: &mut impl FnMut(&[usize])) {
    if at + 1 == places.len() {
        places[at] = left;
        consider(places);
        return;
    }
    for n in 0..=left {
        places[at] = n;
        every(left - n, places, at + 1, consider);
    }
    places[at] = 0;
}

impl Slot {
    /// The numbers of sections that may open, ascending.
    fn allowed(&self, decided: &[Decided]) -> std::ops::RangeInclusive<usize> {
        match decided.get(self.pattern.ix()) {
            None => 0..=self.most,
            Some(decided) => decided.least.min(self.most)..=decided.most.min(self.most),
        }
    }

    /// The seats of which each is worth no less than −`more`. What they are worth falls from one to the next.
    fn worthwhile(&self, more: i64, revenue: &impl Fn(i64) -> i64) -> i64 {
        let is_worth = |seat: i64| revenue(seat) - revenue(seat - 1) + more >= 0;
        if is_worth(self.children) {
            return self.children;
        }
        let (mut worth, mut beyond) = (0, self.children);
        while worth + 1 < beyond {
            let middle = i64::midpoint(worth, beyond);
            (worth, beyond) = if is_worth(middle) { (middle, beyond) } else { (worth, middle) };
        }
        worth
    }

    /// What `n` sections earn at most, whichever places they take, of seats that are `worthwhile`: the revenue is concave in
    /// the seats, so no more than any of its tangents, and at a tangent every section takes the place that is best for
    /// itself.
    fn at_most(&self, n: usize, fee: &[i64], worthwhile: i64, revenue: &impl Fn(i64) -> i64) -> Choice {
        let tangent = |seats: i64| {
            let seats = seats.max(1).min(worthwhile);
            let slope = if seats > 0 { revenue(seats) - revenue(seats - 1) } else { 0 };
            let worth = |place: usize| slope * self.places[place].limit - fee[place];
            let best = (0..fee.len()).max_by_key(|&place| (worth(place), Reverse(place))).unwrap_or(0);
            (revenue(seats) - slope * seats + n as i64 * worth(best), best)
        };
        let limits = self.places.iter().map(|place| place.limit);
        let least = limits.clone().min().unwrap_or(0) * n as i64;
        let most = limits.max().unwrap_or(0) * n as i64;
        let (earned, best) = tangent(least).min(tangent(most)).min(tangent(self.children));
        let mut places = vec![0; self.places.len()];
        places[best] = n;
        let seats = (self.places[best].limit * n as i64).min(worthwhile);
        Choice { earned, sections: n, places, seats, order: 0, sold: None }
    }

    /// What a choice offers and uses, by price.
    fn offer(
        &self,
        market: &Market,
        course: CourseId,
        choice: &Choice,
        orders: &[Vec<u32>],
        offered: &mut Vec<(usize, i32)>,
    ) {
        let Market { problem, layout, .. } = *market;
        let that = &problem.patterns[self.pattern];
        orders[choice.order]
            .iter()
            .take(choice.seats.max(0) as usize)
            .for_each(|&option| offered.push((option as usize, 1)));
        choice.sold.iter().flatten().for_each(|&sold| offered.push(sold));
        for period in that.iter() {
            if let (Some(class), None) = (layout.class_of[course.ix()], &choice.sold) {
                market.curves.class(class, period.ix()).sell(choice.seats, offered);
            }
            let staff = |group: usize| layout.staff_at() + group * layout.periods + period.ix();
            offered.push((staff(layout.led_by[course.ix()]), -(choice.sections as i32)));
            let assistants = choice.sections as i32 * problem.courses[course].assistants as i32;
            if assistants > 0 {
                offered.push((staff(layout.assistants), -assistants));
            }
        }
        for (place, &n) in self.places.iter().zip(&choice.places).filter(|(_, n)| **n > 0) {
            if let Some(kind) = place.kind {
                let at = layout.rooms_at() + kind * layout.periods;
                that.moments.iter().for_each(|moment| offered.push((at + moment.ix(), -(n as i32))));
            }
        }
    }
}
