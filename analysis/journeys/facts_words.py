"""What a matter is, in words."""

from collections.abc import Sequence

from cogov.analysis.journeys.facts import Facts
from cogov.analysis.journeys.pairing import Journey
from cogov.analysis.journeys.view_words import listed
from cogov.model.words import LISTED, Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

PLACE = {True: SAY.urban, False: SAY.rural}
FORM = Words(__file__, "form")
ORIGIN = Words(__file__, "origin")
CITIZEN = Words(__file__, "citizen")
BOTH = Words(__file__, "both")
"""What Chinese or English says in one of a person of whom two are true, by the two."""


def weekday(day: int, language: Language) -> str:
    """The name of a day; day 0 is a Monday."""
    return SAY.week.in_(language).split()[day % 7]


def day_words(day: int, language: Language) -> str:
    """A day with its name."""
    return f"{day} {weekday(day, language)}"


def title_words(journey: Journey, language: Language) -> str:
    """Code and topic."""
    return f"{journey.matter} · {journey.facts.topic.in_(language)}"


def facts_words(facts: Facts, language: Language) -> str:
    """What the matter is, in a line."""
    owners = listed([owner.in_(language) for owner in facts.owners], language)
    return SAY.facts.in_(language).format(
        day=int(facts.arose),
        township=facts.township_name.in_(language),
        place=PLACE[facts.urban].in_(language).format(number=facts.village),
        form=FORM[facts.form].in_(language),
        whose=SAY.duty.in_(language).format(owners=owners) if owners else SAY.on_no_list.in_(language),
        severity=facts.severity,
        deadline=facts.deadline_days,
        work=facts.work_days,
        more="".join(f" · {one}" for one in _more(facts, language)),
    )


def _more(facts: Facts, language: Language) -> list[str]:
    """What is not to be said of every matter."""
    said = citizen_words(facts.citizen, language)
    more = [ORIGIN[facts.origin].in_(language)] if facts.origin in ORIGIN else []
    more += [SAY.collective.in_(language)] if facts.collective else []
    return more + ([SAY.its_citizen.in_(language).format(said=LISTED.in_(language).join(said))] if said else [])


def citizen_words(names: Sequence[str], language: Language) -> list[str]:
    """What is to be said of a person, two things as one where people say so."""
    left, said = set(names), dict[str, str]()
    for pair, words in BOTH.items():
        first, second = pair.split()
        if {first, second} <= left:
            left -= {first, second}
            said[first] = words.in_(language)
    said |= {name: CITIZEN[name].in_(language) for name in left}
    return [said[name] for name in names if name in said]
