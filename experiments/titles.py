"""Names of desks as a reader sees them: the title of the kind, and the level or the place at which the desk stands."""

from cogov.model.city import City
from cogov.model.city_facts import CityFacts
from cogov.model.names import LEVELS
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

LEVEL_WORDS = Words(__file__, "level_words")
PLACED = Words(__file__, "placed")


def desk_titles(city: City, *, placed: bool = False) -> list[Text]:
    """Return the title of every desk: "civil affairs (township)", or with its place "civil affairs (Donghe)"; villages count from 1."""
    kinds, institutions, facts = list(city.scenario.kinds.values()), city.institutions, city.scenario.city
    found = []
    for kind, level, place in zip(institutions.kind, institutions.level, institutions.jurisdiction, strict=True):
        name, title = LEVELS[level], kinds[kind].title
        bears_level = title.zh.startswith(LEVEL_WORDS[name].zh)
        pattern = PLACED[name] if placed else SAY.alone if bears_level else SAY.desk
        found.append(pattern.filled(kind=title, level=LEVEL_WORDS[name], number=place + 1, township=township_title(facts, int(place) + 1)))
    return found


def township_title(city: CityFacts, number: int) -> Text:
    """Return what a township is called, "Donghe", or "township 3" where it has no name; numbers count from 1."""
    return city.name_of(number) if number <= len(city.township_names) else SAY.township.filled(number=number)
