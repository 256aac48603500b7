"""A county in eight numbers: what answers become."""

import pytest

from cogov.scenarios import county
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario


def test_the_answers_of_a_scenario_make_it_again() -> None:
    base = load_scenario("leping")
    again = load_scenario({"extends": "leping", **county.county_of(county.answers_of(base), base)})
    assert again.city == base.city
    assert again.topics == base.topics
    assert again.kinds == base.kinds


def test_a_county_has_the_eight_numbers_that_were_asked_for() -> None:
    base = load_scenario("leping")
    asked = {blank.name: round(blank.low + 0.3 * (blank.high - blank.low)) for blank in county.FORM}
    made = load_scenario({"extends": "leping", **county.county_of(asked, base)})
    assert county.answers_of(made) == pytest.approx(asked, rel=1e-3)
    assert made.topics["traffic"].rate.urban / made.topics["air_pollution"].rate.urban == pytest.approx(
        base.topics["traffic"].rate.urban / base.topics["air_pollution"].rate.urban, rel=1e-3
    )


@pytest.mark.parametrize("written", ["19", "91", "much", "-1", "nan"])
def test_an_answer_out_of_range_is_refused(written: str) -> None:
    with pytest.raises(InputError) as refused:
        county.FORM[0].read(written)
    assert '"urban residents" needs a number within the range' in refused.value.text("en")
    assert "20 – 90" in refused.value.text("zh")


def test_full_width_digits_are_numbers() -> None:
    assert county.FORM[0].read("４５") == 45


def test_every_end_of_every_range_is_a_city() -> None:
    base = load_scenario("leping")
    usual = county.answers_of(base)
    for blank in county.FORM:
        for end in (blank.low, blank.high):
            made = load_scenario({"extends": "leping", **county.county_of({**usual, blank.name: end}, base)})
            assert county.answers_of(made)[blank.name] == pytest.approx(end, rel=1e-3)
