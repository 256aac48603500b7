"""Boxes of conditions under which a policy fails: PRIM, and beside it a tree of yes-or-no questions (CART, Breiman et al. 1984).

PRIM leaves a whole trajectory of boxes, from all worlds to a small dense box; a person would choose one by eye. Here the choice is
declared: the box with the largest harmonic mean of coverage and density; then limits that chance explains as well are taken off
again, the weakest first. The next box is sought among the worlds that are left.

The EMA Workbench wraps the same tree as scikit-learn has it, but draws its ties from a state that nobody sets; here the seed is fixed.
Each leaf is a box.
"""

import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom

from cogov.analysis.discovery.edges import Box, Edge, inside, measured
from cogov.scenarios.extras import needed

MOST_BOXES = 3
LEVEL = 0.05
LEAST_MASS = 0.05
PEEL = 0.05
"""Share of the worlds that one step of the search takes off; twice that in half of the worlds."""
HALVES = 10
SEED = 1


def find_boxes(conditions: pd.DataFrame, fails: NDArray[np.bool_], most: int = MOST_BOXES) -> list[Box]:
    """Return up to `most` boxes denser than the worlds as a whole, the first the best; measured over all worlds."""
    found: list[Box] = []
    left = np.ones(fails.size, dtype=np.bool_)
    while len(found) < most and (fails & left).sum() >= 2:
        edges = _significant(_best(conditions[left], fails[left]), conditions[left], fails[left])
        if not edges:
            break
        p = {edge.factor: quasi_p(edge, edges, conditions[left], fails[left]) for edge in edges}
        again, unseen = _again(edges, conditions[left], fails[left])
        found.append(replace(measured(edges, conditions, fails), quasi_p=p, reproduced=again, unseen=unseen))
        left &= ~inside(edges, conditions)
    return found


def quasi_p(edge: Edge, edges: tuple[Edge, ...], conditions: pd.DataFrame, fails: NDArray[np.bool_]) -> float:
    """Return the chance of so many failing worlds inside, if the limit of `edge` did not matter."""
    within = inside(edges, conditions)
    without = inside(tuple(one for one in edges if one != edge), conditions)
    expected = float(fails[without].mean())
    return float(binom.sf(int(fails[within].sum()) - 1, int(within.sum()), expected))


def _best(conditions: pd.DataFrame, fails: NDArray[np.bool_], peel: float = PEEL) -> tuple[Edge, ...]:
    """Return the limits of the box on PRIM's trajectory with the largest harmonic mean of coverage and density."""
    searched = _prim(conditions, fails, peel)
    everything = searched.box_lims[0]
    best: tuple[Edge, ...] = ()
    score = -1.0
    for limits in searched.box_lims:
        edges = _edges(limits, everything)
        box = measured(edges, conditions, fails)
        own = 2 * box.coverage * box.density / max(1e-12, box.coverage + box.density)
        if own > score + 1e-12:
            best, score = edges, own
    return best


def _prim(conditions: pd.DataFrame, fails: NDArray[np.bool_], peel: float) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what optional parts of the workbench miss, and its debts to pandas, are nothing to a reader
        prim = needed("ema_workbench.analysis.prim").Prim
        return prim(conditions.reset_index(drop=True), fails.astype(np.int64), peel_alpha=peel, mass_min=LEAST_MASS).find_box()


def _edges(limits: pd.DataFrame, everything: pd.DataFrame) -> tuple[Edge, ...]:
    found = []
    for name in everything.columns:
        low, high = limits[name]
        widest_low, widest_high = everything[name]
        if isinstance(low, (set, frozenset)):
            if set(low) != set(widest_low):
                found.append(Edge(str(name), names=tuple(sorted(map(str, low)))))
        elif low > widest_low or high < widest_high:
            found.append(Edge(str(name), float(low) if low > widest_low else -np.inf, float(high) if high < widest_high else np.inf))
    return tuple(found)


def _significant(edges: tuple[Edge, ...], conditions: pd.DataFrame, fails: NDArray[np.bool_]) -> tuple[Edge, ...]:
    """Take off the limits that chance explains as well, the weakest first."""
    while edges:
        p = [quasi_p(edge, edges, conditions, fails) for edge in edges]
        worst = int(np.argmax(p))
        if p[worst] <= LEVEL:
            return edges
        edges = edges[:worst] + edges[worst + 1 :]
    return edges


def _again(edges: tuple[Edge, ...], conditions: pd.DataFrame, fails: NDArray[np.bool_]) -> tuple[dict[str, float], float]:
    """Search in random halves: how often each factor is limited again, and how dense those boxes are in the other half."""
    draws = np.random.default_rng(SEED)
    often = dict.fromkeys((edge.factor for edge in edges), 0)
    inside_unseen = failing_unseen = 0
    for _ in range(HALVES):
        order = draws.permutation(fails.size)
        seen, other = np.sort(order[: fails.size // 2]), np.sort(order[fails.size // 2 :])
        box = _best(conditions.iloc[seen], fails[seen], 2 * PEEL) if 0 < fails[seen].sum() < seen.size else ()
        for edge in box:
            often[edge.factor] = often.get(edge.factor, 0) + 1
        there = measured(box, conditions.iloc[other], fails[other])
        inside_unseen, failing_unseen = inside_unseen + there.inside, failing_unseen + there.failing
    return {edge.factor: often[edge.factor] / HALVES for edge in edges}, failing_unseen / max(1, inside_unseen)


DEPTH = 3
LEAF = 0.05
"""A leaf holds at least this share of the worlds, and 3 of them."""
GAIN = 0.005
TELLS = 0.6
FOLDS = 5
_IS = "\x1f"


@dataclass(frozen=True)
class Tree:
    """Leaves, the one where most fails first; and the share of worlds that the tree calls right among those it has not seen.

    `accuracy` weighs failing and other worlds alike, so guessing is right in one half.
    """

    leaves: tuple[Box, ...]
    accuracy: float

    @property
    def tells(self) -> bool:
        """Whether it knows clearly more than guessing about worlds that it has not seen."""
        return len(self.leaves) > 1 and self.accuracy >= TELLS

    def as_json(self) -> dict[str, Any]:
        """One entry of the document."""
        return {"leaves": [leaf.as_json() for leaf in self.leaves], "balanced_accuracy_unseen": self.accuracy}


def grow(conditions: pd.DataFrame, fails: NDArray[np.bool_]) -> Tree:
    """Grow a small tree."""
    selection, trees = needed("sklearn.model_selection"), needed("sklearn.tree")
    asked = pd.get_dummies(conditions, prefix_sep=_IS).astype(np.float64)
    least = max(3, round(LEAF * fails.size))
    tree = trees.DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=least, min_impurity_decrease=GAIN, random_state=SEED)
    folds = selection.StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    enough = min(fails.sum(), (~fails).sum()) >= FOLDS
    scores = (
        selection.cross_val_score(tree, asked.to_numpy(), fails, cv=folds, scoring="balanced_accuracy") if enough else np.array([np.nan])
    )
    tree.fit(asked.to_numpy(), fails)
    found = [measured(edges, conditions, fails) for edges in _leaves(tree.tree_, list(asked.columns), conditions, 0, ())]
    return Tree(tuple(sorted(found, key=lambda leaf: (-leaf.density, -leaf.inside))), float(scores.mean()))


def _leaves(tree: Any, names: list[str], conditions: pd.DataFrame, node: int, edges: tuple[Edge, ...]) -> list[tuple[Edge, ...]]:
    """Return the limits of every leaf below a node."""
    if tree.children_left[node] < 0:
        return [edges]
    name, limit = names[tree.feature[node]], float(tree.threshold[node])
    no, yes = _sides(name, limit, conditions)
    below = _leaves(tree, names, conditions, int(tree.children_left[node]), _narrowed(edges, no))
    return below + _leaves(tree, names, conditions, int(tree.children_right[node]), _narrowed(edges, yes))


def _sides(name: str, limit: float, conditions: pd.DataFrame) -> tuple[Edge, Edge]:
    factor, _, value = name.partition(_IS)
    if not value:
        return Edge(factor, high=limit), Edge(factor, low=limit)
    others = tuple(sorted(set(conditions[factor].astype(str)) - {value}))
    return Edge(factor, names=others), Edge(factor, names=(value,))


def _narrowed(edges: tuple[Edge, ...], new: Edge) -> tuple[Edge, ...]:
    """Lay one more limit over those that stand."""
    old = next((edge for edge in edges if edge.factor == new.factor), None)
    if old is None:
        return (*edges, new)
    names = tuple(one for one in old.names if one in new.names) if new.names else ()
    both = Edge(new.factor, max(old.low, new.low), min(old.high, new.high), names)
    return tuple(both if edge is old else edge for edge in edges)
