//! Small networks with one source and one sink.

use petgraph::algo::maximum_flow::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};

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

    /// The greatest flow from source to sink.
    pub(super) fn most(&self) -> u64 {
        ford_fulkerson(&self.graph, self.source, self.sink).0
    }
}
