//! The one declaration of every sheet and column.

use super::rule_items::RULE_COLUMNS;
use super::tables::{Column, Kind, Layout, Table, TableId};
use super::vocabulary::{COURSE_KINDS, DAYS, EXEMPTIONS, PERIOD_KINDS, STAGES, TEACHER_KINDS};

const fn col(field: &'static str, header: &'static str, also: &'static [&'static str], kind: Kind) -> Column {
    Column::new(field, header, also, kind)
}

const fn table(id: TableId, name: &'static str, also: &'static [&'static str], list: &'static str) -> Table {
    Table { id, name, also, list, layout: Layout::Records, required: false, needs_rows: false, columns: &[], about: "" }
}

/// What a sample row's first cell begins with; such rows are not read.
pub const SAMPLE: &str = "示例";

/// The class cell of a 班级 row that declares a grade without a class.
pub const NO_CLASS: &str = "—";

/// How many wishes the template offers.
pub const TEMPLATE_WISHES: usize = 8;

/// The greatest rank of a wish column.
pub const MOST_WISHES: usize = 20;

/// The name of the sheet that explains the others.
pub const GUIDE: &str = "填写说明";

/// The column, and the sheet, that an annotated copy adds.
pub const ADDED: &str = "错误信息";

/// Columns that carry remarks for people: read over without a word.
pub const REMARKS: &[&str] = &["备注", "说明", "序号", "no", "remark", "remarks", "note", ADDED];

/// Every sheet, in the order of the tabs.
pub const TABLES: &[Table] = &[
    Table {
        layout: Layout::Items,
        columns: TERM,
        about: "学期的起止和循环。放假日只影响校历和报表。",
        ..table(TableId::Term, "学期", &["学校", "term"], "")
    },
    Table {
        required: true,
        needs_rows: true,
        columns: PERIODS,
        about: "一个循环里每一节课后服务占一行。学生表的参加列、课程表的开课时段都用这里的时段编号。",
        ..table(TableId::Periods, "时段", &["时间", "节次", "作息", "periods"], "periods")
    },
    Table {
        required: true,
        needs_rows: true,
        columns: CLASSES,
        about: "每个行政班一行。同一年级的学段、校门要一致，也可以只在第一行填。",
        ..table(TableId::Classes, "班级", &["行政班", "classes"], "classes")
    },
    Table {
        required: true,
        needs_rows: true,
        columns: STUDENTS,
        about: "每名参加课后服务的学生一行。右边每个时段一列，留校的打 √，不留的空着。",
        ..table(TableId::Students, "学生", &["花名册", "学生花名册", "students"], "students")
    },
    Table {
        columns: WISHES,
        about: "每名学生一行，志愿1 最想上。课程填编号或名称。没有志愿的学生可以不列。",
        ..table(TableId::Wishes, "志愿", &["选课", "报名", "学生志愿", "选课志愿", "wishes"], "")
    },
    Table {
        required: true,
        needs_rows: true,
        columns: COURSES,
        about: "社团、开放课、托管和岗位各一行。编号可以空着，空着就用名称当编号。",
        ..table(TableId::Courses, "课程", &["社团", "社团课程", "课程目录", "courses"], "courses")
    },
    Table {
        required: true,
        columns: TEACHERS,
        about: "校内、校外教师每人一行。编号可以空着，空着就用姓名当编号（有重名时必须填）。",
        ..table(TableId::Teachers, "教师", &["老师", "教职工", "teachers"], "teachers")
    },
    Table {
        required: true,
        columns: ROOMS,
        about: "教室、操场、功能室和校外场地各一行。校外场地填单程分钟。",
        ..table(TableId::Rooms, "场地", &["教室", "场所", "rooms"], "rooms")
    },
    Table {
        columns: GATES,
        about: "放学走的校门。不分校门的学校留空。",
        ..table(TableId::Gates, "校门", &["放学校门", "gates"], "gates")
    },
    Table {
        columns: PINS,
        about: "必须照办的安排，三种写法任选：定一个班（填开班编号），定一名学生上（或不上）某课，定一位教师带（或不带）某课。",
        ..table(TableId::Pins, "锁定", &["固定", "指定", "pins"], "pins")
    },
    Table {
        columns: RULE_COLUMNS,
        about: "先在“政策”一行选政策，再写要改的项目；没写的照政策。",
        ..table(TableId::Rules, "规则", &["政策", "参数", "rules", "policy"], "")
    },
];

/// The declaration of one sheet.
pub fn table_of(id: TableId) -> &'static Table {
    let id = if id == TableId::Grades { TableId::Classes } else { id };
    TABLES.iter().find(|table| table.id == id).unwrap_or(&TABLES[0])
}

const TERM: &[Column] = &[
    col("name", "学校名称", &["学校", "名称"], Kind::Text).note("报表的标题。"),
    col("term.start", "开学日期", &["开始日期", "第一天"], Kind::Date).note("写成 2026-09-07。"),
    col("term.weeks", "周数", &["教学周数", "学期周数"], Kind::Count).note("学期一共几周。"),
    col("term.cycle_weeks", "循环周数", &["周期", "单双周"], Kind::Count)
        .note("每周都一样填 1，分单双周填 2。")
        .sample("1"),
    col("term.holidays", "放假日", &["节假日", "放假日期"], Kind::Dates).note("几个日期之间用、隔开。"),
    col("@version", "模板版本", &["版本"], Kind::Text).note("不用改。").sample("paipian/1"),
];

const PERIODS: &[Column] = &[
    col("id", "时段编号", &["时段", "编号"], Kind::Id).required().note("自己起，如 周一1。").sample("示例周一1"),
    col("week", "周次", &["第几周"], Kind::Count).note("分单双周时填 1 或 2，否则空着。").sample("1"),
    col("day", "星期", &["周几"], Kind::Word(DAYS)).required().note("从下拉框选。").sample("周一"),
    col("start", "开始", &["开始时间", "上课时间"], Kind::Clock)
        .required()
        .note("24 小时制，如 15:40。")
        .sample("15:40"),
    col("end", "结束", &["结束时间", "下课时间"], Kind::Clock).required().note("晚于开始。").sample("16:20"),
    col("kind", "类型", &["时段类型"], Kind::Word(PERIOD_KINDS)).required().note("从下拉框选。").sample("课后"),
];

const CLASSES: &[Column] = &[
    col("id", "班级", &["行政班", "班级编号", "班级名称", "班号", "编号"], Kind::Id)
        .required()
        .note("如 三年级2班。不要写成 3-2，表格软件会把它变成日期。年级没有班时填 —。")
        .sample("示例一年级1班"),
    col("grade", "年级", &["所属年级"], Kind::Id).required().note("如 一年级。").sample("一年级"),
    col("@stage", "学段", &[], Kind::Word(STAGES)).note("年级写成一年级…九年级时可以空着。").sample("小学低段"),
    col("@gate", "校门", &["放学校门"], Kind::Id)
        .to(TableId::Gates)
        .note("这个年级走哪个门；不分校门就空着。")
        .sample("东门"),
    col("home", "本班教室", &["教室", "教室编号"], Kind::Id)
        .to(TableId::Rooms)
        .note("场地表里的编号或名称。")
        .sample("一1教室"),
];

const STUDENTS: &[Column] = &[
    col("id", "学号", &["学籍号", "编号", "学生编号", "学生学号"], Kind::Id)
        .required()
        .note("不重复。这一列是文本格式，长编号不会变成 4.4E+17。")
        .sample("示例2026001"),
    col("name", "姓名", &["学生姓名", "名字"], Kind::Text).note("给人看。").sample("王小明"),
    col("class", "班级", &["行政班", "所在班级"], Kind::Id)
        .required()
        .to(TableId::Classes)
        .note("从下拉框选。")
        .sample("一年级1班"),
    col("want", "想上几门", &["门数", "社团门数"], Kind::Count).note("想上几门社团；空着照政策。").sample("2"),
    col("needs", "需要", &["需求", "特殊需要"], Kind::List)
        .note("如 作业辅导；和规则表“保底时长”的需要对应。")
        .sample("作业辅导"),
    col("family", "家庭", &["家庭编号", "兄弟姐妹"], Kind::Id)
        .note("兄弟姐妹填同一个编号，放学时排在一起。")
        .sample("F007"),
    col("exempt", "免除", &["豁免"], Kind::Words(EXEMPTIONS))
        .note("哪些规则不约束这名学生：愿留尽留、特色占比、保底时长、放学批次。"),
    col("attends", "参加时段", &["时段", "留校时段"], Kind::PeriodList)
        .to(TableId::Periods)
        .not_offered()
        .note("也可以不用打勾的列，在这一列写：周一1、周三、全部、每天第1节、不参加。"),
];

const WISHES: &[Column] = &[
    col("student", "学号", &["学生", "学籍号", "学生编号", "学生学号", "编号"], Kind::Id)
        .required()
        .to(TableId::Students)
        .note("学生表里的学号。")
        .sample("示例2026001"),
    col("@name", "姓名", &["学生姓名", "名字", "name"], Kind::Text).note("给人看，不读。").sample("王小明"),
    col("@class", "班级", &["行政班", "class"], Kind::Text).not_offered(),
    col("@rank", "志愿序号", &["志愿顺序", "顺序", "第几志愿"], Kind::Count)
        .not_offered()
        .note("也可以一个志愿一行：学号、志愿序号、课程三列。"),
    col("@course", "课程", &["课程编号", "课程名称", "社团"], Kind::Id).to(TableId::Courses).not_offered(),
];

const COURSES: &[Column] = &[
    col("id", "课程编号", &["编号", "课程代码"], Kind::Id).note("空着就用名称。").sample("示例zq"),
    col("name", "课程名称", &["名称", "课程"], Kind::Text).note("给人看。").sample("足球"),
    col("kind", "类型", &["课程类型"], Kind::Word(COURSE_KINDS))
        .required()
        .note("社团：按志愿进；开放课：年级内任何人；托管：兜底，一次一节；岗位：只排教师。")
        .sample("社团"),
    col("category", "类别", &["课程类别"], Kind::Id).note("体育、艺术、作业辅导……").sample("体育"),
    col("special", "特色", &["特色课程", "是否特色"], Kind::Yes).note("是：计入特色占比。").sample("是"),
    col("grades", "年级", &["适用年级", "面向年级"], Kind::GradeList)
        .to(TableId::Grades)
        .note("几个年级用、隔开；写学段代表它的各年级；空着是全校。")
        .sample("三年级、四年级"),
    col("patterns", "开课时段", &["上课时段", "时段", "上课时间"], Kind::Patterns)
        .required()
        .to(TableId::Periods)
        .note("一个班一周要上的几节用 + 连起来，可选的几种安排用 | 隔开。全部：每个时段都可以单独开；托管和岗位还可写 周三。")
        .sample("周一1+周一2 | 周三1+周三2"),
    col("min_size", "最少人数", &["开班人数", "最低人数", "下限"], Kind::Count).note("空着是 1。").sample("12"),
    col("max_size", "最多人数", &["班额", "人数上限", "上限"], Kind::Count).note("空着只受场地限制。").sample("30"),
    col("max_sections", "最多班数", &["最多开班数", "班数上限"], Kind::Count).note("空着不限。").sample("3"),
    col("max_parallel", "同时最多班数", &["同时开班", "并行上限"], Kind::Count).note("同一时段最多开几个班；空着不限。").sample("2"),
    col("max_per_student", "每人最多班数", &[], Kind::Count).note("只对开放课有用；空着是 1。").sample("1"),
    col("skill", "技能要求", &["技能", "师资要求"], Kind::Skill).note("主讲要会什么；托管空着就是“托管”；谁都行填 无。").sample("足球"),
    col("leads", "指定教师", &["主讲", "任课教师", "授课教师"], Kind::Refs)
        .to(TableId::Teachers)
        .note("只能由这些人主讲；空着不限。")
        .sample("李老师"),
    col("rooms", "指定场地", &["场地", "上课地点"], Kind::Refs).to(TableId::Rooms).note("只能用这些场地；空着不限。").sample("操场"),
    col("features", "场地要求", &["设施要求"], Kind::List).note("场地表“设施”里要有的。").sample("草坪"),
    col("assistants", "助教人数", &["助教"], Kind::Count).note("空着是 0。").sample("0"),
    col("min_minutes", "校外最短分钟", &["校外时长"], Kind::Count).note("在校外场地至少待多久，路上不算。").sample("0"),
    col("fill", "岗位数", &["每时段岗位数"], Kind::Count).note("只对岗位有用：每个时段要几个人。").sample("0"),
    col("fee", "费用（元/学期）", &["收费", "学费"], Kind::Money).note("单位元。").sample("0"),
];

const TEACHERS: &[Column] = &[
    col("id", "教师编号", &["编号", "工号", "教工号"], Kind::Id).note("空着就用姓名。").sample("示例T01"),
    col("name", "姓名", &["教师姓名", "教师", "名字"], Kind::Text).note("给人看。").sample("李老师"),
    col("kind", "身份", &["类型", "教师类型", "来源"], Kind::Word(TEACHER_KINDS))
        .required()
        .note("从下拉框选。")
        .sample("校内教师"),
    col("skills", "可教", &["技能", "专长", "能教"], Kind::Skills).note("如 足球、托管。").sample("足球、托管"),
    col("unavailable", "不可排", &["不能排", "不可用时段"], Kind::PeriodList)
        .to(TableId::Periods)
        .note("绝对不能排的时段；写 周五 代表周五的各节。")
        .sample("周五"),
    col("avoid", "尽量不排", &["希望不排", "回避时段"], Kind::PeriodList)
        .to(TableId::Periods)
        .note("尽量不排的时段。")
        .sample("周三2"),
    col("max_minutes", "每循环最多分钟", &["最多分钟", "每周最多分钟", "周上限分钟"], Kind::Count)
        .note("空着不限。")
        .sample("400"),
    col("max_minutes_day", "每天最多分钟", &["日上限分钟"], Kind::Count).note("空着不限。").sample("120"),
    col("target_minutes", "应排分钟", &["目标分钟", "工作量"], Kind::Count)
        .note("公平的一份；空着不比较。")
        .sample("240"),
    col("pay", "课时费（元/小时）", &["报酬", "补贴"], Kind::Money).note("单位元，按 60 分钟。").sample("60"),
    col("cleared", "可上岗", &["已审核", "白名单"], Kind::Yes).note("审核没过填 否；空着是 是。").sample("是"),
];

const ROOMS: &[Column] = &[
    col("id", "场地编号", &["编号", "教室编号"], Kind::Id).note("空着就用名称。").sample("示例cc"),
    col("name", "场地名称", &["名称", "场地", "教室"], Kind::Text).note("给人看。").sample("操场"),
    col("capacity", "容量", &["容纳人数", "座位", "人数"], Kind::Count)
        .required()
        .note("一个班最多坐多少学生。")
        .sample("60"),
    col("features", "设施", &["设备", "特点"], Kind::List).note("如 草坪、钢琴；和课程的场地要求对应。").sample("草坪"),
    col("closed", "停用时段", &["不可用", "关闭时段"], Kind::PeriodList)
        .to(TableId::Periods)
        .note("写 周五 代表周五的各节。")
        .sample("周五2"),
    col("parallel", "同时班数", &["可同时上课班数"], Kind::Count).note("同时能放几个班；空着是 1。").sample("3"),
    col("cost", "使用费（元/小时）", &["租金", "场地费"], Kind::Money).note("单位元，按 60 分钟。").sample("0"),
    col("cleared", "可使用", &["已验收", "可用"], Kind::Yes).note("没验收填 否；空着是 是。").sample("是"),
    col("offsite.travel", "校外单程分钟", &["单程分钟", "路程分钟"], Kind::Count).note("校外场地才填。"),
    col("offsite.escort_per", "每人护送学生数", &["护送人数", "护送比"], Kind::Count)
        .note("一名教师最多带几名学生走路。"),
];

const GATES: &[Column] = &[
    col("id", "校门", &["校门编号", "编号", "名称"], Kind::Id).required().note("如 东门。").sample("示例东门"),
    col("per_wave", "每批人数", &["每批上限", "容量", "人数"], Kind::Count)
        .required()
        .note("一批最多放多少学生。")
        .sample("200"),
];

const PINS: &[Column] = &[
    col("section", "开班编号", &["班编号", "开班"], Kind::Id).note("定一个班：这个班一定开。").sample("示例足球#1"),
    col("student", "学生", &["学号"], Kind::Id).to(TableId::Students).note("定一名学生：学号。"),
    col("teacher", "教师", &["教师编号"], Kind::Id).to(TableId::Teachers).note("定一位教师：编号或姓名。"),
    col("course", "课程", &["课程编号", "课程名称"], Kind::Id).to(TableId::Courses).note("编号或名称。").sample("足球"),
    col("never", "不要", &["禁止"], Kind::Yes).note("填 是：这名学生（教师）一定不上（不带）这门课。"),
    col("pattern", "上课时段", &["时段"], Kind::PeriodList)
        .to(TableId::Periods)
        .note("定班时可填，如 周一1+周一2。")
        .sample("周一1+周一2"),
    col("room", "场地", &["教室"], Kind::Id).to(TableId::Rooms).note("定班时可填。").sample("操场"),
    col("lead", "主讲", &["主讲教师"], Kind::Id).to(TableId::Teachers).note("定班时可填。").sample("李老师"),
];
