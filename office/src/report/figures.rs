//! The named key figures of a plan (愿留尽留, 志愿率, 特色占比, 教师负荷), each a count out of a total.

use super::people::last_periods;
use super::view::{Form, View, clock};
use super::words;
use crate::words::{Lang, rule_name};
use serde_json::Value;
use std::collections::BTreeMap;

/// A key figure as it is printed.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) name: String,
    pub(super) value: String,
    /// What was counted.
    pub(super) basis: String,
}

/// A share with one decimal, rounded down so that only a whole is 100.0%: `99.9%`; `—` of nothing.
pub(super) fn percent(part: u64, whole: u64) -> String {
    match whole {
        0 => "—".to_string(),
        _ => {
            let tenths = part.saturating_mul(1000) / whole;
            format!("{}.{}%", tenths / 10, tenths % 10)
        }
    }
}

impl View<'_> {
    /// All key figures, in the order they are shown.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures = vec![self.coverage()];
        figures.extend(self.wishes());
        figures.extend(self.special_shares());
        figures.extend(self.loads());
        figures.extend(self.releases());
        figures
    }

    /// Verdict in words.
    pub(super) fn verdict(&self) -> String {
        let judgement = self.judgement;
        match (judgement.hard, judgement.shortfall) {
            (0, 0) => "可发布：无硬性违规，应有的服务全部落实。".to_string(),
            (0, owed) => format!("可用：无硬性违规；仍有欠缺 {owed}（见“欠缺”各项）。"),
            (hard, _) => format!("草案，不可发布：有 {hard} 处硬性违规（见明细）。"),
        }
    }

    fn coverage(&self) -> Figure {
        let (mut seated, mut asked, mut without) = (0, 0, 0);
        for (position, student) in self.students.iter().enumerate() {
            if student.row.is_some_and(|row| row.exempt.iter().any(|rule| rule == "coverage")) {
                continue;
            }
            let held = student.attends.iter().filter(|&&p| !self.sections_at(position, p).is_empty()).count();
            seated += held as u64;
            asked += student.attends.len() as u64;
            without += u64::from(held < student.attends.len());
        }
        let basis = format!("自愿参加 {asked} 人次，已安排 {seated} 人次；{without} 名学生尚有空缺");
        Figure { name: "愿留尽留".to_string(), value: percent(seated, asked), basis }
    }

    fn wishes(&self) -> Vec<Figure> {
        let (mut first, mut top, mut wishing) = (0, 0, 0);
        for student in &self.students {
            let Some(row) = student.row else { continue };
            if row.wishes.is_empty() || row.want.or(self.problem.policy.want).unwrap_or(2) == 0 {
                continue;
            }
            let holds = |wish: &String| student.sections.iter().any(|&s| self.sections[s].row.course == *wish);
            wishing += 1;
            first += u64::from(holds(&row.wishes[0]));
            top += u64::from(row.wishes.iter().take(3).any(holds));
        }
        let figure = |name: &str, part| Figure {
            name: name.to_string(),
            value: percent(part, wishing),
            basis: format!("填报志愿 {wishing} 人，满足 {part} 人"),
        };
        vec![figure("第一志愿率", first), figure("前三志愿率", top)]
    }

    /// Special minutes out of attended minutes, by stage, and how many students reach their share.
    fn special_shares(&self) -> Vec<Figure> {
        let policy = &self.problem.policy;
        let counts = |period: usize| match &policy.share_kinds {
            Some(kinds) => kinds.contains(&self.periods[period].row.kind),
            None => self.periods[period].row.kind == "after_school",
        };
        let mut stages: BTreeMap<&str, [u64; 4]> = BTreeMap::new();
        for (position, student) in self.students.iter().enumerate() {
            let grade = student.class.and_then(|class| self.classes[class].grade);
            let Some(stage) = grade.map(|grade| self.grades[grade].row.stage.as_str()) else { continue };
            let minutes = |p: &usize| self.periods[*p].minutes();
            let periods = || student.attends.iter().filter(|&&p| counts(p));
            let attended: u64 = periods().map(minutes).sum();
            let special = |p: &&usize| {
                let here = self.sections_at(position, **p);
                here.iter().any(|&s| self.sections[s].course.is_some_and(|course| course.special))
            };
            let special: u64 = periods().filter(special).map(minutes).sum();
            if attended == 0 {
                continue;
            }
            let share = policy.special_share.get(stage).copied().unwrap_or(0);
            let exempt = student.row.is_some_and(|row| row.exempt.iter().any(|rule| rule == "special_share"))
                || attended < policy.share_from.unwrap_or(0);
            let sums = stages.entry(stage).or_default();
            sums[0] += special;
            sums[1] += attended;
            sums[2] += u64::from(exempt || special >= (share * attended).div_ceil(100));
            sums[3] += 1;
        }
        let figure = |(stage, [special, attended, reached, students]): (&str, [u64; 4])| Figure {
            name: format!("特色占比·{}", words::stage(stage)),
            value: percent(special, attended),
            basis: format!(
                "要求每名学生不低于 {}%；{students} 人中 {reached} 人达标或不作要求",
                policy.special_share.get(stage).copied().unwrap_or(0)
            ),
        };
        let order = ["primary_lower", "primary_upper", "junior"];
        let known = order.iter().filter_map(|stage| Some((*stage, *stages.get(stage)?)));
        known.map(figure).collect()
    }

    fn loads(&self) -> Vec<Figure> {
        let staff: Vec<_> =
            self.teachers.iter().filter(|t| t.row.is_some_and(|row| row.target_minutes.is_some())).collect();
        if staff.is_empty() {
            return Vec::new();
        }
        let target = |t: &&super::view::Teacher| t.row.and_then(|row| row.target_minutes).unwrap_or(0);
        let most = staff.iter().map(|t| t.minutes).max().unwrap_or(0);
        let least = staff.iter().map(|t| t.minutes).min().unwrap_or(0);
        let total: u64 = staff.iter().map(|t| t.minutes).sum();
        let over = staff.iter().filter(|t| t.minutes > target(t)).count();
        vec![Figure {
            name: "教师负荷".to_string(),
            value: format!("{least}–{most}分钟"),
            basis: format!(
                "有应担时长的教师 {} 人，平均 {} 分钟；超出应担时长 {over} 人",
                staff.len(),
                total / staff.len() as u64
            ),
        }]
    }

    fn releases(&self) -> Vec<Figure> {
        let count = |form: Form| self.sections.iter().filter(|s| s.form == form).count();
        let clubs = count(Form::Club) + count(Form::Offsite) + count(Form::Open);
        let sections = Figure {
            name: "开班".to_string(),
            value: format!("{}个", self.sections.len() - count(Form::Post)),
            basis: format!(
                "社团、开放课与外出 {clubs} 个，基础托管 {} 个；另有值岗 {} 个",
                count(Form::Care),
                count(Form::Post)
            ),
        };
        let leaving: u64 = self.students.iter().map(|s| last_periods(s, &self.periods).len() as u64).sum();
        let placed = self.departures.values().filter(|group| group.wave.is_some());
        let released: usize = placed.clone().map(|group| group.leavers.len()).sum();
        let latest = placed.map(|group| group.at).max();
        let release = Figure {
            name: "分批放学".to_string(),
            value: latest.map_or_else(|| "—".to_string(), |at| format!("最晚 {}", clock(at))),
            basis: format!("应放学 {leaving} 人次，已排批次 {released} 人次"),
        };
        vec![sections, release]
    }

    /// Sentences for the hard violations and things owed: rule, what it is about, amount.
    pub(super) fn faults(&self, most: usize) -> Vec<(String, String, String)> {
        let owed = |rule: &str| {
            self.judgement.rules.iter().any(|line| line.rule == rule && line.level != paipian::referee::Level::Cost)
        };
        let findings = self.judgement.findings.iter().filter(|finding| owed(finding.rule));
        findings
            .take(most)
            .map(|finding| {
                let subject: Vec<String> = finding.subject.iter().map(|id| self.spell(id)).collect();
                (rule_name(Lang::Zh, finding.rule).to_string(), subject.join(" · "), finding.amount.to_string())
            })
            .collect()
    }

    /// The name of whatever has this id.
    fn spell(&self, id: &str) -> String {
        let section = self.sections.iter().find(|s| s.row.id == id).map(|s| format!("{}［{id}］", s.title));
        let student = || {
            let at = self.students.iter().position(|s| s.id == id)?;
            Some(format!("{} {}", self.class_name(at), self.students[at].name))
        };
        let teacher = || Some(self.teachers.iter().find(|t| t.row.is_some_and(|row| row.id == id))?.name.clone());
        let room = || Some(self.rooms.iter().find(|r| r.row.is_some_and(|row| row.id == id))?.name.clone());
        let period = || Some(self.period_label(self.periods.iter().position(|p| p.row.id == id)?).replace('\n', " "));
        section.or_else(student).or_else(teacher).or_else(room).or_else(period).unwrap_or_else(|| id.to_string())
    }

    /// Lines about how the plan was made, from what `meta` holds of the usual keys.
    pub(super) fn origin(&self) -> Vec<(String, String)> {
        let keys = [
            ("version", "程序版本"),
            ("seed", "随机种子"),
            ("limit", "求解限度"),
            ("bound", "已证明的下界"),
            ("problem_digest", "输入摘要"),
        ];
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Object(parts) => {
                let parts = parts.iter().map(|(key, value)| part(key, value));
                parts.collect::<Vec<_>>().join(" · ")
            }
            other => other.to_string(),
        };
        let value = |key: &str| self.plan.meta.get(key).filter(|value| !value.is_null());
        keys.iter().filter_map(|(key, name)| Some((name.to_string(), text(value(key)?)))).collect()
    }
}

/// A part of what `meta` holds, in words.
fn part(key: &str, value: &Value) -> String {
    let number = value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string());
    match key {
        "seconds" => format!("{number} 秒"),
        "steps" => format!("{number} 步"),
        "shortfall" => format!("欠缺 {number}"),
        "cost" => format!("代价 {number}"),
        other => format!("{other} {number}"),
    }
}
