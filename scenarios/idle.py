"""Numbers of the default city that nothing hangs on, each with its reason: declared here once, shown in docs/parameters.md.

All others change some indicator of the default city, or of one in which every lever is at work (`python -m docs.evidence idle`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cogov.model.words import Text


@dataclass(frozen=True)
class Idle:
    """Why nothing hangs on a number, and under which setting something does; none where a file of one's own is needed."""

    reason: Text
    under: Mapping[str, object]


def _only(choice: str, option: str) -> Idle:
    reason = Text(zh=f"仅在 `choices: {{{choice}: {option}}}` 时起作用", en=f"acts only under `choices: {{{choice}: {option}}}`")
    return Idle(reason, {f"choices.{choice}": option})


IDLE: dict[str, Idle] = {
    "parameters.triage.convening": _only("partners", "tied"),
    "parameters.triage.cost_spread": _only("triage", "best_response"),
    "parameters.triage.right_share": _only("routing", "matrix"),
    "parameters.deliberation.supermajority": _only("decision", "supermajority"),
    "parameters.handling.patience_days": _only("patience", "exponential"),
    "parameters.goals.far_tilt": Idle(
        Text(zh="仅在 `policy.goals: far` 时起作用", en="acts only under `policy.goals: far`"), {"policy.goals": "far"}
    ),
    "parameters.triage.taking_petitioned": Idle(
        Text(
            zh="起作用,但信访件每千名居民每年约半件,几乎都是清单之外的事项,看不出来;人人信访、机构犹豫时才看得出",
            en="acts, but petitions are about half a matter per 1,000 residents and year, nearly all on nobody's list: seen where all petition and desks hesitate",
        ),
        {"parameters.triage.give_up_attempts": 1, "parameters.triage.petition_share": 1, "parameters.triage.taking_base": 0},
    ),
    "parameters.network.custom": Idle(
        Text(zh="仅用于情景自带网络中未写类型的联系", en="the strength of ties of no kind, which only a network of one's own has"), {}
    ),
}
