"""All facts in order."""

from docs.evidence.facts import access, disputes, grids, mandates, networks, pooling, pressure, response, responsibility, talks
from docs.evidence.facts.claim import Fact

THEMES = (mandates, responsibility, networks, talks, pooling, grids, disputes, response, pressure, access)
FACTS: tuple[Fact, ...] = tuple(sorted((fact for theme in THEMES for fact in theme.FACTS), key=lambda fact: fact.number))
