//! Small networks with one source and one sink.

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::algo::maximum_flow::ford_fulkerson;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
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

    /// An edge, unless it could carry nothing.
    pub(super) fn edge(&mut self, from: NodeIndex, to: NodeIndex, capacity: u64) -> Option<EdgeIndex> {
        (capacity > 0).then(|| self.graph.add_edge(from, to, capacity))
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
            for task in can {
                self.edge(node, tasks[task], people);
            }
        }
    }

    /// The greatest flow from source to sink.
    pub(super) fn most(&self) -> u64 {
        ford_fulkerson(&self.graph, self.source, self.sink).0
    }

    /// By edge: whether it is in the least cut nearest the sink. The capacities of these edges sum to the greatest flow
    /// (Ford and Fulkerson 1956), and more of one of them is the least that lets more through.
    pub(super) fn cut(&self) -> Vec<bool> {
        let (_, flow) = ford_fulkerson(&self.graph, self.source, self.sink);
        let mut reaches = vec![false; self.graph.node_count()];
        let mut left = vec![self.sink];
        reaches[self.sink.index()] = true;
        while let Some(node) = left.pop() {
            // What could still flow into the node, and what flows out of it and could be sent back.
            let into = self.graph.edges_directed(node, Incoming);
            let into = into.filter(|edge| flow[edge.id().index()] < *edge.weight()).map(|edge| edge.source());
            let back = self.graph.edges_directed(node, Outgoing);
            let back = back.filter(|edge| flow[edge.id().index()] > 0).map(|edge| edge.target());
            for other in into.chain(back) {
                if !std::mem::replace(&mut reaches[other.index()], true) {
                    left.push(other);
                }
            }
        }
        let crosses = |edge: petgraph::graph::EdgeReference<'_, u64>| {
            !reaches[edge.source().index()] && reaches[edge.target().index()]
        };
        self.graph.edge_references().map(crosses).collect()
    }
}
