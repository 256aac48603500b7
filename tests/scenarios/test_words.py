from cogov.model.words import Text


def test_gaps_are_filled_in_both_languages_each_with_its_own() -> None:
    pattern = Text(zh="{who}有 {count:,} 件", en="{who} has {count:,}")
    filled = pattern.filled(who=Text(zh="民政", en="civil affairs"), count=1200)
    assert filled == Text(zh="民政有 1,200 件", en="civil affairs has 1,200")
