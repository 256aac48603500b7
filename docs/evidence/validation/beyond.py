"""Closed forms and facts to which nothing in the model answers, each with the reason."""

from docs.evidence.validation.row import Beyond

OUT_OF_SCOPE = (
    Beyond(
        "Geo/Geo/1: L = p(1 − p)/(s − p)",
        "discrete-time queues",
        "work is served within the day in fractions and arrivals have times of day: one handler follows the Lindley recursion to 1e-6, not ticks",
    ),
    Beyond(
        "Jackson network of four stations, X = (20, 10, 10, 4)",
        "Bolch et al., example 7.4",
        "`routing: matrix` has one chance of a right pass; the example needs a chance for each pair of desks, and leaving with a chance from one of them",
    ),
    Beyond(
        "a group of four with measured weights ends at (60.02, 59.98, 75.00, 74.99)",
        "Friedkin & Johnsen 1999",
        "speakers weigh all present alike; the example needs a weight for each pair, which talks do not take",
    ),
    Beyond(
        "m helpers on n tasks at random leave (1 − 1/n)^m uncovered",
        "occupancy",
        "nobody chooses among tasks at random: desks are asked about each matter; urns and balls with as many desks as see it are a row above",
    ),
    Beyond(
        "non-preemptive priorities: waits 1.143 and 5.714",
        "Cobham 1954",
        "queues are sorted anew each day, so that the graver interrupt: preemptive-resume is the form that holds",
    ),
    Beyond("finite waiting rooms: M/M/c/K", "queueing textbooks", "no desk turns a matter away because its queue is full"),
    Beyond(
        "pooling of short and long jobs can harm",
        "van Dijk & van der Sluis 2008",
        "topics of a desk share one distribution family but are not kept apart in two desks of one kind",
    ),
    Beyond(
        "clusters of opinions under bounded confidence",
        "Deffuant 2000; Hegselmann & Krause 2002",
        "talks heed all present alike, however far apart",
    ),
    Beyond("majority of n jurors of one competence", "Condorcet", "talks decide by who can live with a plan, not by who is right"),
)
