//! Care in home rooms, in the sections' part of the Lagrangian: a section in the home of a class sells its seats to the
//! children of the class at the price of a home seat, and the rest at the price of any care seat, to children who then
//! pay for being away from home.

use super::curves::Curve;
use super::layout::Layout;
use super::supply::{Choice, Market, Slot};
use crate::problem::{CourseId, CourseKind, Id, PatternId, Problem};
use std::borrow::Cow;
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

/// Care sections of one pattern, at some prices.
struct Care<'c> {
    slot: &'c Slot,
    fee: &'c [i64],
    /// By period of the pattern: who may come from anywhere.
    away: Vec<&'c Curve>,
    homes: &'c [Home<'c>],
}

/// A room that is a home, at some prices.
struct Home<'c> {
    place: usize,
    copies: usize,
    /// By period of the pattern: whose home it is.
    curves: Vec<Cow<'c, Curve>>,
}

/// A section in a place.
#[derive(Clone)]
struct Section<'h> {
    earned: i64,
    place: usize,
    /// By period of the pattern: seats sold at home, and to whom.
    at_home: Vec<(i64, &'h Curve)>,
}

/// What sections earn where a seat away from home is worth the same however many there are.
struct Line<'h> {
    /// By period of the pattern: what a seat is worth.
    slopes: Vec<i64>,
    /// At home, as long as that earns more than elsewhere: most first.
    homes: Vec<Section<'h>>,
    elsewhere: Option<Section<'h>>,
}

impl Slot {
    /// The choices of 1, 2, … sections where some rooms are homes; `fee` by place.
    pub(super) fn with_homes(&self, market: &Market, course: CourseId, fee: &[i64]) -> Vec<Choice> {
        let Market { problem, layout, curves, .. } = *market;
        let Some(class) = layout.class_of[course.ix()] else { return Vec::new() };
        let periods = || problem.patterns[self.pattern].iter().map(|period| period.ix());
        let at_home = |homes: &[usize], period: usize| match homes {
            [home] => Cow::Borrowed(curves.home(*home, period)),
            homes => Cow::Owned(Curve::merged(homes.iter().map(|&home| curves.home(home, period)))),
        };
        let home = |of: &HomePlace| Home {
            place: of.place,
            copies: of.copies,
            curves: periods().map(|period| at_home(&of.homes, period)).collect(),
        };
        let away = periods().map(|period| curves.class(class, period)).collect();
        let homes: Vec<Home> = self.homes.iter().map(home).collect();
        let care = Care { slot: self, fee, away, homes: &homes };
        let mut lines = Vec::new();
        (1..=self.most).map(|sections| care.best(sections, &mut lines)).collect()
    }
}

impl<'c> Care<'c> {
    /// What so many sections earn at most. They sell seats away from home to the same children; what those pay together
    /// is concave in the seats, so no more than any of its tangents, and at a tangent each section is by itself. `lines`
    /// are those known.
    fn best(&self, sections: usize, lines: &mut Vec<Line<'c>>) -> Choice {
        let widest = (0..self.slot.places.len()).map(|place| self.limit(place)).max().unwrap_or(0);
        let mut left = vec![sections as i64 * widest; self.away.len()];
        let mut best: Option<Choice> = None;
        loop {
            let slopes: Vec<i64> = self.away.iter().zip(&left).map(|(curve, &left)| curve.next(left).max(0)).collect();
            let at = lines.iter().position(|line| line.slopes == slopes).unwrap_or_else(|| {
                lines.push(self.line(slopes));
                lines.len() - 1
            });
            let choice;
            (choice, left) = self.at(sections, &lines[at]);
            match best {
                Some(known) if choice.earned >= known.earned => return known,
                _ => best = Some(choice),
            }
        }
    }

    fn limit(&self, place: usize) -> i64 {
        self.slot.places[place].limit.min(self.slot.children)
    }

    fn line(&self, slopes: Vec<i64>) -> Line<'c> {
        let elsewhere = (0..self.slot.places.len()).map(|place| {
            let earned = self.limit(place) * slopes.iter().sum::<i64>() - self.fee[place];
            Section { earned, place, at_home: Vec::new() }
        });
        let elsewhere = elsewhere.max_by_key(|one| one.earned);
        let least = elsewhere.as_ref().map_or(i64::MIN, |one| one.earned);
        let homes = self.homes.iter().flat_map(|home| {
            let mut one = Section { earned: -self.fee[home.place], place: home.place, at_home: Vec::new() };
            for (curve, &slope) in home.curves.iter().zip(&slopes) {
                let seats = curve.dearer(slope).min(self.limit(home.place));
                one.earned += curve.worth(seats) + (self.limit(home.place) - seats) * slope;
                one.at_home.push((seats, &**curve));
            }
            std::iter::repeat_n(one, home.copies.min(self.slot.most))
        });
        let mut homes: Vec<Section> = homes.filter(|one| one.earned > least).collect();
        homes.sort_by_key(|one| Reverse(one.earned));
        Line { slopes, homes, elsewhere }
    }

    /// What so many sections earn on a line, and the seats that are left for children away from home, by period.
    fn at(&self, sections: usize, line: &Line) -> (Choice, Vec<i64>) {
        let elsewhere = line.elsewhere.iter().flat_map(|one| std::iter::repeat_n(one, sections));
        let mut choice =
            Choice { earned: 0, sections, places: vec![0; self.slot.places.len()], seats: 0, order: 0, sold: None };
        let mut left = vec![0; self.away.len()];
        let mut sold = Vec::new();
        for one in line.homes.iter().chain(elsewhere).take(sections) {
            choice.earned += one.earned;
            choice.places[one.place] += 1;
            left.iter_mut().for_each(|left| *left += self.limit(one.place));
            for (&(seats, curve), left) in one.at_home.iter().zip(&mut left) {
                *left -= seats;
                curve.sell(seats, &mut sold);
            }
        }
        for ((curve, &slope), &left) in self.away.iter().zip(&line.slopes).zip(&left) {
            let dearer = curve.dearer(slope);
            choice.earned += curve.worth(dearer) - slope * dearer;
            curve.sell(left.min(curve.worthwhile()), &mut sold);
        }
        choice.sold = Some(sold);
        (choice, left)
    }
}
