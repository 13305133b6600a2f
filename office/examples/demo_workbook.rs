//! Writes the demo school's workbook from its JSON: `cargo run --release --example demo_workbook`.

use paipian_office::workbook::{fill, workbook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../datasets/demo");
    let text = std::fs::read_to_string(format!("{folder}/problem.json"))?;
    let problem = paipian::format::read_problem(&text).map_err(|errors| format!("{errors:?}"))?;
    let grids = fill(&problem).map_err(|unfit| format!("{unfit:?}"))?;
    std::fs::write(format!("{folder}/school.xlsx"), workbook(&grids)?)?;
    Ok(())
}
