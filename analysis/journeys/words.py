"""What happened to a matter, in sentences: one or more for every event, its reasons behind it."""

from collections.abc import Sequence

from cogov.analysis.journeys.lives import BORN, Ending, Event, Life
from cogov.analysis.journeys.view_words import of_missing, of_returned, of_takers
from cogov.model.words import Language, Text

Titles = Sequence[Text]

HAPPENED: dict[str | tuple[str, str], Text] = {
    "arose": Text(zh="事情发生", en="it arose"),
    "reported": Text(zh="当事居民反映", en="its citizen reported it"),
    "found_by_grid": Text(zh="网格员发现", en="a grid worker found it"),
    "heard_by_mass_organization": Text(zh="群团组织得知", en="a mass organisation heard of it"),
    "found_by_mediator": Text(zh="调解员先行发现", en="mediators came upon it"),
    "passed_by_itself": Text(zh="自行消失,始终无人知晓", en="it passed by itself; nobody had learned of it"),
    "claimed": Text(zh="{takers}", en="{takers}"),
    "dispatched": Text(zh="派单:{takers}", en="sent out: {takers}"),
    "nobody_took_it": Text(zh="无人受理", en="nobody took it"),
    "returned": Text(zh="{desk}退回", en="{desk} returned it"),
    "asked_again": Text(zh="再次询问各方", en="everybody was asked again"),
    "nobody_in_the_end": Text(zh="始终无人受理,居民放弃", en="nobody took it in the end; the citizen gave up"),
    "petitioned": Text(zh="信访登记在案", en="the petition was put on record"),
    ("petitioned", "given_up"): Text(zh="居民不再等待,转而信访", en="the citizen gave up here and petitioned"),
    "wrong_owner_found": Text(zh="发现不归{desk}管,移交他人", en="found to be with the wrong one, {desk}, and handed on"),
    "to_talks": Text(zh="有关各方坐下来协商", en="those concerned sat down to talk"),
    "agreed": Text(zh="协商一致", en="the talks agreed on a plan"),
    "not_agreed": Text(zh="协商未成", en="the talks did not agree"),
    "partners_joined": Text(zh="负有职责的各方到齐", en="all whose part it is had joined in"),
    "partners_missing": Text(zh="协办方未到齐,上交", en="the others did not join in; it went up a level"),
    ("partners_missing", "given_up"): Text(zh="协办方未到齐,居民放弃", en="the others did not join in; the citizen gave up"),
    "work_begun": Text(zh="开始办理{queue}", en="work began{queue}"),
    "work_done": Text(zh="办结", en="the work was done: settled"),
    ("work_done", "session"): Text(zh="前期工作完成,等待调解", en="the work was done; the parties were to agree"),
    "settlement_reached": Text(zh="调解成功", en="the parties agreed: settled"),
    "settlement_failed": Text(zh="调解未成,再试", en="the parties did not agree; another try"),
    ("settlement_failed", "court"): Text(zh="调解未成,进入诉讼", en="the parties did not agree; it went to court"),
    "passed_up": Text(zh="本级调解未成,上交一级", en="no agreement at this level; it went up one"),
    "escalated": Text(zh="居民等不及,向上一级反映", en="the citizen took it up a level"),
    "overloaded": Text(zh="承办单位积压过多,上交一级", en="who had it was overloaded and passed it up a level"),
    "court_ruled": Text(zh="法院判决", en="the court ruled: settled"),
    "patience_lost": Text(zh="居民失去耐心,放弃", en="the citizen lost patience and gave up"),
    "routed": Text(zh="转给{desk}", en="passed on to {desk}"),
    "settled_in_grid": Text(zh="网格员当场解决", en="settled on the spot by the grid worker"),
    "arbitrated": Text(zh="综治中心裁定由主责方办理", en="the centre decided: the lead must take it"),
    "closed_early": Text(zh="工作未做完就结案", en="closed before its work was done"),
    BORN: Text(zh="同一件事再度出现:{child}", en="it came back, as {child}"),
}
"""By reason, or by reason and the stage after it where that makes another sentence."""

AFTER_DAYS = Text(zh=",此前 {days:.0f} 天无人知晓", en=", after {days:.0f} days in which nobody knew")
QUEUED = Text(zh=",此前排队 {days:.0f} 天", en=" after {days:.0f} days in the queue")
ENDINGS = {
    "settled": Text(zh="{days:.1f} 天解决", en="settled after {days:.1f} days"),
    "lapsed": Text(zh="{days:.1f} 天后自行消失", en="passed by itself after {days:.1f} days"),
    "given_up": Text(zh="{days:.1f} 天后放弃", en="given up after {days:.1f} days"),
}
OPEN = Text(zh="到期末仍未解决({days:.0f} 天)", en="still unsettled at the end of the run ({days:.0f} days)")
UNKNOWN = Text(zh="无人知晓", en="nobody learned of it")
HANDOFFS = Text(zh="流转 {count} 次", en="{count} hand-off{s}")
SATISFIED = Text(zh="满意度 {share:.0f}%", en="satisfaction {share:.0f}%")
NEVER_AROSE = Text(zh="在这一政策下没有发生", en="did not arise under this policy")


def sentences(life: Life, place: int, language: Language, titles: Titles) -> list[str]:
    """Say one event of a life, with its reasons."""
    event = life.events[place]
    if event.reason == "returned" and event.views:
        return [_sentence(of_returned(view, language, titles), language) for view in event.views]
    takers = of_takers(event.views, language, titles)
    words = {"takers": takers, "desk": _desk(event, language, titles), "queue": _queue(life, place, language), "child": event.child}
    said = [
        happened(event.reason, event.after).in_(language).format(**words) + _rest(life, event, language),
        *of_missing(event.views, _returned(life, place), language, titles),
    ]
    return [_sentence(one, language) for one in said if one]


def happened(reason: str, after: str) -> Text:
    """Find the sentence of an event; a reason of a researcher's own stands as it is."""
    own = Text(zh=reason, en=reason.replace("_", " "))
    return HAPPENED.get((reason, after), HAPPENED.get(reason, own))


def _returned(life: Life, place: int) -> frozenset[int]:
    """Desks whose return of the matter has just been told."""
    desks = set[int]()
    while place > 0 and life.events[place - 1].reason == "returned":
        place -= 1
        desks |= {view.desk for view in life.events[place].views}
    return frozenset(desks)


def _rest(life: Life, event: Event, language: Language) -> str:
    """Say for how long nobody knew."""
    found = event.reason in ("reported", "found_by_grid", "heard_by_mass_organization", "found_by_mediator")
    waited = event.day - life.facts.arose
    return AFTER_DAYS.in_(language).format(days=waited) if found and waited >= 2 else ""


def _queue(life: Life, place: int, language: Language) -> str:
    since = max((event.day for event in life.events[:place] if event.after == "in_hand"), default=life.events[place].day)
    waited = life.events[place].day - since
    return QUEUED.in_(language).format(days=waited) if waited >= 1 else ""


def _desk(event: Event, language: Language, titles: Titles) -> str:
    return titles[event.desk].in_(language) if event.desk is not None else Text(zh="有关单位", en="somebody").in_(language)


def _sentence(words: str, language: Language) -> str:
    return words[:1].upper() + words[1:] + ("。" if language == "zh" else ".")


def ending_words(ending: Ending, language: Language) -> str:
    """Say how a life ended."""
    pattern = ENDINGS[ending.stage] if ending.ended and ending.stage in ENDINGS else OPEN
    said = [pattern.in_(language).format(days=ending.days)]
    if not ending.known:
        said.append(UNKNOWN.in_(language))
    if ending.handoffs:
        said.append(HANDOFFS.in_(language).format(count=ending.handoffs, s="" if ending.handoffs == 1 else "s"))
    if ending.known and ending.ended:
        said.append(SATISFIED.in_(language).format(share=100 * ending.satisfaction))
    return " · ".join(said)
