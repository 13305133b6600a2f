//! Fictional names, put together from common surnames and given-name characters.

use super::Profile;
use super::dice::{Dice, Stream};

const SURNAMES: [&str; 60] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高",
    "罗", "郑", "梁", "谢", "宋", "唐", "许", "邓", "冯", "韩", "曹", "曾", "彭", "萧", "蔡", "潘", "田", "董", "袁",
    "于", "余", "叶", "蒋", "杜", "苏", "魏", "程", "吕", "丁", "沈", "任", "姚", "卢", "傅", "钟", "姜", "崔", "谭",
    "廖", "范", "汪",
];

const CHILD_FIRST: [&str; 40] = [
    "子", "梓", "雨", "欣", "浩", "宇", "思", "佳", "嘉", "俊", "诗", "一", "若", "语", "沐", "奕", "泽", "晨", "艺",
    "亦", "可", "心", "天", "景", "书", "睿", "依", "昕", "乐", "知", "清", "锦", "云", "安", "星", "承", "以", "明",
    "芷", "君",
];

const CHILD_SECOND: [&str; 48] = [
    "涵", "轩", "怡", "萱", "琪", "然", "妍", "宸", "航", "辰", "彤", "瑶", "悦", "桐", "博", "阳", "霖", "希", "宁",
    "洋", "琳", "岚", "诺", "熙", "远", "杰", "菲", "豪", "媛", "铭", "溪", "源", "言", "凡", "婷", "钰", "楠", "翔",
    "恩", "颖", "彬", "果", "澄", "萌", "帆", "朗", "韵", "禾",
];

const ADULT: [&str; 56] = [
    "建国", "丽华", "志强", "秀英", "海燕", "文静", "雪梅", "永刚", "晓东", "小红", "玉兰", "国庆", "春燕", "立新",
    "慧敏", "卫东", "晓燕", "俊峰", "红霞", "丹", "静", "磊", "敏", "婷婷", "倩", "涛", "鹏", "洁", "晓琳", "志远",
    "丽娟", "伟", "芳", "艳", "军", "燕", "梅", "玲", "亚男", "海波", "佩佩", "思远", "雅琴", "晓明", "宏伟", "淑贞",
    "冬梅", "爱华", "学文", "彩云", "莉莉", "振宇", "晓峰", "美玲", "家豪", "宁",
];

const PLACES: [&str; 12] =
    ["栖岚", "砚湖", "青禾", "松塘", "望榕", "柳漪", "云桥", "石楠", "鹿鸣塘", "梧里", "澄桥", "杉湾"];

/// A surname.
pub(super) fn surname(dice: &mut Dice) -> &'static str {
    // Common surnames first: the lesser of two draws.
    let (a, b) = (dice.below(SURNAMES.len()), dice.below(SURNAMES.len()));
    SURNAMES[a.min(b)]
}

/// A child's name, with the family's surname where it has one.
pub(super) fn child(dice: &mut Dice, family: Option<&str>) -> String {
    let surname = family.unwrap_or_else(|| surname(dice));
    let first = *dice.pick(&CHILD_FIRST);
    let second = *dice.pick(&CHILD_SECOND);
    if dice.chance(120) { format!("{surname}{second}") } else { format!("{surname}{first}{second}") }
}

/// A grown-up's name.
pub(super) fn adult(dice: &mut Dice) -> String {
    format!("{}{}", surname(dice), dice.pick(&ADULT))
}

/// The school's name.
pub(super) fn school(seed: u64, profile: Profile) -> String {
    let mut dice = Dice::new(seed, Stream::School);
    let kind = match profile {
        Profile::Primary => "小学",
        Profile::Nine => "九年一贯制学校",
        Profile::Junior => "初级中学",
    };
    format!("{}{kind}", dice.pick(&PLACES))
}

/// A grade as people write it: 一年级.
pub(super) fn grade(grade: usize) -> String {
    format!("{}年级", NUMERALS[grade - 1])
}

/// A range of grades: 一至二年级.
pub(super) fn grades(first: usize, last: usize) -> String {
    if first == last { grade(first) } else { format!("{}至{}年级", NUMERALS[first - 1], NUMERALS[last - 1]) }
}

/// A class's home room: 一（3）班教室.
pub(super) fn home_room(grade: usize, number: usize) -> String {
    format!("{}（{number}）班教室", NUMERALS[grade - 1])
}

const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
