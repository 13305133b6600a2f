//! Care in home rooms, in the sections' part of the Lagrangian: a section in the home of a class sells its seats to the
//! children of the class at the price of a home seat, and the rest at the price of any care seat, to children who then
//! pay for being away from home.

use super::layout::Layout;
use super::supply::{Choice, Market, Slot};
use crate::problem::{CourseId, CourseKind, Id, PatternId, Problem};
use std::cmp::Reverse;

/// A room that is the home of classes for which the care course is.
#[derive(Debug, Clone)]
pub(super) struct HomePlace {
    /// Position of its kind of room in [`Slot::places`].
    place: usize,
    /// Sections it holds at once.
    copies: usize,
    /// Positions in [`Layout::homes`].
    homes: Vec<usize>,
}

/// What a section earns in a place.
struct Section {
    earned: i64,
    place: usize,
    /// By period of the pattern: seats sold at home, as (price, seats).
    at_home: Vec<(usize, i32)>,
    /// By period of the pattern: seats left for other children.
    left: Vec<i64>,
}

impl HomePlace {
    /// The homes that the course may use on the pattern; `kinds` are the kinds of room of its places. None for courses
    /// other than care.
    pub(super) fn of_care(
        problem: &Problem,
        layout: &Layout,
        course: CourseId,
        pattern: PatternId,
        kinds: &[Option<usize>],
    ) -> Vec<Self> {
        let row = &problem.courses[course];
        if row.kind != CourseKind::Care || !row.needs_room || row.special {
            return Vec::new();
        }
        let mut places: Vec<(usize, Self)> = Vec::new();
        for (ix, home) in layout.homes.iter().enumerate() {
            let room = home.room;
            let place = kinds.iter().position(|&kind| kind == Some(layout.kind_of[room.ix()]));
            let Some(place) = place.filter(|_| row.for_grade[layout.grades[home.class.ix()]]) else { continue };
            if problem.rooms[room].closed.meets(problem.patterns[pattern].periods) {
                continue;
            }
            match places.iter_mut().find(|known| known.0 == room.ix()) {
                Some((_, known)) => known.homes.push(ix),
                None => {
                    let copies = problem.rooms[room].parallel as usize;
                    places.push((room.ix(), Self { place, copies, homes: vec![ix] }));
                }
            }
        }
        places.into_iter().map(|(_, place)| place).collect()
    }
}

impl Slot {
    /// The choices of 1, 2, … sections where some rooms are homes; `fee` by place. Sections sell more seats than there are
    /// children by turns at their price and at none: what they earn is no more than either comes to.
    pub(super) fn with_homes(&self, market: &Market, course: CourseId, fee: &[i64]) -> Vec<Choice> {
        let Market { problem, layout, prices, .. } = *market;
        let Some(class) = layout.class_of[course.ix()] else { return Vec::new() };
        let periods: Vec<usize> = problem.patterns[self.pattern].iter().map(|period| period.ix()).collect();
        let general = |period: usize| layout.general_at() + class * layout.periods + period;
        let section = |place: usize, homes: &[usize], paid: bool| {
            let mut sold = Section { earned: -fee[place], place, at_home: Vec::new(), left: Vec::new() };
            for &period in &periods {
                let other = if paid { prices[general(period)] } else { 0 };
                let price = |home: usize| layout.homes_at() + home * layout.periods + period;
                let mut order: Vec<usize> = homes.iter().copied().filter(|&home| prices[price(home)] > other).collect();
                order.sort_unstable_by_key(|&home| (Reverse(prices[price(home)]), home));
                let mut left = self.places[place].limit.min(self.children);
                for home in order {
                    let seats = left.min(layout.homes[home].children[period]);
                    sold.earned += seats * prices[price(home)];
                    sold.at_home.push((price(home), seats as i32));
                    left -= seats;
                }
                sold.earned += left * other;
                sold.left.push(left);
            }
            sold
        };
        let rows = |paid: bool| -> Vec<Choice> {
            let elsewhere = (0..self.places.len()).map(|place| section(place, &[], paid)).max_by_key(|one| one.earned);
            let mut homes: Vec<Section> = Vec::new();
            for home in &self.homes {
                (0..home.copies.min(self.most)).for_each(|_| homes.push(section(home.place, &home.homes, paid)));
            }
            homes.sort_by_key(|one| Reverse(one.earned));
            let least = elsewhere.as_ref().map_or(i64::MIN, |one| one.earned);
            let order = homes
                .iter()
                .take_while(|one| one.earned > least)
                .chain(std::iter::repeat_n(&elsewhere, self.most).flatten());
            let mut choice = Choice {
                earned: 0,
                sections: 0,
                places: vec![0; self.places.len()],
                seats: 0,
                order: 0,
                sold: Some(Vec::new()),
            };
            if !paid {
                for &period in &periods {
                    let seats = layout.classes[class].children[period];
                    choice.earned += seats * prices[general(period)];
                    choice.sold.iter_mut().for_each(|sold| sold.push((general(period), seats as i32)));
                }
            }
            let mut rows = Vec::with_capacity(self.most);
            for one in order.take(self.most) {
                choice.earned += one.earned;
                choice.sections += 1;
                choice.places[one.place] += 1;
                if let Some(sold) = &mut choice.sold {
                    sold.extend(&one.at_home);
                    if paid {
                        sold.extend(
                            periods.iter().zip(&one.left).map(|(&period, &left)| (general(period), left as i32)),
                        );
                    }
                }
                rows.push(choice.clone());
            }
            rows
        };
        rows(true)
            .into_iter()
            .zip(rows(false))
            .map(|(one, other)| if one.earned < other.earned { one } else { other })
            .collect()
    }
}
