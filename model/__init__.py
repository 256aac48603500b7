"""One city, one run: the Mesa model, its agents and the day's rules. Imports scenarios.

rules/          the rules of the day, in the order in which a matter meets them
"""
