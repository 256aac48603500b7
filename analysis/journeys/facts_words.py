"""What a matter is, in words."""

from cogov.analysis.journeys.facts import Facts
from cogov.analysis.journeys.pairing import Journey
from cogov.analysis.journeys.view_words import listed
from cogov.model.words import Language, Text

WEEK = Text(zh="周一 周二 周三 周四 周五 周六 周日", en="Mon Tue Wed Thu Fri Sat Sun")
FACTS = Text(
    zh="第 {day} 天发生于第 {village} 村(居)({place},{township}) · {form} · {whose} · "
    "严重程度 {severity:.0%} · 期限 {deadline:g} 天 · 工作量 {work:.1f} 人日{more}",
    en="arose on day {day} in village {village} ({place}, {township}) · {form} · {whose} · "
    "severity {severity:.0%} · due in {deadline:g} days · {work:.1f} handler-days of work{more}",
)
PLACE = {True: Text(zh="城镇", en="urban"), False: Text(zh="农村", en="rural")}
FORM = {
    "application": Text(zh="办事", en="application"),
    "problem": Text(zh="问题", en="problem"),
    "dispute": Text(zh="纠纷", en="dispute"),
}
DUTY = Text(zh="职责:{owners}", en="duty of {owners}")
ON_NO_LIST = Text(zh="清单之外", en="on nobody's list")
ORIGIN = {"reopened": Text(zh="重新出现的事务", en="a matter that came back"), "petition": Text(zh="信访", en="a petition")}
COLLECTIVE = Text(zh="涉及多人", en="it concerns many")
CITIZEN = {
    "elderly": Text(zh="老年人", en="elderly"),
    "child": Text(zh="未成年人", en="under 15"),
    "left_behind": Text(zh="留守", en="left behind"),
    "migrant": Text(zh="流动人口", en="migrant"),
    "low_income": Text(zh="低收入", en="of low income"),
    "offline": Text(zh="不上网", en="without online access"),
    "party_member": Text(zh="党员", en="Party member"),
}
ITS_CITIZEN = Text(zh="当事居民:{said}", en="its citizen: {said}")


def weekday(day: int, language: Language) -> str:
    """The name of a day; day 0 is a Monday."""
    return WEEK.in_(language).split()[day % 7]


def day_words(day: int, language: Language) -> str:
    """A day with its name."""
    return f"{day} {weekday(day, language)}"


def title_words(journey: Journey, language: Language) -> str:
    """Code and topic."""
    return f"{journey.matter} · {journey.facts.topic.in_(language)}"


def facts_words(facts: Facts, language: Language) -> str:
    """What the matter is, in a line."""
    owners = listed([owner.in_(language) for owner in facts.owners], language)
    return FACTS.in_(language).format(
        day=int(facts.arose),
        village=facts.village,
        township=facts.township_name.in_(language),
        place=PLACE[facts.urban].in_(language),
        form=FORM[facts.form].in_(language),
        whose=DUTY.in_(language).format(owners=owners) if owners else ON_NO_LIST.in_(language),
        severity=facts.severity,
        deadline=facts.deadline_days,
        work=facts.work_days,
        more="".join(f" · {one}" for one in _more(facts, language)),
    )


def _more(facts: Facts, language: Language) -> list[str]:
    """What is not to be said of every matter."""
    said = [CITIZEN[name].in_(language) for name in facts.citizen]
    more = [ORIGIN[facts.origin].in_(language)] if facts.origin in ORIGIN else []
    more += [COLLECTIVE.in_(language)] if facts.collective else []
    return more + ([ITS_CITIZEN.in_(language).format(said=("、" if language == "zh" else ", ").join(said))] if said else [])
