//! Telling what one child, section, teacher, rule or pin comes to.

use super::Teller;
use crate::words;
use paipian::explain::{
    ChildAnswer, Counterfactual, PinAnswer, RuleShare, SectionAnswer, Share, TeacherAnswer, WishAnswer,
};
use serde_json::{Value, json};

/// Holders of seats, and things that add to a rule, that are told one by one.
const TOLD: usize = 8;

/// What is told, and the same as JSON.
type Told = (String, Value);

impl Teller<'_> {
    /// `欠缺 +60 · 代价 −12`: what a change would do; nothing told is nothing changed.
    fn difference(&self, change: &Counterfactual) -> String {
        let levels = [
            (self.say("硬性违规", "hard"), change.score.hard),
            (self.say("欠缺", "shortfall"), change.score.shortfall),
            (self.say("代价", "cost"), change.score.cost),
        ];
        let told: Vec<String> = levels
            .into_iter()
            .filter(|(_, value)| *value != 0)
            .map(|(name, value)| format!("{name} {value:+}"))
            .collect();
        if told.is_empty() { self.say("总分不变", "no difference") } else { told.join(" · ") }
    }

    fn change(&self, change: &Counterfactual) -> Value {
        let mut told = self.item(&change.item);
        told["difference"] =
            json!({ "hard": change.score.hard, "shortfall": change.score.shortfall, "cost": change.score.cost });
        told["rules"] = change.rules.iter().map(|(rule, points)| json!({ "rule": rule, "points": points })).collect();
        let seats = change.seats.iter();
        told["seats"] = seats
            .map(|seat| json!({ "student": seat.student, "section": seat.section, "takes": seat.takes }))
            .collect();
        told
    }

    /// The three rules that change most, in words.
    fn behind(&self, change: &Counterfactual) -> String {
        let mut rules = change.rules.clone();
        rules.sort_by_key(|(rule, points)| (-points.abs(), *rule));
        let told =
            rules.iter().take(3).map(|(rule, points)| format!("{} {points:+}", words::rule_name(self.lang, rule)));
        let told: Vec<String> = told.collect();
        let between = self.say("，", ", ");
        if told.is_empty() {
            String::new()
        } else {
            format!("{}{}{}", self.say("（", " ("), told.join(&between), self.say("）", ")"))
        }
    }

    fn line_of(&self, change: &Counterfactual) -> String {
        let colon = self.say("：", ": ");
        format!("{}{colon}{}{}", self.line(&change.item), self.difference(change), self.behind(change))
    }

    /// One child.
    pub(super) fn child(&self, answer: &ChildAnswer) -> Told {
        let who = self.names.of(self.lang, "student", &answer.student);
        let held: Vec<String> = answer.held.iter().map(|id| self.names.of(self.lang, "section", id)).collect();
        let mut text = format!("{who}{}{}\n", self.say("：现在上 ", ": now in "), held.join(&self.say("、", ", ")));
        for wish in &answer.wishes {
            text.push_str(&self.wish(wish));
        }
        text.push_str(&self.say(
            "名次由总分决定，不看先后；分数差按座位算，放学批次另排\n",
            "seats go by the score of all, not by who came first; differences are those of the seats, waves aside\n",
        ));
        let wishes = answer.wishes.iter().map(|wish| {
            let holders = wish.holders.iter().map(|holder| {
                json!({
                    "student": holder.student, "section": holder.section, "rank": holder.rank,
                    "swap": self.change(&holder.swap),
                })
            });
            json!({
                "rank": wish.rank, "course": wish.course, "held": wish.held,
                "why": wish.why.as_ref().map(|why| self.item(why)), "holders": holders.collect::<Vec<Value>>(),
                "changes": wish.changes.iter().map(|change| self.change(change)).collect::<Vec<Value>>(),
                "needed": wish.needed.iter().map(|item| self.item(item)).collect::<Vec<Value>>(),
            })
        });
        let value = json!({
            "student": answer.student, "held": answer.held, "wishes": wishes.collect::<Vec<Value>>(),
        });
        (text, value)
    }

    fn wish(&self, wish: &WishAnswer) -> String {
        let course = self.names.of(self.lang, "course", &wish.course);
        let rank = match self.lang {
            words::Lang::Zh => format!("第 {} 志愿", wish.rank),
            words::Lang::En => format!("wish {}", wish.rank),
        };
        let Some(why) = &wish.why else {
            return format!("{rank} {course}{}\n", self.say("：已安排", ": granted"));
        };
        let mut text = format!("{rank} {}\n", self.line(why));
        for change in wish.changes.iter().take(2) {
            text.push_str(&format!("    {}\n", self.line_of(change)));
        }
        if !wish.holders.is_empty() {
            text.push_str(&self.say(
                "    谁坐在那里，换给这名学生要多少：\n",
                "    who sits there, and what giving it up would do:\n",
            ));
        }
        for holder in wish.holders.iter().take(TOLD) {
            let who = self.names.of(self.lang, "student", &holder.student);
            let rank = match (self.lang, holder.rank) {
                (words::Lang::Zh, Some(rank)) => format!("第 {rank} 志愿"),
                (words::Lang::En, Some(rank)) => format!("wish {rank}"),
                (_, None) => self.say("锁定", "pinned"),
            };
            text.push_str(&format!(
                "      {who} · {rank} · {}{}\n",
                self.difference(&holder.swap),
                self.behind(&holder.swap)
            ));
        }
        if wish.holders.len() > TOLD {
            let more = wish.holders.len() - TOLD;
            text.push_str(&match self.lang {
                words::Lang::Zh => format!("      另有 {more} 人，都不比以上各人更划算\n"),
                words::Lang::En => format!("      {more} more, none of whom would cost less\n"),
            });
        }
        for item in &wish.needed {
            text.push_str(&format!("    {}\n", self.line(item)));
        }
        text
    }

    fn share(&self, share: &Share) -> Value {
        let about = share.about.iter().map(|(kind, id)| json!({ "kind": kind, "id": id }));
        json!({ "rule": share.rule, "about": about.collect::<Vec<Value>>(), "value": share.value })
    }

    fn shares(&self, shares: &[Share]) -> String {
        let line = |share: &Share| {
            let about: Vec<String> = share.about.iter().map(|(kind, id)| self.names.of(self.lang, kind, id)).collect();
            format!("  {:>8}  {}  {}\n", share.value, words::rule_name(self.lang, share.rule), about.join(" · "))
        };
        shares.iter().map(line).collect()
    }

    /// One section.
    pub(super) fn section(&self, answer: &SectionAnswer) -> Told {
        let name = self.names.of(self.lang, "section", &answer.section);
        let (seats, most) = answer.seats;
        let limit = if most == paipian::problem::NO_BOUND { "-".to_string() } else { most.to_string() };
        let mut text = format!("{name} {seats}/{limit}\n{}", self.shares(&answer.shares));
        for change in std::iter::once(&answer.close).chain(&answer.changes) {
            text.push_str(&format!("  {}\n", self.line_of(change)));
        }
        let value = json!({
            "section": answer.section, "seats": seats, "limit": (most != paipian::problem::NO_BOUND).then_some(most),
            "shares": answer.shares.iter().map(|share| self.share(share)).collect::<Vec<Value>>(),
            "close": self.change(&answer.close),
            "changes": answer.changes.iter().map(|change| self.change(change)).collect::<Vec<Value>>(),
        });
        (text, value)
    }

    /// One teacher.
    pub(super) fn teacher(&self, answer: &TeacherAnswer) -> Told {
        let (minutes, target) = answer.minutes;
        let name = self.names.of(self.lang, "teacher", &answer.teacher);
        let fair = target.map_or_else(|| "-".to_string(), |target| target.to_string());
        let mut text = match self.lang {
            words::Lang::Zh => format!("{name} {minutes} 分钟（应排 {fair}），{} 个班\n", answer.sections.len()),
            words::Lang::En => {
                format!("{name} {minutes} minutes (target {fair}), {} sections\n", answer.sections.len())
            }
        };
        text.push_str(&self.shares(&answer.shares));
        for change in &answer.changes {
            text.push_str(&format!("  {}\n", self.line_of(change)));
        }
        let value = json!({
            "teacher": answer.teacher, "minutes": minutes, "target": target, "sections": answer.sections,
            "shares": answer.shares.iter().map(|share| self.share(share)).collect::<Vec<Value>>(),
            "changes": answer.changes.iter().map(|change| self.change(change)).collect::<Vec<Value>>(),
        });
        (text, value)
    }

    /// One rule.
    pub(super) fn rule(&self, answer: &RuleShare) -> Told {
        let name = words::rule_name(self.lang, answer.rule);
        let mut text =
            format!("{name}: {} × {} = {}\n", answer.value, answer.weight, answer.value.saturating_mul(answer.weight));
        text.push_str(&self.shares(&answer.shares[..answer.shares.len().min(20)]));
        if answer.shares.len() > 20 {
            text.push_str(&format!("  … +{}\n", answer.shares.len() - 20));
        }
        let value = json!({
            "rule": answer.rule, "value": answer.value, "weight": answer.weight, "per": answer.per,
            "shares": answer.shares.iter().map(|share| self.share(share)).collect::<Vec<Value>>(),
        });
        (text, value)
    }

    /// One pin.
    pub(super) fn pin(&self, answer: &PinAnswer) -> Told {
        let mut text = self.line(&answer.item) + "\n";
        for finding in &answer.findings {
            text.push_str(&format!("  [{}] {}\n", finding.code, words::lint(self.lang, self.names, finding).cause));
        }
        let (with, without) = (answer.with, answer.without);
        text.push_str(&match self.lang {
            words::Lang::Zh => format!("  有它：{with}\n  没有它：{without}（硬性违规 / 欠缺 / 代价，同样长的求解）\n"),
            words::Lang::En => format!(
                "  with it: {with}\n  without it: {without} (hard / shortfall / cost, searches of equal length)\n"
            ),
        });
        let score = |score: paipian::score::Score| json!({ "hard": score.hard, "shortfall": score.shortfall, "cost": score.cost });
        let codes: Vec<&str> = answer.findings.iter().map(|finding| finding.code).collect();
        (
            text,
            json!({ "pin": self.item(&answer.item), "findings": codes, "with": score(with), "without": score(without) }),
        )
    }
}
