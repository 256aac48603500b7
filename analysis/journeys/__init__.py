"""The life of a matter, in words, and the same matter under another policy. Every run is lived through with a witness of its reasons.

world        one run of one policy, remembered
views        what desks made of a matter at triage, and what held them back
facts        what a matter is, the same under every policy
lives        a matter's life: what happened to it, day by day, and how it ended
worst        which matters suffered most: the measure, and the order
pairing      lives of one matter side by side: the first event at which they differ
words        what happened, in sentences
view_words   the reasons, in sentences
facts_words  what a matter is, in words
page         lives side by side, for a terminal or a text file
markdown     the same as a page in Markdown
document     the same as one JSON document
"""
