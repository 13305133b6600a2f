//! Small networks with one source and one sink.

use petgraph::algo::maximum_flow::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

/// A network under construction.
pub(super) struct Network {
    graph: DiGraph<(), u64>,
    pub(super) source: NodeIndex,
    pub(super) sink: NodeIndex,
}

impl Network {
    pub(super) fn new() -> Self {
        let mut graph = DiGraph::new();
        let (source, sink) = (graph.add_node(()), graph.add_node(()));
        Self { graph, source, sink }
    }

    pub(super) fn node(&mut self) -> NodeIndex {
        self.graph.add_node(())
    }

    pub(super) fn edge(&mut self, from: NodeIndex, to: NodeIndex, capacity: u64) {
        if capacity > 0 {
            self.graph.add_edge(from, to, capacity);
        }
    }

    /// People at the source, each for one of the tasks that they `can` do; those who can do the same share a node.
    pub(super) fn people(&mut self, can: Vec<Vec<usize>>, tasks: &[NodeIndex]) {
        let mut alike: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for tasks in can.into_iter().filter(|tasks| !tasks.is_empty()) {
            *alike.entry(tasks).or_default() += 1;
        }
        for (can, people) in alike {
            let node = self.node();
            self.edge(self.source, node, people);
            can.into_iter().for_each(|task| self.edge(node, tasks[task], people));
        }
    }

    /// The greatest flow from source to sink.
    pub(super) fn most(&self) -> u64 {
        ford_fulkerson(&self.graph, self.source, self.sink).0
    }
}
