//! A comparison as a page: the tables, and bars drawn as inline SVG, so that the page needs nothing beside it.

use super::Comparison;
use super::tables::{Cell, Table};
use crate::report::ReportError;
use crate::report::words::width;
use crate::words::Lang;
use askama::Template;

/// Left end and length of the longest bar, units of the drawing.
const BARS: (i64, i64) = (250, 470);
/// Height of a row of a plot.
const ROW: i64 = 24;
/// Half-width characters that fit a label.
const LABEL: usize = 32;

/// Marginal values that are drawn; the table has all.
const DRAWN: usize = 12;

#[derive(Template)]
#[template(path = "whatif.html")]
struct Page {
    lang: &'static str,
    title: &'static str,
    school: String,
    plots: Vec<Plot>,
    tables: Vec<Table>,
}

/// Bars one below the other.
struct Plot {
    title: &'static str,
    height: i64,
    bars: Vec<Bar>,
    /// Across of a line through all bars.
    line: Option<i64>,
}

struct Bar {
    top: i64,
    label: String,
    from: i64,
    length: i64,
    told: String,
    /// Whether it stands for something proven or verified.
    sure: bool,
}

/// A bar before it is scaled: label, from, to, what is told, whether it is sure.
type Extent = (String, i64, i64, String, bool);

fn plot(title: &'static str, extents: Vec<Extent>, line: Option<i64>) -> Option<Plot> {
    let least = extents.iter().map(|(_, from, to, ..)| (*from).min(*to)).chain(line).min()?.min(0);
    let most = extents.iter().map(|(_, from, to, ..)| (*from).max(*to)).chain(line).max()?.max(least + 1);
    let across = |value: i64| {
        BARS.0 + i64::try_from(i128::from(value - least) * i128::from(BARS.1) / i128::from(most - least)).unwrap_or(0)
    };
    let bars: Vec<Bar> = extents
        .into_iter()
        .enumerate()
        .map(|(ix, (label, from, to, told, sure))| Bar {
            top: ix as i64 * ROW,
            label: shortened(&label),
            from: across(from.min(to)),
            length: (across(from.max(to)) - across(from.min(to))).max(1),
            told,
            sure,
        })
        .collect();
    Some(Plot { title, height: bars.len() as i64 * ROW + 4, bars, line: line.map(across) })
}

/// A label that fits; what is too long ends in `…`.
fn shortened(label: &str) -> String {
    if width(label) <= LABEL {
        return label.to_string();
    }
    let mut short = String::new();
    for letter in label.chars() {
        if width(&short) + 3 > LABEL {
            break;
        }
        short.push(letter);
    }
    short + "…"
}

impl Comparison<'_> {
    /// The text of the page.
    pub(super) fn page(&self) -> Result<String, ReportError> {
        let page = Page {
            lang: match self.lang {
                Lang::Zh => "zh-CN",
                Lang::En => "en",
            },
            title: self.label("title"),
            school: self.base.name.clone().unwrap_or_default(),
            plots: self.plots(),
            tables: self.tables(),
        };
        Ok(page.render()?)
    }

    fn plots(&self) -> Vec<Plot> {
        let name = |ix: usize| format!("{ix} {}", self.name(ix));
        let trials = || self.trials.iter().enumerate();
        let costs = trials().map(|(ix, trial)| {
            let (from, to) = (trial.bound.cost.min(trial.score.cost), trial.score.cost);
            (name(ix), from, to, format!("{from} – {to}"), true)
        });
        let wishes = trials().filter(|(_, trial)| trial.figures.first_wish.1 > 0).map(|(ix, trial)| {
            let (part, of) = trial.figures.first_wish;
            let tenths = i64::try_from(part * 1_000 / of).unwrap_or(0);
            (name(ix), 0, tenths, Cell::Share(part, of).to_string(), true)
        });
        let worth = self.marginals.iter().take(DRAWN).enumerate().map(|(ix, marginal)| {
            let cost = marginal.value.unwrap_or(marginal.estimate).1;
            (format!("{} {}", ix + 1, self.more(marginal)), 0, cost, cost.to_string(), marginal.value.is_some())
        });
        let room = self.frontiers.iter().filter_map(|frontier| {
            let most = frontier.most?;
            let told = match frontier.is_exact() {
                true => most.to_string(),
                false => format!("{most} · {}", self.between(frontier)),
            };
            Some((self.grade(frontier), 0, most, told, frontier.is_exact()))
        });
        let base = self.trials.first().map(|trial| trial.score.cost);
        let plots = [
            plot(self.label("plot.cost"), costs.collect(), base),
            plot(self.label("plot.wishes"), wishes.collect(), None),
            plot(self.label("plot.marginals"), worth.collect(), None),
            plot(self.label("plot.frontier"), room.collect(), None),
        ];
        plots.into_iter().flatten().collect()
    }
}
