"""Names of desks as a reader sees them: the title of the kind, and the level or the place at which the desk stands."""

from cogov.model.choices import LEVELS
from cogov.model.city import City
from cogov.model.city_facts import CityFacts
from cogov.model.words import Text

LEVEL_WORDS = {
    "village": Text(zh="村(居)", en="village"),
    "township": Text(zh="乡镇", en="township"),
    "city": Text(zh="市级", en="city"),
}
DESK = Text(zh="{level}{kind}", en="{kind} ({level})")
PLACED = {
    "village": Text(zh="{kind}(村 {number})", en="{kind} (village {number})"),
    "township": Text(zh="{kind}({township})", en="{kind} ({township})"),
    "city": Text(zh="{kind}(市)", en="{kind} (city)"),
}
TOWNSHIP = Text(zh="乡镇 {number}", en="township {number}")


def desk_titles(city: City, *, placed: bool = False) -> list[Text]:
    """Return the title of every desk: "civil affairs (township)", or with its place "civil affairs (Donghe)"; villages count from 1."""
    kinds, institutions, facts = list(city.scenario.kinds.values()), city.institutions, city.scenario.city
    found = []
    for kind, level, place in zip(institutions.kind, institutions.level, institutions.jurisdiction, strict=True):
        name = LEVELS[level]
        pattern, title = PLACED[name] if placed else DESK, kinds[kind].title
        found.append(pattern.filled(kind=title, level=LEVEL_WORDS[name], number=place + 1, township=township_title(facts, int(place) + 1)))
    return found


def township_title(city: CityFacts, number: int) -> Text:
    """Return what a township is called, "Donghe", or "township 3" where it has no name; numbers count from 1."""
    return city.name_of(number) if number <= len(city.township_names) else TOWNSHIP.filled(number=number)
