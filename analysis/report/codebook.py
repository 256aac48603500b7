"""What the figures of the report are: the codebook, of what this study recorded."""

from cogov.analysis.names import name_words
from cogov.analysis.report.parts import Block, Grid, Section, section
from cogov.analysis.subject import Subject
from cogov.analysis.values import unit_words
from cogov.experiments.codebook import COLUMNS, STATISTICS, meaning
from cogov.model.indicators import DIRECTIONS, INDICATORS, ROLES, SERIES, base
from cogov.model.words import Language, Text

TITLE = Text(zh="附录:指标手册", en="Appendix: codebook")
HEADS = (
    Text(zh="指标", en="Indicator"),
    Text(zh="列名", en="Column"),
    Text(zh="定义与分母", en="Definition with its denominator"),
    Text(zh="单位", en="Unit"),
    Text(zh="差异的单位", en="Differences in"),
    Text(zh="方向", en="Better"),
    Text(zh="作用", en="Role"),
)
OTHERS = Text(zh="得分、费用和逐日序列", en="Scores, money and daily series")
OTHER_HEADS = (HEADS[0], HEADS[1], Text(zh="含义", en="Meaning"), HEADS[3])
FIGURES = Text(zh="比较中的数字", en="Figures of a comparison")
FIGURE_HEADS = (Text(zh="名称", en="Name"), Text(zh="JSON 中", en="In JSON"), Text(zh="含义", en="Meaning"), Text(zh="单位", en="Unit"))


def codebook(subject: Subject, language: Language) -> list[Section]:
    """Say of every indicator that was recorded what it is, and what the figures of a comparison are."""
    there = {base(name) for name in subject.study.outputs}
    recorded = [one for name, one in INDICATORS.items() if name in there]
    rows = [
        (
            one.title.in_(language),
            one.name,
            one.definition.in_(language),
            one.level_unit.in_(language),
            one.change_unit.in_(language),
            DIRECTIONS[one.direction].in_(language),
            ROLES[one.role].in_(language),
        )
        for one in recorded
    ]
    figures = [(one.title.in_(language), name, one.definition.in_(language), one.unit.in_(language)) for name, one in STATISTICS.items()]
    others = [
        (name_words(name, language), name, meaning(name).definition.in_(language), unit_words(name, language)) for name in _others(subject)
    ]
    blocks: list[Block] = [
        Grid(tuple(head.in_(language) for head in HEADS), tuple(rows), words=True),
        Grid(tuple(head.in_(language) for head in OTHER_HEADS), tuple(others), OTHERS.in_(language), words=True),
        Grid(tuple(head.in_(language) for head in FIGURE_HEADS), tuple(figures), FIGURES.in_(language), words=True),
    ]
    return section("codebook", TITLE, language, blocks)


def _others(subject: Subject) -> list[str]:
    """Return what else was recorded than indicators: scores and money of the runs, and the days where they were kept."""
    daily = SERIES if "series" in subject.manifest["tables"] else ()
    return [*(name for name in COLUMNS if name in subject.study.outputs), *(name for name in daily if name not in INDICATORS)]
