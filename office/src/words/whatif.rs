//! What the program says when it compares: headings of tables, key figures and verdicts, key → Chinese, English.

use super::Lang;

type Labels = &'static [(&'static str, (&'static str, &'static str))];

#[rustfmt::skip]
const LABELS: Labels = &[
    ("title", ("假设对比", "What if")),
    ("base", ("现状", "as it is")),
    ("scores", ("总分", "Scores")),
    ("scores.note", (
        "每个场景都从同一方案出发，求解同样久。真正的最优在“下界”与“代价”之间；两个场景的差别小于这个差距时，结论为“不明”。",
        "Each scenario was solved from the same plan for the same time. The best lies between bound and cost; a difference smaller than that gap is called unclear.",
    )),
    ("figures", ("关键指标", "Key figures")),
    ("figures.note", ("比例为 满足数/总数。负荷只算有应担时长的教师。", "Shares are had/asked. Loads are those of teachers with a target.")),
    ("rules", ("各规则得分", "Points by rule")),
    ("rules.note", ("列号为场景序号，0 为现状；空白为 0。", "Columns are numbers of scenarios, 0 is the school as it is; blank is 0.")),
    ("changes", ("受影响的家庭与教师", "Families and teachers who would change")),
    ("changes.note", (
        "与出发方案相比，课程或时间有变化的；家庭没有家庭编号时以学生编号代替。全部名单见 JSON 与工作簿。",
        "Those whose courses or times differ from the plan at the start; a child's id stands for a family without one. Whole lists are in the JSON and the workbook.",
    )),
    ("marginals", ("多一点值多少", "What one more would be worth")),
    ("marginals.note", (
        "节省为正即更好。估计来自影子价格（容量多一点时下界降多少），以从出发方案短时求解用得上的为限；核实来自求解，与现状用同样时间所得相比；都不是证明。",
        "Savings above 0 are better. Estimates are by prices, what the bound falls by, as far as a short solve from the plan makes use of it. Those verified were solved for, against the school as it is solved alike. Neither is a proof.",
    )),
    ("frontier", ("还能多收多少学生", "How many more children")),
    ("frontier.note", (
        "人人有座、各项占比达标。“能收”有实际方案；“收不下”有证明；两者相差 1 即为准确边界，否则其间“未定”：既没有方案也没有证明。“各年级”指每个年级各增这么多人。",
        "With a seat for everyone and every quota kept. What can be taken has a plan, what cannot has a proof; one apart, the frontier is exact. What is open has neither. Every grade: so many in each.",
    )),
    ("number", ("序号", "no.")),
    ("scenario", ("场景", "scenario")),
    ("hard", ("硬性违规", "hard")),
    ("shortfall", ("欠缺", "shortfall")),
    ("cost", ("代价", "cost")),
    ("bound_shortfall", ("欠缺下界", "bound of shortfall")),
    ("bound_cost", ("代价下界", "bound of cost")),
    ("gap", ("差距", "gap")),
    ("verdict", ("结论", "verdict")),
    ("students", ("学生", "children")),
    ("first_wish", ("第一志愿", "first wish")),
    ("top_three", ("前三志愿", "top three")),
    ("coverage", ("愿留尽留", "coverage")),
    ("primary_lower", ("特色·小学低段", "special, grades 1–2")),
    ("primary_upper", ("特色·小学高段", "special, grades 3–6")),
    ("junior", ("特色·初中", "special, grades 7–9")),
    ("load_least", ("负荷最少", "least load")),
    ("load_mean", ("负荷平均", "mean load")),
    ("load_most", ("负荷最多", "greatest load")),
    ("sections", ("开班", "sections")),
    ("rooms", ("用房", "rooms")),
    ("money", ("费用（元）", "money (yuan)")),
    ("wave_peak", ("最挤一批", "largest wave")),
    ("families", ("家庭", "families")),
    ("teachers", ("教师", "teachers")),
    ("who", ("谁", "who")),
    ("which", ("编号", "id")),
    ("rule", ("规则", "rule")),
    ("rank", ("名次", "rank")),
    ("more", ("多什么", "one more of")),
    ("estimate_shortfall", ("估计省欠缺", "shortfall saved, estimate")),
    ("estimate_cost", ("估计省代价", "cost saved, estimate")),
    ("value_shortfall", ("核实省欠缺", "shortfall saved, verified")),
    ("value_cost", ("核实省代价", "cost saved, verified")),
    ("grade", ("年级", "grade")),
    ("every_grade", ("各年级", "every grade")),
    ("most", ("能收", "can take")),
    ("least_not", ("收不下", "cannot take")),
    ("exact", ("准确", "exact")),
    ("yes", ("是", "yes")),
    ("open", ("未定：{}", "open: {}")),
    ("open_end", ("未定：{} 起", "open: {} and more")),
    ("binds", ("先卡在哪里", "what binds first")),
    ("together", ("合在一起才不够，至少欠 {} 学生·分钟", "only all together fall short, by at least {} student-minutes")),
    ("verdict.base", ("—", "—")),
    ("verdict.better", ("更好（已证明）", "better (proven)")),
    ("verdict.worse", ("更差（已证明）", "worse (proven)")),
    ("verdict.unclear", ("不明", "unclear")),
    ("verdict.incomparable", ("评判口径不同，看指标", "judged otherwise: see the figures")),
    ("plot.cost", ("代价：下界到已找到（竖线为现状）", "Cost: from bound to found (line: as it is)")),
    ("plot.wishes", ("第一志愿满足率（%）", "Children with their first wish (%)")),
    ("plot.marginals", ("多一点可省的代价（核实，否则估计）", "Cost saved by one more (verified, else estimated)")),
    ("plot.frontier", ("还能多收的学生", "More children that can be taken")),
];

/// A label by its key.
pub(super) fn label(lang: Lang, key: &str) -> &'static str {
    let entry = LABELS.iter().find(|(entry, _)| *entry == key);
    entry.map_or("", |(_, (zh, en))| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    })
}
