//! Blocks of interchangeable sections, and the parts of a school that share none.

use crate::plan::Plan;
use crate::problem::{
    ClassId, CourseId, CourseKind, GradeId, Id, NO_BOUND, PatternId, Problem, RoomId, SectionId, StudentId,
};
use petgraph::unionfind::UnionFind;
use std::collections::{BTreeMap, BTreeSet};

/// A section as a place for children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The section.
    pub section: SectionId,
    /// Fewest children, if it stays open.
    pub least: u32,
    /// Most children: the limit, and offsite what its staff can escort.
    pub most: u32,
    /// Children up to which one more spares `small_section`; 0 where that rule is silent.
    pub aim: u32,
    /// Its room.
    pub room: Option<RoomId>,
    /// It stays open without children too: a pin names it, or its lead must lead the course.
    pub stays: bool,
    /// Weighted cost of `disruption` that closing it adds.
    pub closing: i64,
}

impl Place {
    /// An open section as it stands.
    pub fn of(problem: &Problem, plan: &Plan, id: SectionId) -> Self {
        let section = plan.section(id);
        let course = &problem.courses[section.course];
        let limit = problem.limit(section.course, section.room);
        let escorted = section
            .room
            .and_then(|room| problem.rooms[room].offsite)
            .map_or(NO_BOUND, |offsite| offsite.escort_per.saturating_mul(section.assistants.len() as u32 + 1));
        let counted = matches!(course.kind, CourseKind::Club | CourseKind::Open) && limit != NO_BOUND;
        let leads = section.lead.is_some_and(|lead| problem.teachers[lead].pinned_to.contains(&section.course));
        Self {
            section: id,
            least: course.min_size,
            most: limit.min(escorted).min(problem.students.len() as u32),
            aim: if counted { (2 * limit).div_ceil(3) } else { 0 },
            room: section.room,
            stays: leads || !section.pins.is_empty(),
            closing: section.published.map_or(0, |published| closing(problem, plan, published)),
        }
    }
}

/// The open sections of one pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The course.
    pub course: CourseId,
    /// The pattern.
    pub pattern: PatternId,
    /// Its sections.
    pub places: Vec<Place>,
}

/// A part of the school: children and the blocks they could use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Component {
    /// Children, ascending.
    pub students: Vec<StudentId>,
    /// Blocks by pattern.
    pub blocks: Vec<Block>,
    /// By child of `students`: positions of blocks the child could use.
    pub choices: Vec<Vec<usize>>,
}

impl Component {
    /// How many (child, block) choices there are.
    pub fn work(&self) -> usize {
        self.choices.iter().map(Vec::len).sum()
    }

    /// Parts of whole classes with at most so much work, unless a class has more. Each has the places that children
    /// outside the part leave it. Classes follow each other by grade, or, mixed, by their rank in the grade.
    pub(super) fn parts(&self, problem: &Problem, plan: &Plan, most: usize, mixed: bool) -> Vec<Self> {
        let mut ranks: BTreeMap<GradeId, usize> = BTreeMap::new();
        let mut classes: Vec<(usize, ClassId, Vec<usize>)> = Vec::new();
        let mut at: BTreeMap<ClassId, usize> = BTreeMap::new();
        for (child, &student) in self.students.iter().enumerate() {
            let class = problem.students[student].class;
            let at = *at.entry(class).or_insert_with(|| {
                let rank = ranks.entry(problem.classes[class].grade).or_default();
                *rank += 1;
                classes.push((if mixed { *rank } else { 0 }, class, Vec::new()));
                classes.len() - 1
            });
            classes[at].2.push(child);
        }
        classes.sort_by_key(|&(rank, class, _)| (rank, problem.classes[class].grade, class));
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut room = 0;
        for (.., children) in classes {
            let work = children.iter().map(|&child| self.choices[child].len()).sum();
            if work > room {
                parts.push(Vec::new());
                room = most;
            }
            room = room.saturating_sub(work);
            parts.last_mut().expect("a part was begun").extend(children);
        }
        parts.iter().map(|children| self.part(plan, children)).collect()
    }

    /// The component of some of the children, with the places that the others leave them.
    fn part(&self, plan: &Plan, children: &[usize]) -> Self {
        let students: BTreeSet<StudentId> = children.iter().map(|&child| self.students[child]).collect();
        let left = |place: &Place| {
            let seats = plan.section(place.section).seats.iter();
            let others = seats.filter(|student| !students.contains(student)).count() as u32;
            Place {
                least: place.least.saturating_sub(others),
                most: place.most.saturating_sub(others),
                aim: place.aim.saturating_sub(others),
                stays: place.stays || others > 0,
                ..place.clone()
            }
        };
        let used: BTreeSet<usize> = children.iter().flat_map(|&child| self.choices[child].iter().copied()).collect();
        let used: Vec<usize> = used.into_iter().filter(|&block| self.is_open(plan, block)).collect();
        let renumbered = |child: usize| {
            let own = self.choices[child].iter().filter_map(|block| used.binary_search(block).ok());
            own.collect::<Vec<_>>()
        };
        let block = |&ix: &usize| {
            let places = self.blocks[ix].places.iter().filter(|place| plan.is_open(place.section));
            Block { places: places.map(left).collect(), ..self.blocks[ix].clone() }
        };
        Self {
            students: children.iter().map(|&child| self.students[child]).collect(),
            blocks: used.iter().map(block).collect(),
            choices: children.iter().map(|&child| renumbered(child)).collect(),
        }
    }

    fn is_open(&self, plan: &Plan, block: usize) -> bool {
        self.blocks[block].places.iter().any(|place| plan.is_open(place.section))
    }
}

/// The parts of a school under a timetable, by first child. Children without a choice are in none.
pub(super) fn components(problem: &Problem, plan: &Plan) -> Vec<Component> {
    let blocks = blocks(problem, plan);
    let students = problem.students.len();
    let choices: Vec<Vec<usize>> = problem.students.ids().map(|student| choices(problem, &blocks, student)).collect();
    let mut parts = UnionFind::<usize>::new(students + blocks.len());
    let mut of_class: BTreeMap<_, usize> = BTreeMap::new();
    for (student, row) in problem.students.iter() {
        for &block in &choices[student.ix()] {
            parts.union(student.ix(), students + block);
        }
        if !choices[student.ix()].is_empty() {
            parts.union(*of_class.entry(row.class).or_insert(student.ix()), student.ix());
        }
    }
    let mut rank: BTreeMap<usize, usize> = BTreeMap::new();
    let mut components: Vec<Component> = Vec::new();
    for student in problem.students.ids().filter(|student| !choices[student.ix()].is_empty()) {
        let at = *rank.entry(parts.find(student.ix())).or_insert_with(|| {
            components.push(Component::default());
            components.len() - 1
        });
        components[at].students.push(student);
    }
    let mut place = vec![0; blocks.len()];
    for (ix, block) in blocks.into_iter().enumerate() {
        if let Some(&at) = rank.get(&parts.find(students + ix)) {
            place[ix] = components[at].blocks.len();
            components[at].blocks.push(block);
        }
    }
    for component in &mut components {
        let own = component.students.iter().map(|student| choices[student.ix()].iter().map(|&block| place[block]));
        component.choices = own.map(Iterator::collect).collect();
    }
    components
}

fn blocks(problem: &Problem, plan: &Plan) -> Vec<Block> {
    let mut blocks: BTreeMap<PatternId, Block> = BTreeMap::new();
    for section in plan.open_sections() {
        let row = plan.section(section);
        if problem.courses[row.course].kind.has_seats() {
            let block = Block { course: row.course, pattern: row.pattern, places: Vec::new() };
            blocks.entry(row.pattern).or_insert(block).places.push(Place::of(problem, plan, section));
        }
    }
    blocks.into_values().collect()
}

fn choices(problem: &Problem, blocks: &[Block], student: StudentId) -> Vec<usize> {
    let who = &problem.students[student];
    let could = |block: &Block| {
        who.attends.covers(problem.patterns[block.pattern].periods)
            && problem.may_hold(student, block.course)
            && !who.pinned_off.contains(&block.course)
    };
    (0..blocks.len()).filter(|&ix| could(&blocks[ix])).collect()
}

/// What `disruption` says of a published section once it is gone, less what it says now.
fn closing(problem: &Problem, plan: &Plan, published: usize) -> i64 {
    let weight = |rule| problem.policy.weights[crate::rules::position(rule)];
    let (Some(section), Some(given)) = (plan.kept(published), &problem.published) else { return 0 };
    let (given, now) = (&given.sections[published], plan.section(section));
    let present = if plan.keeps_pattern(problem, published, section) {
        let lead = if given.lead == Some(now.lead) { 0 } else { weight("disruption.lead") };
        lead + if given.room == Some(now.room) { 0 } else { weight("disruption.room") }
    } else {
        weight("disruption.moved")
    };
    weight("disruption.gone") - present
}
