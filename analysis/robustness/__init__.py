"""How named policies do over worlds that nobody can put odds on: regret, satisficing, maximin, and conclusions world by world.

performance.py   what each policy leaves in each world
measures.py      regret, satisficing, the worst world
stability.py     a ranking, and how much of it survives other worlds
answer.py        all measures of all indicators, and what is required of a world, said or not
words.py         the table
figure.py        regret and satisficing as a picture
conclusions.py   what a conclusion may be about: policies, levers, their interaction; in how many structural worlds each conclusion holds
conclusion_words.py  and in words
"""
