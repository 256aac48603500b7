"""A tree of yes-or-no questions that parts failing from other worlds: CART (Breiman et al. 1984), as scikit-learn has it.

The EMA Workbench wraps the same tree, but draws its ties from a state that nobody sets; here the seed is fixed. Each leaf is a box.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.discovery.boxes import SEED
from cogov.analysis.discovery.edges import Box, Edge, measured
from cogov.scenarios.extras import needed

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
