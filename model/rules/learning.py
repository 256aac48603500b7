"""Learning: standing misunderstandings shrink where hand-offs are recorded.

Each recorded hand-off teaches one handler of the desk concerned, so a desk of h handlers moves by u ← (1 − λ)^(1/h) u: what is
learnt per head does not depend on how large a slice of the city is simulated. Essay: 相互纠错. No lever acts here.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

LEAST_STAFF = 0.05
"""Handlers below which a desk learns no faster."""


def learning(model: "CoGovernanceModel") -> None:
    """Desks learn from the day's returns and hand-offs whose matter is whose."""
    desk, topic = model.handoffs_today()
    staff = np.maximum(model.institutions.staff[desk], LEAST_STAFF)
    keep = (1 - model.scenario.parameters.learning.rate) ** (1 / staff)
    for table in (model.rule_between, model.rule_within):
        np.multiply.at(table, (desk, topic), keep)
