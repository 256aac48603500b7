"""Closed forms and facts to which nothing in the model answers, each with the reason."""

from docs.evidence.validation.row import Beyond

OUT_OF_SCOPE = (
    Beyond(
        "non-preemptive priorities: waits 1.143 and 5.714",
        "Cobham 1954",
        "queues are sorted anew each day, so that the graver interrupt: preemptive-resume is the form that holds",
    ),
    Beyond("finite waiting rooms: M/M/c/K", "queueing textbooks", "no desk turns a matter away because its queue is full"),
    Beyond(
        "clusters of opinions under bounded confidence",
        "Deffuant 2000; Hegselmann & Krause 2002",
        "talks heed all present alike, however far apart",
    ),
    Beyond("majority of n jurors of one competence", "Condorcet", "talks decide by who can live with a plan, not by who is right"),
)
