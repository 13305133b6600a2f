//! Telling a diagnosis: causes, limits, repairs.

use super::Teller;
use crate::commands::check;
use crate::words::{self, Lang};
use paipian::explain::{Cause, Diagnosis, Item};
use paipian::format::{PlanFile, ProblemFile};
use paipian::referee::judge;
use paipian::whatif::Found;
use serde_json::{Value, json};

fn score(found: &Found) -> Value {
    json!({ "hard": found.score.hard, "shortfall": found.score.shortfall, "cost": found.score.cost })
}

impl Teller<'_> {
    pub(super) fn diagnosis(&self, diagnosis: &Diagnosis) -> Value {
        let item = |item: &Item| self.item(item);
        let cause = |cause: &Cause| {
            let findings = cause.findings.iter().map(|finding| {
                let message = words::lint(self.lang, self.names, finding);
                json!({
                    "code": finding.code, "severity": finding.severity.word(), "subject": finding.subject,
                    "facts": finding.facts, "text": message.cause,
                })
            });
            let repairs = cause.repairs.iter().map(|repair| {
                json!({
                    "items": repair.items.iter().map(item).collect::<Vec<Value>>(), "price": repair.price,
                    "scenario": repair.scenario.to_text(), "found": score(&repair.found),
                })
            });
            json!({
                "findings": findings.collect::<Vec<Value>>(), "together": cause.together,
                "limits": cause.limits.iter().map(item).collect::<Vec<Value>>(),
                "repairs": repairs.collect::<Vec<Value>>(),
                "useless": cause.useless.iter().map(item).collect::<Vec<Value>>(),
            })
        };
        json!({
            "score": { "hard": diagnosis.score.hard, "shortfall": diagnosis.score.shortfall, "cost": diagnosis.score.cost },
            "least_shortfall": diagnosis.least, "verified": diagnosis.verified,
            "causes": diagnosis.causes.iter().map(cause).collect::<Vec<Value>>(),
            "package": diagnosis.package.as_ref().map(score),
        })
    }

    pub(super) fn causes(&self, file: &ProblemFile, diagnosis: &Diagnosis, plan: Option<&PlanFile>) -> String {
        let mut text = String::new();
        if let Some(plan) = plan {
            text.push_str(&(check::headline(&judge(file, plan), self.lang) + "\n"));
        } else {
            let score = diagnosis.score;
            text.push_str(&match self.lang {
                Lang::Zh => format!("试排：硬性违规 {} · 欠缺 {} 学生·分钟\n", score.hard, score.shortfall),
                Lang::En => {
                    format!("a trial plan: hard {} · shortfall {} student-minutes\n", score.hard, score.shortfall)
                }
            });
        }
        if diagnosis.causes.is_empty() {
            let clean = diagnosis.score.hard == 0 && diagnosis.score.shortfall == 0;
            text.push_str(&if clean {
                self.say("没有欠缺，也没有开不了的社团：不需要解释\n", "nothing is owed and no club is shut: nothing to explain\n")
            } else {
                self.say(
                    "没有可证明的原因：计数和总量模型都不能说明这些欠缺必然存在，可以求解更久再看\n",
                    "no cause can be proven: neither counts nor the whole model show that this must be; solve for longer\n",
                )
            });
        } else {
            let count = diagnosis.causes.len();
            let checked = match (self.lang, diagnosis.verified) {
                (Lang::Zh, true) => "，已复核：全部解决则不再有问题，缺一不可",
                (Lang::Zh, false) => "，未能复核为最小",
                (Lang::En, true) => ", verified: together they explain everything, and none can be left out",
                (Lang::En, false) => ", not verified to be minimal",
            };
            text.push_str(&match self.lang {
                Lang::Zh => format!("原因 {count} 个{checked}\n"),
                Lang::En => format!("causes: {count}{checked}\n"),
            });
        }
        for (ix, cause) in diagnosis.causes.iter().enumerate() {
            text.push_str(&self.cause(ix + 1, cause));
        }
        if let Some(found) = &diagnosis.package {
            let score = found.score;
            text.push_str(&match self.lang {
                Lang::Zh => {
                    format!("\n各取第一项合在一起，已试排：硬性违规 {} · 欠缺 {}\n", score.hard, score.shortfall)
                }
                Lang::En => {
                    format!(
                        "\nthe first repair of each, tried together: hard {} · shortfall {}\n",
                        score.hard, score.shortfall
                    )
                }
            });
        }
        text
    }

    fn cause(&self, number: usize, cause: &Cause) -> String {
        let mut text = format!("\n{number}. ");
        match cause.together {
            Some(least) => text.push_str(&match self.lang {
                Lang::Zh => format!("单看每一项都够，合在一起不够：至少欠 {least} 学生·分钟\n"),
                Lang::En => format!("each count holds alone, together they do not: at least {least} student-minutes\n"),
            }),
            None => {
                for finding in &cause.findings {
                    let message = words::lint(self.lang, self.names, finding);
                    text.push_str(&format!("[{}] {}\n", finding.code, message.cause));
                    text.push_str("   ");
                }
                text.truncate(text.len() - 3);
            }
        }
        let line = |item: &Item| self.line(item);
        if !cause.limits.is_empty() {
            let limits: Vec<String> = cause.limits.iter().map(line).collect();
            let (head, between) = match self.lang {
                Lang::Zh => ("   限制：", "；"),
                Lang::En => ("   limits: ", "; "),
            };
            text.push_str(&format!("{head}{}\n", limits.join(between)));
        }
        for repair in &cause.repairs {
            let score = repair.found.score;
            let done = repair.items.iter().map(line).collect::<Vec<String>>();
            let done = done.join(match self.lang {
                Lang::Zh => "，并",
                Lang::En => ", and ",
            });
            text.push_str(&match self.lang {
                Lang::Zh => {
                    format!("   可行：{}（已试排：硬性违规 {} · 欠缺 {}）\n", done, score.hard, score.shortfall)
                }
                Lang::En => {
                    format!("   works: {} (tried: hard {} · shortfall {})\n", done, score.hard, score.shortfall)
                }
            });
        }
        if cause.repairs.is_empty() {
            text.push_str(&self.say("   试过的办法都不能完全解决\n", "   nothing that was tried is enough\n"));
        }
        for item in &cause.useless {
            text.push_str(&match self.lang {
                Lang::Zh => format!("   不能解决：{}\n", line(item)),
                Lang::En => format!("   does not help: {}\n", line(item)),
            });
        }
        text
    }
}
