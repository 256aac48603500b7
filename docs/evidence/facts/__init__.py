"""The stylised facts, each split into claims and tried: `python -m docs.evidence facts`. What they say stands in facts.yaml, where they are looked at
in settings.yaml.

claim           a fact, its claims, what each needs
catalogue       all of them in order, read from the two files
cities          changes that are worked out from the default city
criteria        what counts as reproduced: contrasts with intervals
endings         how citizens judge disputes that ended in the village or higher up
judgement       every claim judged
page            the page, and the table behind it
trial           runs, judgement and page together
"""
