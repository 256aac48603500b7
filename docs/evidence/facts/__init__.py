"""The stylised facts, each split into claims and tried: `python -m docs.evidence facts`.

claim           a fact, its claims, what each needs
contrasts       weighted sums of paired values with intervals
criteria        what counts as reproduced: directions and shapes
interactions    the same where two things are turned
bounds          criteria that state a number
cities          changes to the default city
settings        settings that several facts share
endings         how citizens judge disputes that ended in the village or higher up
mandates        facts 1 to 3: unclear, segmented, overlapping mandates
responsibility  facts 4 and 5: insurance by overlap, many responsible
networks        facts 6, 7 and 9: ties, collaboration, liaisons
talks           facts 8 and 19: deliberation, boundaries against process
pooling         fact 10: pooling
grids           fact 11: grid density
disputes        facts 12 and 18: escalation, mediators
response        facts 13 and 14: whom institutions answer, demand
pressure        facts 15 and 16: accountability, campaigns
access          facts 17 and 20: one-stop centres, inequality of access
catalogue       all of them in order
judgement       every claim judged
figures         the figures of a claim
needed          what would be needed to show what is not reproduced
page            the page
trial           runs, judgement and page together
"""
