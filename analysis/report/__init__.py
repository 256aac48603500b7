"""A page that people can hand on: one HTML file a language, with everything inside it.

parts     what a page is made of: sections of paragraphs, tables and figures
opening   question, city, policies and what they differ in
result    the main result, pillar scores, all main indicators
people    who gains and who is left out
reported  reported figures beside the true ones
money     what it costs, and what is worth its cost
factors   which factors matter, where a study was made to say so
surfaces  response surfaces of factors, and whether they help one another
worlds    in how many worlds conclusions hold; policies over uncertain worlds
pilots    a pilot as an evaluator would see it
days      daily series and the flow of matters
again     limits, and how to make it again
codebook  what the figures are: definition, unit, direction and role
page      the sections in order, made into a page
"""
