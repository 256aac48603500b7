"""What happened in a few words, and who is said to have done it where no desk did."""

from cogov.model.words import Text

ACTIVITIES: dict[str | tuple[str, str], Text] = {
    "arose": Text(zh="发生", en="Arose"),
    "reported": Text(zh="居民反映", en="Reported by the citizen"),
    "found_by_grid": Text(zh="网格员发现", en="Found by a grid worker"),
    "heard_by_mass_organization": Text(zh="群团组织得知", en="Heard of by a mass organisation"),
    "found_by_mediator": Text(zh="调解员发现", en="Found by a mediator"),
    "passed_by_itself": Text(zh="自行消失", en="Passed by itself"),
    "claimed": Text(zh="认领", en="Claimed"),
    "dispatched": Text(zh="派单受理", en="Dispatched and kept"),
    "nobody_took_it": Text(zh="无人受理", en="Left unclaimed"),
    "returned": Text(zh="退单", en="Returned"),
    "asked_again": Text(zh="再次询问", en="Asked again"),
    "nobody_in_the_end": Text(zh="无人受理而放弃", en="Given up, unclaimed"),
    "petitioned": Text(zh="信访登记", en="Petition registered"),
    ("petitioned", "given_up"): Text(zh="放弃并信访", en="Given up for a petition"),
    "wrong_owner_found": Text(zh="纠错移交", en="Wrong owner found"),
    "to_talks": Text(zh="协商开始", en="Talks opened"),
    "agreed": Text(zh="协商一致", en="Talks agreed"),
    "not_agreed": Text(zh="协商未成", en="Talks failed"),
    "partners_joined": Text(zh="各方到齐", en="Partners joined"),
    "partners_missing": Text(zh="协办方缺席而上交", en="Passed up for want of partners"),
    ("partners_missing", "given_up"): Text(zh="协办方缺席而放弃", en="Given up for want of partners"),
    "work_begun": Text(zh="开始办理", en="Work begun"),
    "work_done": Text(zh="办结", en="Settled by work"),
    ("work_done", "session"): Text(zh="提请调解", en="Brought to a session"),
    "settlement_reached": Text(zh="调解成功", en="Settled by mediation"),
    "settlement_failed": Text(zh="调解未成", en="Session failed"),
    ("settlement_failed", "court"): Text(zh="进入诉讼", en="Taken to court"),
    "passed_up": Text(zh="上交", en="Passed up"),
    "escalated": Text(zh="居民向上反映", en="Taken up by the citizen"),
    "overloaded": Text(zh="因积压上交", en="Passed up, overloaded"),
    "court_ruled": Text(zh="法院判决", en="Settled by the court"),
    "patience_lost": Text(zh="失去耐心而放弃", en="Given up, out of patience"),
    "routed": Text(zh="转办", en="Passed on"),
    "settled_in_grid": Text(zh="网格当场解决", en="Settled in the grid"),
    "arbitrated": Text(zh="综治中心裁定", en="Arbitrated by the centre"),
    "closed_early": Text(zh="提前结案", en="Closed early"),
}
"""By reason, or by reason and the stage after it where that makes another activity."""

_CITIZEN, _NOBODY = Text(zh="居民", en="Citizen"), Text(zh="无人", en="Nobody")
_GRID, _CENTRE = Text(zh="网格员", en="Grid worker"), Text(zh="综治中心", en="Comprehensive-governance centre")
DOERS: dict[str, Text] = {
    "arose": _CITIZEN,
    "reported": _CITIZEN,
    "petitioned": _CITIZEN,
    "nobody_in_the_end": _CITIZEN,
    "patience_lost": _CITIZEN,
    "escalated": _CITIZEN,
    "found_by_grid": _GRID,
    "settled_in_grid": _GRID,
    "heard_by_mass_organization": Text(zh="群团组织", en="Mass organisation"),
    "found_by_mediator": Text(zh="调解员", en="Mediator"),
    "asked_again": _CENTRE,
    "arbitrated": _CENTRE,
    "court_ruled": Text(zh="法院", en="Court"),
}
"""Who does what no desk does."""


def activity(reason: str, after: str) -> Text:
    """Name what happened; a reason of a researcher's own rule keeps its name."""
    own = Text(zh=reason, en=reason.replace("_", " ").capitalize())
    return ACTIVITIES.get((reason, after), ACTIVITIES.get(reason, own))


def doer(reason: str) -> Text:
    """Say who did what is on record for no desk."""
    return DOERS.get(reason, _NOBODY)
