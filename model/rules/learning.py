"""Learning: standing misunderstandings shrink where hand-offs are recorded.

Each recorded hand-off shrinks the misunderstanding of the desk concerned about the topic: u ← (1 − λ) u. Essay: 相互纠错.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel


def learning(model: "CoGovernanceModel") -> None:
    """Desks learn from the day's returns and hand-offs whose matter is whose."""
    desk, topic = model.handoffs_today()
    keep = 1 - model.scenario.parameters.learning.rate
    for table in (model.rule_between, model.rule_within):
        np.multiply.at(table, (desk, topic), keep)
