"""The cheapest flow through a network: the one file that meets a library's flow solver."""

import numpy as np
from ortools.graph.python import min_cost_flow

from wenming.planning.adoptions.costs import Table


def cheapest_flow(tails: Table, heads: Table, room: Table, cost: Table, supply: Table) -> Table:
    """What each arc carries; `supply` (nodes,) is what each node gives, negative what it takes.

    ArithmeticError where the network cannot carry it or the figures are too great.
    """
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    flow.set_nodes_supplies(np.arange(len(supply)), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the flow ends with {status}")
    return np.asarray(flow.flows(arcs), dtype=np.int64)
