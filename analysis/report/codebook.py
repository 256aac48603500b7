"""What the figures of the report are: the codebook, of what this study recorded."""

from cogov.analysis.report.parts import Block, Grid, Section, section
from cogov.analysis.subject import Subject
from cogov.model.indicators import DIRECTIONS, INDICATORS, ROLES, STATISTICS, base, change_unit, level_unit
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
            level_unit(one).in_(language),
            change_unit(one).in_(language),
            DIRECTIONS[one.direction].in_(language),
            ROLES[one.role].in_(language),
        )
        for one in recorded
    ]
    figures = [(one.title.in_(language), name, one.definition.in_(language), one.unit.in_(language)) for name, one in STATISTICS.items()]
    blocks: list[Block] = [
        Grid(tuple(head.in_(language) for head in HEADS), tuple(rows), words=True),
        Grid(tuple(head.in_(language) for head in FIGURE_HEADS), tuple(figures), FIGURES.in_(language), words=True),
    ]
    return section("codebook", TITLE, language, blocks)
