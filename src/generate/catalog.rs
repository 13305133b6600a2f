//! What schools offer: clubs, open courses, skills and the rooms they ask for. Plain tables.

/// The days and lessons a club meets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meets {
    /// Both lessons of one day.
    Double,
    /// The first lessons of two days.
    Twice,
    /// One lesson a week.
    Once,
}

/// A club a school may offer.
#[derive(Debug)]
pub(super) struct ClubEntry {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    /// The skill its lead needs.
    pub(super) skill: &'static str,
    /// Whether people from outside usually lead it.
    pub(super) outside: bool,
    /// The feature its room needs; empty: an ordinary classroom.
    pub(super) feature: &'static str,
    /// Stages: `l`, `u`, `j`.
    pub(super) stages: &'static str,
    /// How popular it is.
    pub(super) weight: usize,
    pub(super) size: (u64, u64),
    pub(super) meets: Meets,
    /// Yuan a term.
    pub(super) fee: u64,
    pub(super) assistants: u64,
}

use Meets::{Double, Once, Twice};

#[rustfmt::skip]
macro_rules! club {
    ($id:literal $name:literal $cat:literal $skill:literal $out:literal $feature:literal $stages:literal
     $weight:literal $size:expr, $meets:ident $fee:literal $assistants:literal) => {
        ClubEntry { id: $id, name: $name, category: $cat, skill: $skill, outside: $out, feature: $feature,
            stages: $stages, weight: $weight, size: $size, meets: $meets, fee: $fee, assistants: $assistants }
    };
}

/// Clubs, the most widespread first: a small school offers the first few. Sizes in children, fees in yuan a term.
#[rustfmt::skip]
pub(super) const CLUBS: [ClubEntry; 46] = [
    club!("football" "足球" "sports" "football" false "field" "luj" 100 (12, 30), Double 0 0),
    club!("choir" "合唱" "art" "choir" false "music" "lu" 45 (16, 35), Double 0 0),
    club!("basketball" "篮球" "sports" "basketball" false "field" "uj" 90 (12, 28), Double 0 0),
    club!("painting" "创意绘画" "art" "painting" false "art" "lu" 65 (10, 28), Twice 0 0),
    club!("robotics" "机器人" "science" "robotics" true "maker" "uj" 95 (8, 20), Double 360 0),
    club!("dance" "民族舞" "art" "dance" true "dance" "lu" 60 (10, 24), Double 240 0),
    club!("go" "围棋" "culture" "go" true "" "lu" 50 (10, 24), Twice 200 0),
    club!("table-tennis" "乒乓球" "sports" "table-tennis" false "gym" "luj" 55 (10, 24), Double 0 0),
    club!("lego" "乐高搭建" "science" "building" true "maker" "l" 90 (8, 20), Double 300 1),
    club!("brush" "软笔书法" "culture" "calligraphy" false "calligraphy" "uj" 40 (10, 28), Twice 0 0),
    club!("badminton" "羽毛球" "sports" "badminton" false "gym" "uj" 70 (10, 20), Double 0 0),
    club!("experiments" "趣味科学实验" "science" "science" false "lab" "lu" 70 (10, 24), Once 0 0),
    club!("pottery" "少年宫陶艺" "labour" "pottery" true "youth-centre" "u" 60 (10, 28), Double 320 0),
    club!("coding" "图形化编程" "science" "coding" false "computer" "u" 75 (10, 30), Twice 0 0),
    club!("story" "绘本表演" "culture" "drama" false "" "l" 45 (10, 28), Once 0 0),
    club!("kitchen" "小小厨艺" "labour" "kitchen" false "kitchen" "lu" 75 (8, 20), Once 60 1),
    club!("museum" "博物馆小讲解员" "culture" "guide" true "museum" "uj" 40 (10, 28), Double 120 0),
    club!("rhythm" "少儿律动" "art" "dance" true "dance" "l" 45 (10, 24), Once 150 0),
    club!("host" "小主持人" "culture" "broadcast" false "" "lu" 45 (10, 24), Once 0 0),
    club!("drums" "架子鼓入门" "art" "drums" true "music" "uj" 50 (6, 16), Once 300 0),
    club!("chess" "国际象棋" "culture" "chess" true "" "uj" 35 (8, 24), Twice 200 0),
    club!("volleyball" "气排球" "sports" "volleyball" false "field" "uj" 45 (12, 28), Twice 0 0),
    club!("paper-cutting" "剪纸" "culture" "paper-cutting" false "art" "lu" 35 (8, 28), Once 0 0),
    club!("taekwondo" "跆拳道" "sports" "taekwondo" true "gym" "lu" 65 (10, 26), Double 260 0),
    club!("garden" "校园种植" "labour" "garden" false "" "lu" 35 (8, 28), Once 0 0),
    club!("models" "航模与车模" "science" "models" false "maker" "uj" 55 (8, 20), Double 120 0),
    club!("clay" "超轻黏土" "art" "clay" false "art" "l" 70 (8, 28), Once 40 0),
    club!("athletics" "田径" "sports" "athletics" false "field" "uj" 35 (10, 30), Twice 0 0),
    club!("drama" "课本剧" "culture" "drama" false "" "uj" 35 (10, 28), Double 0 0),
    club!("martial-arts" "武术" "sports" "martial-arts" true "gym" "lu" 50 (12, 30), Twice 180 0),
    club!("python" "编程进阶" "science" "coding" false "computer" "j" 60 (8, 30), Twice 0 0),
    club!("skating" "轮滑" "sports" "skating" true "field" "lu" 60 (8, 20), Once 240 1),
    club!("winds" "管乐团" "art" "winds" true "music" "u" 30 (12, 30), Double 360 0),
    club!("sewing" "布艺与缝纫" "labour" "sewing" false "kitchen" "uj" 30 (8, 20), Once 40 0),
    club!("debate" "辩论" "culture" "debate" false "" "j" 35 (8, 24), Once 0 0),
    club!("english-drama" "英语戏剧" "culture" "english" false "" "uj" 40 (10, 28), Twice 0 0),
    club!("astronomy" "天文观测" "science" "science" false "lab" "uj" 40 (8, 24), Once 0 0),
    club!("guitar" "尤克里里" "art" "guitar" true "" "uj" 50 (8, 20), Once 220 0),
    club!("photography" "摄影与短片" "art" "photography" false "computer" "uj" 40 (8, 24), Once 0 0),
    club!("woodwork" "木工" "labour" "woodwork" false "maker" "uj" 45 (6, 16), Double 80 1),
    club!("opera" "戏曲进校园" "art" "opera" true "music" "lu" 20 (8, 26), Once 0 0),
    club!("mind-maps" "思维游戏" "science" "mathematics" false "" "lu" 40 (10, 30), Once 0 0),
    club!("seal" "篆刻" "culture" "calligraphy" false "calligraphy" "uj" 20 (6, 20), Once 20 0),
    club!("gymnastics" "啦啦操" "sports" "gymnastics" false "dance" "uj" 35 (10, 26), Twice 0 0),
    club!("chemistry" "化学与生活" "science" "chemistry" false "lab" "j" 45 (8, 24), Once 0 0),
    club!("roots" "乡土寻访" "culture" "history" false "" "uj" 25 (8, 28), Once 0 0),
];

/// An open course: any child of its grades may take it.
#[derive(Debug)]
pub(super) struct OpenEntry {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    /// Counts towards the special share.
    pub(super) special: bool,
    /// Empty: anyone leads it.
    pub(super) skill: &'static str,
    /// Empty: an ordinary classroom.
    pub(super) feature: &'static str,
    pub(super) stages: &'static str,
    /// Sections of it one child may hold.
    pub(super) per_student: u64,
    /// Days it is offered on, from Monday, as bits.
    pub(super) days: u8,
}

#[rustfmt::skip]
macro_rules! open {
    ($id:literal $name:literal $cat:literal $special:literal $skill:literal $feature:literal $stages:literal
     $per_student:literal $days:literal) => {
        OpenEntry { id: $id, name: $name, category: $cat, special: $special, skill: $skill, feature: $feature,
            stages: $stages, per_student: $per_student, days: $days }
    };
}

/// Open courses. Those that anyone may lead in a classroom on every day carry the special share of a whole school.
#[rustfmt::skip]
pub(super) const OPENS: [OpenEntry; 17] = [
    open!("picture-books" "绘本阅读" "reading" true "" "" "l" 3 0b11111),
    open!("crafts" "创意手工" "art" true "" "" "l" 2 0b11111),
    open!("rope" "花样跳绳" "sports" true "" "field" "l" 2 0b11111),
    open!("housework" "生活劳动" "labour" true "" "" "l" 1 0b10101),
    open!("pencil" "硬笔书法" "culture" true "calligraphy" "" "lu" 1 0b01010),
    open!("games" "传统游戏" "sports" true "" "field" "l" 1 0b01010),
    open!("reading" "整本书阅读" "reading" true "" "" "u" 3 0b11111),
    open!("labour" "劳动实践" "labour" true "" "" "u" 2 0b11111),
    open!("fitness" "体能锻炼" "sports" true "" "field" "u" 2 0b11111),
    open!("board-games" "益智棋类" "culture" true "" "" "u" 1 0b10110),
    open!("heroes" "红色故事会" "culture" true "" "" "u" 1 0b01001),
    open!("reading-room" "名著阅读" "reading" true "" "" "j" 3 0b11111),
    open!("exercise" "体育锻炼" "sports" true "" "field" "j" 2 0b11111),
    open!("inner-life" "心理与生涯" "culture" true "" "" "j" 1 0b00110),
    open!("films" "影视赏析" "art" true "" "" "uj" 1 0b10001),
    open!("self-study" "自主学习" "self-study" false "" "" "uj" 2 0b11011),
    open!("tutoring" "学业辅导" "tutoring" false "tutoring" "" "luj" 2 0b01111),
];

/// A special room: its feature, name, places at once and seats of a section.
pub(super) const SPECIAL_ROOMS: [(&str, &str, u64, u64); 11] = [
    ("field", "操场", 4, 45),
    ("gym", "体育馆", 3, 40),
    ("music", "音乐教室", 1, 40),
    ("art", "美术教室", 1, 36),
    ("dance", "舞蹈房", 1, 30),
    ("maker", "创客空间", 1, 24),
    ("lab", "科学实验室", 1, 32),
    ("computer", "计算机教室", 1, 45),
    ("calligraphy", "书法教室", 1, 36),
    ("kitchen", "生活劳动教室", 1, 24),
    ("library", "图书馆", 2, 45),
];

/// Venues outside the school: feature, name, minutes one way, children an adult may escort.
pub(super) const VENUES: [(&str, &str, u64, u64); 2] =
    [("youth-centre", "区青少年活动中心", 12, 15), ("museum", "区博物馆", 15, 12)];
