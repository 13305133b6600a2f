//! Problem → workbook → problem: nothing changes on the way, through memory, xlsx and csv alike.

use paipian::format::{PinRow, PolicyFile, ProblemFile};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian_office::workbook::grid::{Cell, Grid};
use paipian_office::workbook::{Imported, Seams, fill, import, import_grids, template, workbook};
use proptest::prelude::*;
use std::sync::LazyLock;

fn school(students: u32, profile: Profile, policy: &str) -> ProblemFile {
    generate(&GenerateParams { students, seed: 7, policy: policy.to_string(), tight: 300, profile })
        .expect("a school of this size")
}

#[test]
fn generated_schools_come_back_from_xlsx() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (students, profile, policy) in
        [(40, Profile::Primary, "nanchang"), (400, Profile::Nine, "tianjin"), (300, Profile::Junior, "chongming")]
    {
        let problem = school(students, profile, policy);
        let grids = fill(&problem).expect("the school fits a workbook");
        let path = folder.path().join(format!("{policy}.xlsx"));
        std::fs::write(&path, workbook(&grids).expect("xlsx holds it")).expect("the folder is writable");
        let back = import(&path, &Seams::real()).expect("it imports");
        assert_eq!(back, Imported { problem, warnings: Vec::new() });
    }
}

#[test]
fn pins_own_policies_and_odd_orders_come_back() {
    let mut problem = school(60, Profile::Primary, "yangjiang");
    problem.policy = PolicyFile { name: Some("本校".into()), want: Some(1), ..PolicyFile::default() };
    problem.policy.weights.insert("disruption.seat".into(), 7);
    problem.grades.reverse();
    problem.students[3].attends.reverse();
    let course = problem.students[0].wishes.first().cloned().unwrap_or_else(|| problem.courses[0].id.clone());
    problem.pins = vec![
        PinRow { student: Some(problem.students[0].id.clone()), course: Some(course.clone()), ..PinRow::default() },
        PinRow {
            teacher: Some(problem.teachers[0].id.clone()),
            course: Some(course.clone()),
            never: true,
            ..PinRow::default()
        },
        PinRow {
            section: Some(format!("{course}#1")),
            course: Some(course),
            lead: Some(problem.teachers[1].id.clone()),
            ..PinRow::default()
        },
    ];
    let back = import_grids(&fill(&problem).expect("it fits"), &Seams::real()).expect("it imports");
    assert_eq!(back.problem, problem);
}

#[test]
fn an_id_that_a_workbook_cannot_hold_is_refused() {
    let mut problem = school(40, Profile::Primary, "nanchang");
    problem.courses[0].rooms = vec!["a、b".into()];
    assert_eq!(fill(&problem).expect_err("separators do not come back").place, "courses[0].rooms");
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let grids = template();
    assert_eq!(workbook(&grids).expect("written"), workbook(&grids).expect("written"));
}

#[test]
fn the_empty_template_lacks_classes_students_and_courses_only() {
    let errors = import_grids(&template(), &Seams::real()).expect_err("nothing is filled in");
    let told: Vec<(&str, &str)> = errors.iter().map(|error| (error.sheet.as_str(), error.code)).collect();
    assert_eq!(told, [("班级", "E318"), ("学生", "E318"), ("课程", "E318"), ("教师", "W302"), ("场地", "W302")]);
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        any::<f64>().prop_map(Cell::Number),
        any::<f64>().prop_map(Cell::Moment),
        any::<bool>().prop_map(Cell::Truth),
        Just(Cell::Fault("#N/A".into())),
        "\\PC{0,6}".prop_map(Cell::Text),
        "[周一三1+|、，√托管全部每天第节0-9:.eE-]{0,8}".prop_map(Cell::Text),
    ]
}

static SOUND: LazyLock<Vec<Grid>> = LazyLock::new(|| fill(&school(40, Profile::Primary, "nanchang")).expect("it fits"));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever stands in the cells, reading ends with a problem or with findings.
    #[test]
    fn no_cell_makes_it_panic(
        changes in prop::collection::vec((0usize..11, 0usize..14, 0usize..24, any_cell()), 0..60),
        header_too in any::<bool>(),
    ) {
        let mut grids = SOUND.clone();
        for (sheet, row, col, cell) in changes {
            let rows = &mut grids[sheet].rows;
            let row = if header_too { row } else { row + 1 };
            rows.resize(rows.len().max(row + 1), Vec::new());
            let width = rows[row].len().max(col + 1);
            rows[row].resize(width, Cell::Empty);
            rows[row][col] = cell;
        }
        let grids: Vec<Grid> = grids.into_iter().map(|grid| Grid::new(grid.name, grid.rows, Vec::new())).collect();
        let _ = import_grids(&grids, &Seams::real());
    }
}
