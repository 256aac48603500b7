"""What a matter is, in words."""

from collections.abc import Sequence

from cogov.analysis.journeys.facts import Facts
from cogov.analysis.journeys.pairing import Journey
from cogov.analysis.journeys.view_words import listed
from cogov.model.words import DOTTED, EMPTY, LISTED, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

PLACE = {True: SAY.urban, False: SAY.rural}
FORM = Words(__file__, "form")
ORIGIN = Words(__file__, "origin")
CITIZEN = Words(__file__, "citizen")
BOTH = Words(__file__, "both")
"""What Chinese or English says in one of a person of whom two are true, by the two."""


def weekday(day: int) -> Text:
    """The name of a day; day 0 is a Monday."""
    return SAY.week.each(lambda words: words.split()[day % 7])


def day_words(day: int) -> Text:
    """A day with its name."""
    return Text.same(f"{day} ") + weekday(day)


def title_words(journey: Journey) -> Text:
    """Code and topic."""
    return DOTTED.join((journey.matter, journey.facts.topic))


def facts_words(facts: Facts) -> Text:
    """What the matter is, in a line."""
    owners = listed(facts.owners)
    return SAY.facts.filled(
        day=int(facts.arose),
        township=facts.township_name,
        place=PLACE[facts.urban].filled(number=facts.village),
        form=FORM[facts.form],
        whose=SAY.duty.filled(owners=owners) if owners else SAY.on_no_list,
        severity=facts.severity,
        deadline=facts.deadline_days,
        work=facts.work_days,
        more=EMPTY.join(DOTTED + one for one in _more(facts)),
    )


def _more(facts: Facts) -> list[Text]:
    """What is not to be said of every matter."""
    said = citizen_words(facts.citizen)
    more = [ORIGIN[facts.origin]] if facts.origin in ORIGIN else []
    more += [SAY.collective] if facts.collective else []
    return more + ([SAY.its_citizen.filled(said=LISTED.join(said))] if said else [])


def citizen_words(names: Sequence[str]) -> list[Text]:
    """What is to be said of a person, two things as one where people say so."""
    left, said = set(names), dict[str, Text]()
    for pair, words in BOTH.items():
        first, second = pair.split()
        if {first, second} <= left:
            left -= {first, second}
            said[first] = words
    said |= {name: CITIZEN[name] for name in left}
    return [said[name] for name in names if name in said]
