//! One section in one period as it is printed: the five elements (时间、活动内容、场地、形式、负责人员) and a note.

use super::view::{Form, View, clock};
use super::words;

/// The five elements of one cell.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) time: String,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) form: Form,
    pub(super) staff: String,
    /// How many, and when they leave.
    pub(super) note: String,
}

impl Entry {
    /// The cell of a workbook: one element a line, each with its name.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "时间 {}\n活动 {} {}\n场地 {}\n形式 {}\n负责 {}",
            self.time,
            self.form.sign(),
            self.title,
            self.place,
            self.form.word(),
            self.staff
        );
        if !self.note.is_empty() {
            text.push('\n');
            text.push_str(&self.note.replace(" · ", "\n"));
        }
        text
    }
}

impl View<'_> {
    /// A section in one of its periods.
    pub(super) fn entry(&self, section: usize, period: usize) -> Entry {
        let row = &self.sections[section];
        Entry {
            time: self.periods[period].times(),
            title: row.title.clone(),
            place: self.place(section),
            form: row.form,
            staff: self.staff(section),
            note: [self.size(section), self.leaving(section, period)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
        }
    }

    /// The place, with the way to it when it is outside the school.
    pub(super) fn place(&self, section: usize) -> String {
        let section = &self.sections[section];
        match section.venue.and_then(|venue| venue.offsite.as_ref()) {
            Some(offsite) => format!("{}（校外，单程{}分钟）", section.place, offsite.travel),
            None => section.place.clone(),
        }
    }

    /// Lead and assistants: `王芳（助 李明、陈静）`.
    pub(super) fn staff(&self, section: usize) -> String {
        let section = &self.sections[section];
        match section.assistants.is_empty() {
            true => section.lead.clone(),
            false => format!("{}（助 {}）", section.lead, section.assistants.join("、")),
        }
    }

    /// Seats and limit: `28/30人`; nothing for a post.
    pub(super) fn size(&self, section: usize) -> String {
        let section = &self.sections[section];
        let seats = section.seats.len();
        match (section.form, section.limit) {
            _ if section.repeated => "（编号重复）".to_string(),
            (Form::Post, _) => String::new(),
            (_, Some(limit)) => format!("{seats}/{limit}人"),
            (_, None) => format!("{seats}人"),
        }
    }

    /// Who leaves after the period, when and by which gate: `放学12人 17:45东门`.
    pub(super) fn leaving(&self, section: usize, period: usize) -> String {
        match self.departures.get(&(period, section)) {
            None => String::new(),
            Some(group) if group.wave.is_none() => format!("放学{}人 未排批次", group.leavers.len()),
            Some(group) => format!("放学{}人 {}{}", group.leavers.len(), clock(group.at), group.gate_name),
        }
    }

    /// How many of a class leave after a section's period, when and where: `3人 17:45 东门`.
    pub(super) fn class_leaving(&self, class: usize, section: usize, period: usize) -> String {
        let Some(group) = self.departures.get(&(period, section)) else { return String::new() };
        let mut leavers = group.leavers.iter().copied().filter(|&s| self.students[s].class == Some(class));
        match leavers.next() {
            Some(first) => format!("{}人 {}", leavers.count() + 1, self.way_home(first, period)),
            None => String::new(),
        }
    }

    /// What a student does in a period: the section and its place; a gap is `（无座位）`, a period not attended `—`.
    pub(super) fn whereabouts(&self, student: usize, period: usize) -> String {
        let sections = self.sections_at(student, period);
        if sections.is_empty() {
            let attends = self.students[student].attends.binary_search(&period).is_ok();
            return if attends { "（无座位）" } else { "—" }.to_string();
        }
        sections.iter().map(|&section| self.spot(student, section)).collect::<Vec<_>>().join(" / ")
    }

    /// A section and its place; base care in few words, as it is what most cells of a class hold: `托管 本班`.
    fn spot(&self, student: usize, section: usize) -> String {
        let section = &self.sections[section];
        let home = self.students[student].class.and_then(|class| self.classes[class].home);
        match section.form {
            Form::Care if home.is_some() && home == section.row.room.as_deref() => "托管 本班".to_string(),
            Form::Care => format!("托管 {}", section.place),
            _ => format!("{} {}", section.title, section.place),
        }
    }

    /// How a student leaves on the day of a period that is their last: `17:45 东门`.
    pub(super) fn way_home(&self, student: usize, period: usize) -> String {
        let sections = self.sections_at(student, period);
        let group = sections.iter().find_map(|&s| self.departures.get(&(period, s)));
        match group {
            Some(group) if group.wave.is_some() => format!("{} {}", clock(group.at), group.gate_name),
            Some(_) => format!("{} 未排批次", self.periods[period].row.end),
            None => self.periods[period].row.end.clone(),
        }
    }

    /// What a student does after a section has met, day by day: home, or on to the next section
    /// (to its place when it is base care).
    pub(super) fn afterwards(&self, student: usize, section: usize) -> String {
        let days = self.days_of(&self.sections[section].periods);
        let one = days.len() == 1;
        let mut parts: Vec<(String, String)> = Vec::new();
        for day in &days {
            let &period = day.last().expect("a day has a period");
            let text =
                if self.departures.get(&(period, section)).is_some_and(|g| g.leavers.binary_search(&student).is_ok()) {
                    format!("离校 {}", self.way_home(student, period))
                } else {
                    let day_of = |p: usize| (self.periods[p].row.week, self.periods[p].row.day);
                    let next = self.students[student].attends.iter().copied();
                    let mut next = next
                        .filter(|&p| day_of(p) == day_of(period) && self.periods[p].start >= self.periods[period].end);
                    match next.next().and_then(|p| self.sections_at(student, p).first().copied()) {
                        Some(s) if self.sections[s].form == Form::Care => format!("转 {}", self.sections[s].place),
                        Some(s) => format!("转 {}", self.sections[s].title),
                        None => "—".to_string(),
                    }
                };
            match parts.iter_mut().find(|(_, known)| *known == text) {
                Some((names, _)) => names.push_str(&format!("、{}", self.day_label(period))),
                None => parts.push((self.day_label(period), text)),
            }
        }
        let alone = one || parts.len() == 1;
        let texts = parts.into_iter().map(|(names, text)| if alone { text } else { format!("{names} {text}") });
        texts.collect::<Vec<_>>().join("；")
    }

    /// Sorted periods split by week and day.
    pub(super) fn days_of(&self, periods: &[usize]) -> Vec<Vec<usize>> {
        let same = |a: &usize, b: &usize| {
            let (a, b) = (self.periods[*a].row, self.periods[*b].row);
            (a.week, a.day) == (b.week, b.day)
        };
        periods.chunk_by(same).map(<[usize]>::to_vec).collect()
    }

    /// Header of a column of one period: `周一 15:40–16:40`, with the kind where it is not the usual one.
    pub(super) fn period_label(&self, period: usize) -> String {
        let row = self.periods[period].row;
        let kind = if row.kind == "after_school" { "" } else { words::period_kind(&row.kind) };
        format!("{}{kind}\n{}", self.day_label(period), self.periods[period].times())
    }
}
