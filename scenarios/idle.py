"""Numbers of the default city that nothing hangs on, each with its reason: declared here once, shown in docs/parameters.md.

All others change some indicator of the default city, or of one in which every lever is at work, beyond the noise of 40 seeds at most
(`python -m docs.evidence idle`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)


@dataclass(frozen=True)
class Idle:
    """Why nothing hangs on a number, and under which setting something does; none where a file of one's own is needed."""

    reason: Text
    under: Mapping[str, object]


def _only(choice: str, option: str) -> Idle:
    reason = SAY.only.filled(choice=choice, option=option)
    return Idle(reason, {f"choices.{choice}": option})


IDLE: dict[str, Idle] = {
    "parameters.emergence.rest_day_fall": Idle(SAY.other_days_of_the_week, {}),
    "parameters.handling.township_staff": Idle(SAY.between_townships, {"city.population": 9000, "city.townships": 2}),
    "parameters.handling.township_pace": Idle(SAY.between_townships, {"city.population": 9000, "city.townships": 2}),
    "parameters.triage.convening": _only("partners", "tied"),
    "parameters.triage.cost_spread": _only("triage", "best_response"),
    "parameters.triage.right_share": _only("routing", "matrix"),
    "parameters.deliberation.supermajority": _only("decision", "supermajority"),
    "parameters.handling.patience_days": _only("patience", "exponential"),
    "parameters.goals.far_tilt": Idle(SAY.far_only, {"policy.goals": "far"}),
    "parameters.triage.taking_petitioned": Idle(
        SAY.too_few_petitions,
        {"parameters.triage.give_up_attempts": 1, "parameters.triage.petition_share": 1, "parameters.triage.taking_base": 0},
    ),
    "parameters.participation.joining": Idle(
        SAY.members_come_first, {"policy.power_sharing": 1, "policy.mobilization": 1, "parameters.handling.capture": 10}
    ),
    "parameters.network.custom": Idle(SAY.own_ties_only, {}),
    "city.member_share": Idle(SAY.members_come_first, {"policy.power_sharing": 1, "parameters.handling.capture": 10}),
    "city.ties_outside_grid": Idle(SAY.ties_are_ties, {"parameters.wellbeing.neighbours": 1}),
}
