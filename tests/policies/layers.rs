//! Policy files: layers with reasons, and every fault at its line and column.

use super::school::school;
use paipian::compliance::Status;
use paipian::policy::{Regulation, diff, shipped};

fn parse(text: &str) -> Result<Regulation, Vec<String>> {
    Regulation::parse(text, &shipped)
        .map_err(|errors| errors.iter().map(|e| format!("{} {} {}", e.code, e.place, e.value)).collect())
}

const LAYER: &str = r#"name = "linjiang"
title = "临江小学课后服务规定"
layer = "school"
extends = "nanchang"

[[override]]
id = "Q5"
value = 30
unit = "people"
reason = "教室小"

[[override]]
id = "V4"
applies = false
reason = "本学期没有校外资源"

[[rule]]
id = "X1"
title = "教师子女"
value = true
unit = "flag"
scope = "student"
class = "R"
clause = "校规 3"
quote = "教师子女不优先"
"#;

#[test]
fn a_layer_overrides_rule_by_rule_with_its_reason() {
    let layered = parse(LAYER).expect("a layer");
    assert_eq!((layered.name.as_str(), layered.layers.len()), ("linjiang", 1));
    assert_eq!(layered.problem_policy().special_cap, Some(30));
    assert_eq!(layered.problem_policy().special_share["primary_lower"], 60);
    let rule = layered.rule("Q5").expect("a rule");
    assert_eq!((rule.overrides[0].was.as_integer(), rule.overrides[0].reason.as_str()), (Some(35), "教室小"));
    assert!(layered.rule("V4").is_none());
    let base = shipped("nanchang").expect("shipped");
    let differing: Vec<&str> = diff(&base, &layered).iter().filter_map(|(a, b)| Some(b.or(*a)?.id.as_str())).collect();
    assert_eq!(differing, ["Q5", "V4", "X1"]);
}

#[test]
fn a_layer_reaches_the_report() {
    let layered = parse(LAYER).expect("a layer");
    let report = school(31).under_regulation(&layered);
    let size = report.line("Q5").expect("a line");
    assert_eq!((size.status, size.rule.overrides.len()), (Status::NotMet, 1));
    // The problem says nothing of the cap that the layer sets: the plan was made without it.
    assert!(size.notes.iter().any(|note| note.code == "plan_differs"), "{:?}", size.notes);
    assert_eq!(report.line("V4").expect("a line").status, Status::NotApplicable);
    assert_eq!(report.line("X1").expect("a line").status, Status::NeedsPerson);
}

#[test]
fn layers_lie_on_layers() {
    let district = parse(&LAYER.replace("\"school\"", "\"district\"")).expect("a district's");
    let base = |name: &str| if name == "district.toml" { Some(district.clone()) } else { shipped(name) };
    let text = "name = \"top\"\ntitle = \"本校\"\nlayer = \"school\"\nextends = \"district.toml\"\n\
        [[override]]\nid = \"Q5\"\nvalue = 28\nreason = \"更小\"\n";
    let top = Regulation::parse(text, &base).expect("a layer");
    let rule = top.rule("Q5").expect("a rule");
    let was: Vec<_> = rule.overrides.iter().map(|o| (o.layer.as_str(), o.was.as_integer())).collect();
    assert_eq!(was, [("district", Some(35)), ("school", Some(30))]);
    assert_eq!(top.problem_policy().special_cap, Some(28));
}

#[test]
fn faults_have_their_line_and_column() {
    let faults: [(&str, &str, &str); 12] = [
        ("reason = \"教室小\"", "raeson = \"教室小\"", "E202 10:1 raeson"),
        ("reason = \"教室小\"\n", "", "E203 6:1 reason"),
        ("value = 30", "value = \"30\"", "E204 8:9 \"30\""),
        ("value = 30", "value = 0", "E204 8:9 0"),
        ("unit = \"people\"", "unit = \"minutes\"", "E207 9:8 minutes"),
        ("id = \"Q5\"", "id = \"F2\"", "E210 7:6 F2"),
        ("extends = \"nanchang\"", "extends = \"nanchnag\"", "E208 4:11 nanchnag"),
        ("layer = \"school\"", "layer = \"town\"", "E102 3:9 town"),
        ("id = \"X1\"", "id = \"Q99\"", "E205 18:6 Q99"),
        ("id = \"X1\"", "id = \"S3\"", "E209 18:6 S3"),
        ("class = \"R\"", "class = \"Z\"", "E102 23:9 Z"),
        ("id = \"V4\"", "id = \"Q5\"", "E104 13:6 Q5"),
    ];
    for (from, to, fault) in faults {
        let text = LAYER.replacen(from, to, 1);
        assert_ne!(text, LAYER, "{from}");
        let told = parse(&text).expect_err(fault);
        assert!(told.contains(&fault.to_string()), "{fault}: {told:?}");
    }
    // What lies below is named, not the layer itself.
    let text = LAYER.replacen("id = \"Q5\"", "id = \"F2\"", 1);
    assert_eq!(Regulation::parse(&text, &shipped).expect_err("no such rule")[0].facts, ["nanchang"]);
}

#[test]
fn all_faults_are_told_at_once_and_in_order() {
    let text =
        LAYER.replace("value = 30", "value = -1").replace("class = \"R\"", "class = \"Z\"").replace("school\"", "x\"");
    let codes: Vec<String> = parse(&text).expect_err("three").iter().map(|e| e[..4].to_string()).collect();
    assert_eq!(codes, ["E102", "E102"]);
    let whole = "name = 'x'\ntitle = 'x'\ndocument = 'x'\n[[rule]]\nid = 'T4'\ntitle = 'x'\n\
        value = { from = '05-01', to = '31-10', summer = '18:00', winter = '5pm', extra = 1 }\nunit = 'clock'\n\
        scope = 'x'\nclass = 'H'\nclause = '1'\nquote = 'x'\n";
    let told = parse(whole).expect_err("three");
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|fault| fault.contains(" 7:")), "{told:?}");
    assert_eq!(parse("name = \"x").expect_err("no toml").len(), 1);
    assert_eq!(
        parse("name = 'x'\ntitle = 'x'\ndocument='x'\nvalid = { until = 'soon' }").expect_err("no date"),
        ["E131 4:19 soon"]
    );
}

fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models/policies").join(name);
    std::fs::read_to_string(path).expect("a policy")
}

/// A misspelt word would open a gate, or bind everyone, and nobody would see it.
#[test]
fn words_that_the_program_acts_on_are_known_words() {
    let faults: [(&str, &str, &str, &str, &str); 9] = [
        ("nanchang.toml", "\"whitelisted\", \"filed\"", "\"whitelist\", \"filed\"", "E102", "whitelist"),
        ("tianning.toml", "[\"signed\", \"filed\"]", "[\"signed\", \"field\"]", "E102", "field"),
        ("tianjin.toml", "stages = [\"junior\"]", "stages = [\"juniors\"]", "E102", "juniors"),
        ("nanchang.toml", "need = \"tutoring\"", "needs = \"tutoring\"", "E202", "needs"),
        ("nanchang.toml", "need = \"tutoring\"", "stage = \"primary\"", "E102", "primary"),
        ("nanchang.toml", ", min = 60", "", "E203", "min"),
        ("nanchang.toml", "min = 60", "min = \"60\"", "E204", "\"60\""),
        ("nanchang.toml", "special_share.junior", "special_share.middle", "E206", "special_share.middle"),
        ("tianjin.toml", "weights.none_of_top", "weights.none_of_it", "E206", "weights.none_of_it"),
    ];
    for (name, from, to, code, value) in faults {
        let whole = file(name);
        let at = whole.find(from).unwrap_or_else(|| panic!("{name}: {from}"));
        let line = whole[..at].lines().count().max(1);
        let told = parse(&whole.replacen(from, to, 1)).expect_err(to);
        assert_eq!(told.len(), 1, "{told:?}");
        let place = format!("{code} {line}:");
        assert!(told[0].starts_with(&place) && told[0].ends_with(&format!(" {value}")), "{place} {value}: {told:?}");
    }
    // The same through a layer.
    let told =
        parse(&LAYER.replace("id = \"V4\"\napplies = false", "id = \"V4\"\nvalue = [\"white\"]")).expect_err("a word");
    assert_eq!(told, ["E102 14:10 white"]);
}

#[test]
fn a_sixth_policy_is_a_copied_file() {
    let copied = file("nanchang.toml");
    let text = copied.replacen("name = \"nanchang\"", "name = \"linjiang\"", 1).replacen("value = 35", "value = 30", 1);
    let own = Regulation::parse(&text, &|_| None).expect("a policy");
    assert_eq!((own.name.as_str(), own.problem_policy().special_cap), ("linjiang", Some(30)));
    let size = |children| school(children).under_regulation(&own).line("Q5").expect("a line").status;
    assert_eq!([29, 30, 31].map(size), [Status::Met, Status::Met, Status::NotMet]);
}
