"""A lever and an indicator of a researcher's own: declared once, they are everywhere the model's own are."""

import json
import subprocess
import sys

import pytest

from cogov.model.indicators import INDICATORS, Indicator, add_indicator
from cogov.model.levers import LEVERS, CostCurve, Lever
from cogov.model.scenario import add_lever
from cogov.model.words import Text

OWN = """
from cogov.model.indicators import Indicator, add_indicator
from cogov.model.levers import CostCurve, Lever
from cogov.model.scenario import add_lever
from cogov.model.words import Text

told, tells = Text(zh="公开信息的力度", en="how much is told in public"), Text(zh="占用工作日", en="takes handler-days")
add_lever(Lever(name="openness", title=Text(zh="公开", en="openness"), meaning=told, price=tells, cost=CostCurve(per_head=4), default=0.25))
add_indicator(Indicator(name="told_rate", zh="公开率", en="Told in public", definition_zh="公开的事务占比", definition_en="Matters told; of all",
    unit="share", direction=1, role="process", pillar="sharing", of_city=lambda run: float(run.city.levers["openness"].mean())))
"""

USED = """
import json
from cogov.analysis.names import factor_words
from cogov.experiments.codebook import as_entry
from cogov.experiments.designs.factors import laid_on_policy
from cogov.experiments.designs.naming import factors_of
from cogov.model import CoGovernanceModel
from cogov.model.costs import per_head
from cogov.scenarios.loader import load_scenario, parse_sets, resolve_policy, schema

after = load_scenario("leping", {"days": 3, "warmup": 1, "city.population": 400, "policy.openness": 0.5})
set_to = resolve_policy(after, "as_is", parse_sets(["openness=.75"]))
factor = factors_of(after)["openness"]
model = CoGovernanceModel(after, set_to).run()
print(json.dumps({
    "stands": [after.base_policy()["openness"], before.base_policy()["openness"], set_to["openness"]],
    "swept": laid_on_policy(set_to, {factor: 0.125})["openness"],
    "costs": per_head(after, set_to)["openness"], "costs before": per_head(before, before.base_policy())["openness"],
    "measured": model.indicators()["told_rate"],
    "titles": [factor_words("openness").en, as_entry("told_rate")["title"]["zh"]],
    "schema": "openness" in schema()["$defs"]["PolicyPatch"]["properties"],
    "phase": after.policy.model_validate({"phases": [{"from_day": 1, "levers": {"openness": 1}}]}).phases[0].levers["openness"],
}))
"""


def test_what_is_declared_from_outside_is_everywhere() -> None:
    early = "from cogov.scenarios.loader import load_scenario\nbefore = load_scenario('leping', {'days': 3, 'warmup': 1})\n"
    done = subprocess.run([sys.executable, "-c", early + OWN + USED], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert json.loads(done.stdout) == {
        "stands": [0.5, 0.25, 0.75],
        "swept": 0.125,
        "costs": pytest.approx(4 * 0.75**1.5),
        "costs before": pytest.approx(4 * 0.25**1.5),
        "measured": 0.75,
        "titles": ["openness", "公开率"],
        "schema": True,
        "phase": 1.0,
    }


WORDS = Text(zh="一", en="one")


@pytest.mark.parametrize("name", ["deliberation", "phases", "title", "days", "no name", ""])
def test_a_lever_needs_a_name_of_its_own(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a lever"):
        add_lever(Lever(name=name, title=WORDS, meaning=WORDS, price=WORDS, cost=CostCurve(), default=0.5))
    assert len(LEVERS) == 20


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "mean_days"}, "choose another name"),
        ({"of_citizens": None}, "needs one function"),
        ({"of_city": lambda _: 1.0}, "needs one function"),
        ({"unit": "shares"}, "'shares' is none of share, index"),
        ({"pillar": "shraing"}, "'shraing' is none of responsibility"),
        ({"role": "good"}, "'good' is none of outcome"),
        ({"groups": ("domain",)}, "'domain' is none of age"),
    ],
)
def test_an_indicator_is_checked_when_it_is_added(wrong: dict[str, object], said: str) -> None:
    right = {"name": "x", "zh": "一", "en": "one", "definition_zh": "一", "definition_en": "one", "unit": "share", "direction": 1}
    right |= {"role": "process", "pillar": "sharing", "groups": ("age",), "of_citizens": lambda people: float(people.who.mean())}
    with pytest.raises(ValueError, match=said):
        add_indicator(Indicator(**{**right, **wrong}))  # type: ignore[arg-type]
    assert "x" not in INDICATORS
