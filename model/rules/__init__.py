"""The day: rules in the order in which a matter meets them. One module each; add yours to `DAY` or to `model.rules`.

emergence      matters arise with citizens
discovery      a citizen, a grid worker or a mass organisation makes them known
triage         who sees a matter as theirs, and who takes it
deliberation   those concerned talk
sharing        institutions lend what they can spare
handling       handlers work down their queues; partners gather
mediation      the parties to a dispute agree, or go up a level
closure        citizens judge what ended; some matters come back
wellbeing      gain, happiness, security and trust
participation  citizens decide whether to take part
learning       misunderstandings shrink where hand-offs are recorded
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cogov.model.rules.closure import closure
from cogov.model.rules.deliberation import deliberation
from cogov.model.rules.discovery import discovery
from cogov.model.rules.emergence import emergence
from cogov.model.rules.handling import handling
from cogov.model.rules.learning import learning
from cogov.model.rules.mediation import mediation
from cogov.model.rules.participation import participation
from cogov.model.rules.sharing import sharing
from cogov.model.rules.triage import triage
from cogov.model.rules.wellbeing import wellbeing

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

__all__ = ["DAY", "Rule"]

Rule = Callable[["CoGovernanceModel"], None]
DAY: tuple[Rule, ...] = (
    emergence,
    discovery,
    triage,
    deliberation,
    sharing,
    handling,
    mediation,
    closure,
    wellbeing,
    participation,
    learning,
)
