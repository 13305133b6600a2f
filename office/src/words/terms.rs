//! Words that policies and registries name things by: papers, fields, states, categories, consequences.

use super::Lang;

#[rustfmt::skip]
const TERMS: &[(&str, &str, &str)] = &[
    // Papers of people.
    ("teacher_certificate", "教师资格证", "teacher's certificate"),
    ("professional_certificate", "职业资格证", "professional certificate"),
    ("industry_certificate", "行业证书", "industry certificate"),
    ("general_technology", "通用技术资格证", "certificate of general technology"),
    ("recognised_certificate", "权威机构认证证书", "recognised certificate"),
    ("degree", "相应专业学历", "degree in the subject"),
    ("art_expert", "专业艺术团专家或社会艺术教育专业人士", "expert of an art company"),
    ("heritage", "非遗传承人证书", "certificate of heritage"),
    ("years", "任教或从业年限", "years of experience"),
    ("entry_check", "入校查询", "check for offences"),
    ("character", "品德审查", "check of character"),
    ("health", "健康证明", "health certificate"),
    ("qualification", "教育资质审核", "check of qualification"),
    ("training", "岗前培训", "training"),
    ("employment", "劳动关系证明", "proof of employment"),
    ("credential_filed", "资质备案", "credentials filed"),
    // Papers of venues and organisations.
    ("property", "产权证明或租赁协议", "title or lease"),
    ("business_licence", "营业执照", "business licence"),
    ("sanitary_licence", "卫生许可证", "sanitary licence"),
    ("high_risk_licence", "高危许可证", "high-risk licence"),
    ("fire", "消防验收或备案", "fire approval"),
    ("environment", "环境影响评价", "environmental assessment"),
    ("area", "面积", "area"),
    ("yearly_reports", "近三年年检", "yearly inspections"),
    ("safety_plan", "安全预案", "safety plan"),
    ("coordination", "与场所的事先沟通", "arrangement with the venue"),
    ("profile", "机构简介及合作方案", "profile"),
    ("society_registration", "社会团体法人登记证书", "registration as a society"),
    ("nonprofit_registration", "民办非企业单位登记证书", "registration as a non-profit"),
    ("school_licence", "办学许可证", "school licence"),
    ("roster", "进校人员花名册及资质", "roster with credentials"),
    ("course_framework", "课程框架及实施方案", "course framework"),
    ("safety_rules", "安全管理制度", "safety rules"),
    ("no_foreign_materials", "不使用境外教材的声明", "declaration of no foreign materials"),
    ("no_promotion", "无商业推广的声明", "declaration of no promotion"),
    // Documents of children.
    ("application", "申请书", "application"),
    ("pledge", "安全责任承诺书", "pledge of safety"),
    ("contract", "服务合同或协议", "contract"),
    // Agreements and states.
    ("signed", "签订", "signature"),
    ("filed", "备案", "filing"),
    ("until", "未过期的期限", "a term not run out"),
    ("candidate", "预选单", "candidate"),
    ("reviewed", "已评审", "reviewed"),
    ("announced", "公示中", "announced"),
    ("whitelisted", "白名单", "white-listed"),
    ("exited", "已退出", "left"),
    ("blacklisted", "黑名单", "black-listed"),
    ("warning", "警告", "a warning"),
    ("rectify", "限期整改", "to mend by a date"),
    ("dismissed", "取消资格", "out"),
    // Fields.
    ("name", "课程名称", "name"),
    ("content", "服务内容", "content"),
    ("time", "服务时间", "time"),
    ("place", "场地", "place"),
    ("form", "组织形式", "form"),
    ("staff", "师资", "staff"),
    ("size", "班额", "size"),
    ("fee", "收费", "fee"),
    ("safety", "安全保障", "safety"),
    ("audience", "参加对象", "audience"),
    ("methods", "实施方法", "methods"),
    ("schedule", "课时安排", "schedule"),
    ("conditions", "实施条件", "conditions"),
    ("contracts", "劳务合同", "contracts"),
    ("equipment", "设备配置", "equipment"),
    ("lessons", "课时设置", "lessons"),
    // Categories.
    ("sports", "体育", "sport"),
    ("art", "艺术", "art"),
    ("culture", "文化", "culture"),
    ("science", "科技", "science"),
    ("labour", "劳动实践", "labour"),
    ("reading", "阅读", "reading"),
    ("academic", "学科", "school subjects"),
    ("homework", "作业", "homework"),
    ("tutoring", "辅导", "tutoring"),
    ("self-study", "自主学习", "self-study"),
    ("care", "托管", "care"),
    ("duty", "值班", "duty"),
    ("gate", "校门安保", "gate"),
    // Elements of a survey, tables, stages, needs.
    ("intro", "工作介绍", "introduction"),
    ("time_content", "时间及主要内容", "time and content"),
    ("choice", "意愿选择", "choice"),
    ("signature", "确认或签名", "signature"),
    ("date", "日期", "date"),
    ("week", "周", "week"),
    ("month", "月", "month"),
    ("term", "学期", "term"),
    ("primary_lower", "小学一、二年级", "grades 1–2"),
    ("primary_upper", "小学三至六年级", "grades 3–6"),
    ("junior", "初中", "grades 7–9"),
    ("hardship", "经济困难", "hardship"),
];

/// The word in a language; a word that the table lacks stands as it is.
pub(crate) fn word(lang: Lang, word: &str) -> String {
    let known = TERMS.iter().find(|(term, _, _)| *term == word);
    known.map_or(word, |(_, zh, en)| if lang == Lang::Zh { zh } else { en }).to_string()
}

/// Words parted by `, `, alternatives among them by `/`.
pub(super) fn list(lang: Lang, words: &str) -> String {
    let (comma, or) = match lang {
        Lang::Zh => ("、", "或"),
        Lang::En => (", ", " or "),
    };
    let one = |text: &str| text.split('/').map(|term| word(lang, term)).collect::<Vec<_>>().join(or);
    if words.is_empty() { String::new() } else { words.split(", ").map(one).collect::<Vec<_>>().join(comma) }
}
