//! A cell: what can happen at one moment, or in one period, and how many children it can seat at most.

use super::basis::Basis;
use super::flow::Network;
use crate::problem::{Course, CourseId, CourseKind, Id, PatternId, PeriodId, PeriodSet, RoomId, StudentId, TeacherId};
use petgraph::graph::EdgeIndex;
use std::collections::BTreeMap;

/// A course that can meet in the cell.
struct Live {
    course: CourseId,
    patterns: Vec<PatternId>,
    rooms: Vec<RoomId>,
    leads: Vec<TeacherId>,
}

/// Periods of which no one can attend, lead or host two at once: those in session at a moment, or a single one.
pub(crate) struct Cell<'b, 'p> {
    basis: &'b Basis<'p>,
    pub(crate) periods: PeriodSet,
    live: Vec<Live>,
    /// By course: its position in `live`.
    position: Vec<Option<usize>>,
}

/// What can hold seats down in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tight {
    /// The sections that a room holds.
    Room(RoomId),
    /// The sections that a course may have.
    Course(CourseId),
}

/// Children who ask for a seat in a cell.
pub(crate) struct Demand {
    /// By grade: those who ask.
    pub(crate) asked: Vec<u64>,
    /// By grade: those of them whom some course could take.
    able: Vec<u64>,
    /// By grade and course of the cell: those of them whom the course could take.
    takes: Vec<Vec<u64>>,
}

impl Demand {
    /// All who ask.
    pub(crate) fn total(&self) -> u64 {
        self.asked.iter().sum()
    }

    fn of_course(&self, position: usize) -> u64 {
        self.takes.iter().map(|grade| grade[position]).sum()
    }
}

/// Every moment of the cycle at which a period begins, as the periods then in session.
pub(crate) fn moments(basis: &Basis<'_>) -> Vec<PeriodSet> {
    let periods = &basis.problem.calendar.periods;
    let in_session = |moment: PeriodId| {
        periods.iter().filter(|(_, period)| period.in_session_at_start_of.has(moment)).map(|(id, _)| id).collect()
    };
    let mut sets: Vec<PeriodSet> = periods.ids().filter(|&p| periods[p].opens_moment).map(in_session).collect();
    // A moment whose periods all run at another moment too says nothing of its own.
    let all = sets.clone();
    sets.retain(|set| !all.iter().any(|other| other != set && other.covers(*set)));
    sets
}

impl<'b, 'p> Cell<'b, 'p> {
    /// The cell of these periods with the courses of a sort.
    pub(crate) fn new(basis: &'b Basis<'p>, periods: PeriodSet, of_sort: impl Fn(&Course) -> bool) -> Self {
        let problem = basis.problem;
        let mut live: Vec<Live> = Vec::new();
        let mut position = vec![None; problem.courses.len()];
        for (id, course) in problem.courses.iter() {
            if course.kind == CourseKind::Post || !of_sort(course) {
                continue;
            }
            let meets = |&pattern: &PatternId| problem.patterns[pattern].periods.meets(periods);
            let patterns: Vec<PatternId> = basis.open_patterns(id).filter(meets).collect();
            if patterns.is_empty() {
                continue;
            }
            let mut rooms: Vec<RoomId> = patterns.iter().flat_map(|&p| &basis.usable[p].rooms).copied().collect();
            let mut leads: Vec<TeacherId> = patterns.iter().flat_map(|&p| &basis.usable[p].leads).copied().collect();
            rooms.sort_unstable();
            rooms.dedup();
            leads.sort_unstable();
            leads.dedup();
            position[id.ix()] = Some(live.len());
            live.push(Live { course: id, patterns, rooms, leads });
        }
        Self { basis, periods, live, position }
    }

    /// The children of a sort who attend in the cell.
    pub(crate) fn demand(&self, of_sort: impl Fn(StudentId) -> bool) -> Demand {
        let problem = self.basis.problem;
        let grades = problem.grades.len();
        let mut demand =
            Demand { asked: vec![0; grades], able: vec![0; grades], takes: vec![vec![0; self.live.len()]; grades] };
        for (student, who) in problem.students.iter() {
            if !who.attends.meets(self.periods) || !of_sort(student) {
                continue;
            }
            let grade = problem.grade_of(student).ix();
            let mut able = false;
            for position in self.basis.courses_of[student].iter().filter_map(|course| self.position[course.ix()]) {
                let covers = |&pattern: &PatternId| who.attends.covers(problem.patterns[pattern].periods);
                if self.live[position].patterns.iter().any(covers) {
                    demand.takes[grade][position] += 1;
                    able = true;
                }
            }
            demand.asked[grade] += 1;
            demand.able[grade] += u64::from(able);
        }
        demand
    }

    /// Most children of the demand, or of one grade of it, that rooms can seat at once.
    ///
    /// A flow children → grade → course → room. With hard 0 a room holds at most `parallel` sections at a moment and a
    /// section at most its limit, so the children of a course in a room are at most parallel × their limit there, those
    /// in a room at most parallel × the greatest limit, and those of a course at most its sections at once × its best
    /// limit. Every seating is such a flow; the greatest flow bounds them all.
    pub(super) fn seats(&self, demand: &Demand, only: Option<usize>) -> u64 {
        self.seating(demand, only).0.most()
    }

    /// What holds the flow of [`Cell::seats`] down: its least cut, as the rooms and courses in it with the children that
    /// each lets through.
    pub(crate) fn tight(&self, demand: &Demand, only: Option<usize>) -> Vec<(Tight, u64)> {
        let (net, marked) = self.seating(demand, only);
        let cut = net.cut();
        marked.into_iter().filter(|(edge, ..)| cut[edge.index()]).map(|(_, tight, most)| (tight, most)).collect()
    }

    /// The network of [`Cell::seats`] and its edges that stand for a room or for the bounds of a course.
    fn seating(&self, demand: &Demand, only: Option<usize>) -> (Network, Vec<(EdgeIndex, Tight, u64)>) {
        let problem = self.basis.problem;
        let mut net = Network::new();
        let mut marked = Vec::new();
        let rooms: Vec<_> = (0..problem.rooms.len()).map(|_| net.node()).collect();
        let mut hosts: BTreeMap<RoomId, u64> = BTreeMap::new();
        let grades: Vec<_> = (0..problem.grades.len()).map(|_| net.node()).collect();
        for (grade, &node) in grades.iter().enumerate().filter(|(grade, _)| only.is_none_or(|one| one == *grade)) {
            net.edge(net.source, node, demand.able[grade]);
        }
        for (position, live) in self.live.iter().enumerate() {
            let wanting: u64 = demand.of_course(position);
            if wanting == 0 {
                continue;
            }
            let (inlet, outlet) = (net.node(), net.node());
            for (grade, &node) in grades.iter().enumerate() {
                net.edge(node, inlet, demand.takes[grade][position]);
            }
            let mut best = 0;
            for &room in &live.rooms {
                let limit = u64::from(problem.limit(live.course, Some(room))).min(wanting);
                best = best.max(limit);
                let held = u64::from(problem.rooms[room].parallel) * limit;
                let host = hosts.entry(room).or_default();
                *host = (*host).max(held);
                net.edge(outlet, rooms[room.ix()], held);
            }
            let most = self.sections_of(live.course) * best;
            let edge = net.edge(inlet, outlet, most);
            marked.extend(edge.map(|edge| (edge, Tight::Course(live.course), most)));
        }
        for (room, held) in hosts {
            let edge = net.edge(rooms[room.ix()], net.sink, held);
            marked.extend(edge.map(|edge| (edge, Tight::Room(room), held)));
        }
        (net, marked)
    }

    /// The seats of the places for a section, the largest first: each room offers one for each of its parallel
    /// sections, as large as its greatest limit.
    pub(super) fn places(&self, demand: &Demand) -> Vec<u64> {
        let problem = self.basis.problem;
        let mut greatest: BTreeMap<RoomId, u64> = BTreeMap::new();
        for (position, live) in self.live.iter().enumerate() {
            let wanting = demand.of_course(position);
            for &room in &live.rooms {
                let size = u64::from(problem.limit(live.course, Some(room))).min(wanting);
                let entry = greatest.entry(room).or_default();
                *entry = (*entry).max(size);
            }
        }
        let mut places = Vec::new();
        for (room, size) in greatest {
            let parallel = (problem.rooms[room].parallel as usize).min(problem.teachers.len());
            places.extend(std::iter::repeat_n(size, parallel));
        }
        places.sort_unstable_by(|a, b| b.cmp(a));
        places
    }

    /// Most sections at once, and posts among `posts` beside them, for which there are leads and rooms.
    ///
    /// A flow people → course → room: with hard 0 a person leads one section at a moment. People who may lead the same
    /// courses and posts flow together.
    pub(super) fn sections(&self, posts: &[(PatternId, u64)]) -> u64 {
        let problem = self.basis.problem;
        let mut net = Network::new();
        let rooms: Vec<_> = (0..problem.rooms.len()).map(|_| net.node()).collect();
        let mut tasks = Vec::new();
        let mut can: Vec<Vec<usize>> = vec![Vec::new(); problem.teachers.len()];
        let mut used = vec![false; problem.rooms.len()];
        for live in &self.live {
            let (inlet, outlet) = (net.node(), net.node());
            net.edge(inlet, outlet, self.sections_of(live.course));
            for &room in &live.rooms {
                used[room.ix()] = true;
                net.edge(outlet, rooms[room.ix()], u64::from(problem.rooms[room].parallel));
            }
            live.leads.iter().for_each(|lead| can[lead.ix()].push(tasks.len()));
            tasks.push(inlet);
        }
        for &(pattern, wanted) in posts {
            let node = net.node();
            net.edge(node, net.sink, wanted);
            self.basis.usable[pattern].leads.iter().for_each(|lead| can[lead.ix()].push(tasks.len()));
            tasks.push(node);
        }
        for (&node, room) in rooms.iter().zip(problem.rooms.rows()).zip(used).filter(|(_, used)| *used).map(|(r, _)| r)
        {
            net.edge(node, net.sink, u64::from(room.parallel));
        }
        net.people(can, &tasks);
        net.most()
    }

    /// Most sections of a course at once: `max_parallel` for each period of the cell, `max_sections` in all, and no
    /// more than there are people.
    fn sections_of(&self, course: CourseId) -> u64 {
        let problem = self.basis.problem;
        let course = &problem.courses[course];
        let parallel = u64::from(course.max_parallel) * u64::from(self.periods.len());
        parallel.min(u64::from(course.max_sections)).min(problem.teachers.len() as u64)
    }

    /// The least length of its periods, in minutes.
    pub(super) fn minutes(&self) -> i64 {
        self.periods.iter().map(|p| self.basis.problem.calendar.periods[p].minutes()).min().unwrap_or(0)
    }
}

/// Seats of the first `count` places.
pub(super) fn first(places: &[u64], count: usize) -> u64 {
    places.iter().take(count).sum()
}

/// Fewest places that seat so many, or all of them where they do not.
pub(super) fn fewest(places: &[u64], children: u64) -> usize {
    (0..places.len()).find(|&count| first(places, count) >= children).unwrap_or(places.len())
}
