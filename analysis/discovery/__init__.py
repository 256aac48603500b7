"""Under what conditions a policy fails: boxes (PRIM) and trees (CART) over the worlds of a study, in words.

condition.py  `--when 'indicator<value'`, read strictly
cases.py      worlds, their conditions, and which of them fail
edges.py      the limits that a box sets to one factor
boxes.py      boxes in which most worlds fail (PRIM), and a tree beside them (CART)
answer.py     both, or the reason why neither can be had
words.py      what is said of it
"""
