//! Mixed-integer linear models, and the one place that names the libraries behind them.
//!
//! Built through good_lp, run through the highs crate, since good_lp hides the gap and the dual bound, reports every
//! limit as a time limit and drops options and warm start in `into_inner`. One thread a call and a fixed seed: without
//! a limit in seconds that bites, the same model gives the same answer. Calls may run in parallel.

use good_lp::{Expression, ProblemVariables, SolverModel, Variable, constraint, variable};
use highs::{HighsModelStatus, HighsSolutionStatus};

/// A variable of a [`Model`], by the order of its making.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(u32);

impl Var {
    /// Its position in the values of an [`Answer`] and of a warm start.
    pub fn ix(self) -> usize {
        self.0 as usize
    }
}

/// A coefficient and its variable.
pub type Term = (Var, f64);

#[derive(Debug, Clone, Copy)]
struct Column {
    cost: f64,
    low: f64,
    high: f64,
    whole: bool,
}

#[derive(Debug, Clone)]
struct Row {
    terms: Vec<Term>,
    low: f64,
    high: f64,
}

/// A linear model to be minimised.
#[derive(Debug, Clone, Default)]
pub struct Model {
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Values with an objective below it are enough.
    enough: Option<f64>,
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Wall clock; infinite for none. The only limit that makes an answer depend on the machine.
    pub seconds: f64,
    /// Most nodes of branch and bound; the root is always finished.
    pub nodes: Option<u32>,
    /// An answer this close to the bound, in units of the objective, counts as optimal. With whole costs of whole
    /// variables anything below 1 loses nothing.
    pub gap: f64,
}

impl Limits {
    /// Limits for an objective that only takes whole values.
    pub fn whole(seconds: f64, nodes: Option<u32>) -> Self {
        Self { seconds, nodes, gap: 0.9 }
    }
}

/// What is known of a model after [`Model::solve`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The values are the best, to within [`Limits::gap`].
    Optimal,
    /// The values keep every row; a limit stopped the search for better ones.
    Feasible,
    /// No values keep every row.
    Infeasible,
    /// A limit came before any values.
    Nothing,
}

/// The answer to a [`Model`].
#[derive(Debug, Clone)]
pub struct Answer {
    /// What is known.
    pub status: Status,
    /// By [`Var::ix`]; empty without values. Whole variables are exactly whole.
    pub values: Vec<f64>,
    /// Cost of the values; infinite without any.
    pub objective: f64,
    /// No values cost less; infinite when the model is infeasible.
    pub bound: f64,
    /// By row of a model without whole variables, solved to the end: what its bounds are worth. Empty for any other.
    pub duals: Vec<f64>,
}

impl Answer {
    /// Whether there are values.
    pub fn has_values(&self) -> bool {
        matches!(self.status, Status::Optimal | Status::Feasible)
    }

    /// Whether a binary is 1.
    pub fn chosen(&self, var: Var) -> bool {
        self.values[var.ix()] > 0.5
    }

    fn without_values(status: Status, bound: f64) -> Self {
        Self { status, values: Vec::new(), objective: f64::INFINITY, bound, duals: Vec::new() }
    }
}

impl Model {
    /// A model without variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of variables.
    pub fn size(&self) -> usize {
        self.columns.len()
    }

    fn column(&mut self, column: Column) -> Var {
        self.columns.push(column);
        Var(u32::try_from(self.columns.len() - 1).expect("a model has fewer than 2^32 variables"))
    }

    /// A variable that is 0 or 1.
    pub fn binary(&mut self, cost: f64) -> Var {
        self.column(Column { cost, low: 0.0, high: 1.0, whole: true })
    }

    /// A whole variable between two bounds, both included.
    pub fn integer(&mut self, cost: f64, low: f64, high: f64) -> Var {
        self.column(Column { cost, low, high, whole: true })
    }

    /// A variable between two bounds, both included.
    pub fn continuous(&mut self, cost: f64, low: f64, high: f64) -> Var {
        self.column(Column { cost, low, high, whole: false })
    }

    /// Sets what a unit of a variable costs.
    pub fn set_cost(&mut self, var: Var, cost: f64) {
        self.columns[var.ix()].cost = cost;
    }

    /// Sets what a unit of every variable costs.
    pub fn set_costs(&mut self, costs: &[f64]) {
        self.columns.iter_mut().zip(costs).for_each(|(column, &cost)| column.cost = cost);
    }

    /// Fixes a variable.
    pub fn fix(&mut self, var: Var, value: f64) {
        let column = &mut self.columns[var.ix()];
        (column.low, column.high) = (value, value);
    }

    /// Adds `low ≤ Σ terms ≤ high`. A variable may stand in several terms.
    pub fn between(&mut self, low: f64, terms: Vec<Term>, high: f64) {
        self.rows.push(Row { terms, low, high });
    }

    /// Adds `Σ terms ≤ high`.
    pub fn at_most(&mut self, terms: Vec<Term>, high: f64) {
        self.between(f64::NEG_INFINITY, terms, high);
    }

    /// Adds `Σ terms ≥ low`.
    pub fn at_least(&mut self, terms: Vec<Term>, low: f64) {
        self.between(low, terms, f64::INFINITY);
    }

    /// Adds `Σ terms = value`.
    pub fn equal(&mut self, terms: Vec<Term>, value: f64) {
        self.between(value, terms, value);
    }

    /// The greatest whole number that divides every cost, at least 1: two different objectives of whole values are at
    /// least this far apart. Costs must be whole.
    pub fn grain(&self) -> f64 {
        let divide = |mut a: u64, mut b: u64| {
            while b > 0 {
                (a, b) = (b, a % b);
            }
            a
        };
        self.columns.iter().map(|column| column.cost.abs().round() as u64).fold(0, divide).max(1) as f64
    }

    /// The cost of values, summed in the order of the variables.
    pub fn cost_of(&self, values: &[f64]) -> f64 {
        self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
    }

    /// Minimises the model. `start`, one value a variable, is a first answer if it keeps every row.
    ///
    /// # Panics
    /// When HiGHS rejects a model or an option: a bug of this crate.
    pub fn solve(&self, limits: &Limits, start: Option<&[f64]>) -> Answer {
        if self.columns.is_empty() {
            return self.without_variables();
        }
        let mut solver = self.build();
        solver.make_quiet();
        solver.set_option("threads", 1);
        solver.set_option("random_seed", 7);
        solver.set_option("mip_rel_gap", 0.0);
        solver.set_option("mip_abs_gap", limits.gap);
        if limits.seconds.is_finite() {
            solver.set_option("time_limit", limits.seconds.max(0.0));
        }
        if let Some(enough) = self.enough {
            solver.set_option("objective_target", enough);
        }
        if let Some(nodes) = limits.nodes {
            solver.set_option("mip_max_nodes", i32::try_from(nodes).unwrap_or(i32::MAX));
        }
        if let Some(start) = start {
            solver.set_solution(Some(start), None, None, None);
        }
        let solved = solver.solve();
        let optimal = match solved.status() {
            HighsModelStatus::Optimal => true,
            HighsModelStatus::Infeasible => return Answer::without_values(Status::Infeasible, f64::INFINITY),
            HighsModelStatus::ObjectiveTarget
            | HighsModelStatus::ReachedTimeLimit
            | HighsModelStatus::ReachedSolutionLimit
            | HighsModelStatus::ReachedIterationLimit
            | HighsModelStatus::ReachedInterrupt
            | HighsModelStatus::ReachedMemoryLimit
            | HighsModelStatus::Unknown => false,
            status => panic!("HiGHS ended with {status:?} on a model of ours: a bug"),
        };
        let mixed = self.columns.iter().any(|column| column.whole);
        let dual = solved.double_info_value(c"mip_dual_bound").expect("a name HiGHS knows");
        let bound = match (mixed, optimal) {
            (true, _) => dual,
            (false, true) => solved.objective_value(),
            (false, false) => f64::NEG_INFINITY,
        };
        if solved.primal_solution_status() != HighsSolutionStatus::Feasible {
            return Answer::without_values(Status::Nothing, bound);
        }
        let solution = solved.get_solution();
        let duals = if mixed || !optimal { Vec::new() } else { self.duals(solution.dual_rows()) };
        let mut values = solution.columns().to_vec();
        for (value, column) in values.iter_mut().zip(&self.columns) {
            if column.whole {
                *value = value.round();
            }
        }
        let status = if optimal { Status::Optimal } else { Status::Feasible };
        Answer { status, objective: self.cost_of(&values), values, bound, duals }
    }

    /// The first values with an objective below this end the search.
    pub fn enough(&mut self, objective: f64) {
        self.enough = Some(objective);
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The solver's duals by row of ours: one that is bounded on both sides is two of the solver's.
    fn duals(&self, solver: &[f64]) -> Vec<f64> {
        let mut rest = solver.iter();
        let mut next = || rest.next().copied().unwrap_or(0.0);
        let own = |row: &Row| {
            let sides = usize::from(row.high < f64::INFINITY) + usize::from(row.low > f64::NEG_INFINITY);
            let sides = if row.low == row.high { 1 } else { sides };
            (0..sides).map(|_| next()).sum()
        };
        self.rows.iter().map(own).collect()
    }

    /// Every row is a statement about numbers.
    fn without_variables(&self) -> Answer {
        if self.rows.iter().any(|row| row.low > 0.0 || row.high < 0.0) {
            return Answer::without_values(Status::Infeasible, f64::INFINITY);
        }
        Answer { status: Status::Optimal, values: Vec::new(), objective: 0.0, bound: 0.0, duals: Vec::new() }
    }

    fn build(&self) -> highs::Model {
        let mut variables = ProblemVariables::new();
        let vars: Vec<Variable> = self
            .columns
            .iter()
            .map(|column| {
                let definition = variable().min(column.low).max(column.high);
                variables.add(if column.whole { definition.integer() } else { definition })
            })
            .collect();
        let sum = |terms: &[Term]| -> Expression {
            let mut sum = Expression::with_capacity(terms.len());
            for &(var, factor) in terms {
                sum.add_mul(factor, vars[var.ix()]);
            }
            sum
        };
        let costs: Vec<Term> = (0..).map(Var).zip(self.columns.iter().map(|column| column.cost)).collect();
        let mut built = variables.minimise(sum(&costs)).using(good_lp::highs);
        for row in &self.rows {
            if row.low == row.high {
                built.add_constraint(constraint::eq(sum(&row.terms), row.low));
                continue;
            }
            if row.high < f64::INFINITY {
                built.add_constraint(constraint::leq(sum(&row.terms), row.high));
            }
            if row.low > f64::NEG_INFINITY {
                built.add_constraint(constraint::geq(sum(&row.terms), row.low));
            }
        }
        built.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Model, Status};

    fn knapsack() -> (Model, Vec<super::Var>) {
        let mut model = Model::new();
        let goods = [(60.0, 10.0), (100.0, 20.0), (120.0, 30.0), (5.0, 1.0)];
        let taken: Vec<_> = goods.iter().map(|good| model.binary(-good.0)).collect();
        model.at_most(taken.iter().zip(&goods).map(|(&var, good)| (var, good.1)).collect(), 50.0);
        (model, taken)
    }

    #[test]
    fn a_small_model_is_solved_and_bounded() {
        let (model, taken) = knapsack();
        let answer = model.solve(&Limits::whole(10.0, None), None);
        assert_eq!(answer.status, Status::Optimal);
        assert_eq!(answer.objective, -220.0);
        assert!(answer.bound <= -220.0 && answer.bound >= -220.9);
        assert!(answer.chosen(taken[1]) && answer.chosen(taken[2]) && !answer.chosen(taken[0]));
    }

    #[test]
    fn a_start_is_an_answer_before_any_search() {
        let (model, _) = knapsack();
        let answer = model.solve(&Limits { seconds: 0.0, nodes: None, gap: 0.0 }, Some(&[1.0, 1.0, 0.0, 1.0]));
        assert!(answer.has_values());
        assert!(answer.objective <= -165.0);
    }

    #[test]
    fn the_impossible_and_the_empty_are_told_apart() {
        let (mut model, taken) = knapsack();
        model.at_least(taken.iter().map(|&var| (var, 1.0)).collect(), 5.0);
        assert_eq!(model.solve(&Limits::whole(10.0, None), None).status, Status::Infeasible);
        assert_eq!(Model::new().solve(&Limits::whole(10.0, None), None).status, Status::Optimal);
    }

    #[test]
    fn linear_models_have_a_bound_too() {
        let mut model = Model::new();
        let (x, y) = (model.continuous(1.0, 0.0, 10.0), model.continuous(2.0, 0.0, 10.0));
        model.at_least(vec![(x, 1.0), (y, 1.0)], 12.5);
        model.between(1.0, vec![(y, 1.0), (y, 1.0)], 20.0);
        let answer = model.solve(&Limits { seconds: 10.0, nodes: None, gap: 0.0 }, None);
        assert_eq!((answer.status, answer.objective, answer.bound), (Status::Optimal, 15.0, 15.0));
        assert_eq!(answer.duals, [2.0, 0.0]);
    }
}
