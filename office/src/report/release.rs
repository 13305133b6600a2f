//! Gate lists: who leaves by which gate on which day, wave by wave; and the teachers' loads, longest first.

use super::people::Departure;
use super::view::{View, clock};
use super::words;
use std::collections::BTreeMap;

/// One gate on one day.
#[derive(Debug)]
pub(super) struct GateDay {
    pub(super) day: String,
    pub(super) gate: String,
    pub(super) total: usize,
    pub(super) waves: Vec<GateWave>,
}

/// The groups of one gate that leave at the same time.
#[derive(Debug)]
pub(super) struct GateWave {
    pub(super) time: String,
    pub(super) total: usize,
    pub(super) groups: Vec<GateGroup>,
}

/// The leavers of one section.
#[derive(Debug)]
pub(super) struct GateGroup {
    /// `第1批`, counted from the end of the group's period.
    pub(super) wave: String,
    /// When the group's period ends.
    pub(super) ended: String,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) staff: String,
    pub(super) count: usize,
    /// `三（1）班 4人、三（2）班 7人`.
    pub(super) classes: String,
}

/// What a teacher serves in a cycle.
#[derive(Debug)]
pub(super) struct Load {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) led: usize,
    pub(super) assisted: usize,
    pub(super) days: usize,
    pub(super) minutes: u64,
    pub(super) target: Option<u64>,
    pub(super) most: Option<u64>,
}

impl Load {
    /// How the load stands to its target and bound, in a word.
    pub(super) fn verdict(&self) -> &'static str {
        match (self.target, self.most) {
            (_, Some(most)) if self.minutes > most => "超过上限",
            (Some(target), _) if self.minutes > target + target / 4 => "明显超出",
            (Some(target), _) if self.minutes > target => "超出",
            (Some(_), _) => "未超",
            (None, _) => "",
        }
    }
}

impl View<'_> {
    /// Every gate of every day with leavers: days in order, gates in the order of the problem.
    pub(super) fn gate_days(&self) -> Vec<GateDay> {
        let order = |gate: Option<&str>| {
            let position = self.problem.gates.iter().position(|row| Some(row.id.as_str()) == gate);
            position.unwrap_or(usize::MAX)
        };
        type Key = (u64, u64, usize, String);
        let mut days: BTreeMap<Key, BTreeMap<u64, Vec<&Departure>>> = BTreeMap::new();
        for group in self.departures.values() {
            let row = self.periods[group.period].row;
            let key = (row.week, row.day, order(group.gate), group.gate_name.clone());
            days.entry(key).or_default().entry(group.at).or_default().push(group);
        }
        days.into_iter()
            .map(|((week, day, _, gate), waves)| {
                let waves: Vec<GateWave> = waves.into_iter().map(|(at, groups)| self.gate_wave(at, &groups)).collect();
                GateDay {
                    day: format!("{}{}", words::week(week, self.cycle_weeks), words::day(day)),
                    gate,
                    total: waves.iter().map(|wave| wave.total).sum(),
                    waves,
                }
            })
            .collect()
    }

    fn gate_wave(&self, at: u64, groups: &[&Departure]) -> GateWave {
        let groups: Vec<GateGroup> = groups
            .iter()
            .map(|group| GateGroup {
                wave: group.wave.map_or_else(|| "未排".to_string(), |wave| format!("第{}批", wave.saturating_add(1))),
                ended: self.periods[group.period].row.end.clone(),
                title: self.sections[group.section].title.clone(),
                place: self.sections[group.section].place.clone(),
                staff: self.staff(group.section),
                count: group.leavers.len(),
                classes: self.by_class(&group.leavers),
            })
            .collect();
        GateWave { time: clock(at), total: groups.iter().map(|group| group.count).sum(), groups }
    }

    /// Students counted by class, in the order of the classes.
    pub(super) fn by_class(&self, students: &[usize]) -> String {
        let counts = students.chunk_by(|a, b| self.students[*a].class == self.students[*b].class);
        counts.map(|group| format!("{} {}人", self.class_name(group[0]), group.len())).collect::<Vec<_>>().join("、")
    }

    /// Loads of everyone who serves or has a target, greatest first.
    pub(super) fn load_table(&self) -> Vec<Load> {
        let serves = self.teachers.iter().filter(|teacher| {
            !teacher.duties.is_empty() || teacher.row.is_some_and(|row| row.target_minutes.is_some())
        });
        let mut loads: Vec<Load> = serves
            .map(|teacher| {
                let sections: Vec<usize> = teacher.duties.iter().map(|&(section, _)| section).collect();
                Load {
                    name: teacher.name.clone(),
                    kind: teacher.row.map_or("—", |row| words::teacher_kind(&row.kind)).to_string(),
                    led: teacher.duties.iter().filter(|(_, lead)| *lead).count(),
                    assisted: teacher.duties.iter().filter(|(_, lead)| !lead).count(),
                    days: self.days_of(&self.periods_of(&sections)).len(),
                    minutes: teacher.minutes,
                    target: teacher.row.and_then(|row| row.target_minutes),
                    most: teacher.row.and_then(|row| row.max_minutes),
                }
            })
            .collect();
        loads.sort_by_key(|load| std::cmp::Reverse(load.minutes));
        loads
    }
}
