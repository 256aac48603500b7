"""The owner's question: what clarity of boundaries and alignment of goals do, alone and together, and how far the answer may be trusted.

grid         five levels of both in worlds that differ in convening, composite share, goals and two named choices: the pooled answer
corners      two levels of both under a city's overrides: what the next three share
mechanisms   through which mechanism an effect runs: one knocked out at a time
prior        the same contrasts over draws of all assumed parameters
earlier      the same contrasts under the choices of the first version of the model
page         the page that quotes all four
"""
