"""The classroom: pages that open by double-click, on any office computer, without internet; each is one file that asks for nothing else.

document         two worlds under the same luck, as the one document that a page shows: all its numbers are taken from the runs
worlds           what happened to every matter in each world, packed
places           where desks and villages stand in the picture
stories          chosen matters told in words, with the reasons; and the words for what happened to all others
packing          whole numbers as short text
lesson           what a lesson is: storyboard, cities, vote, cards; and the game that lessons share
plans            the plans of the game, which all cost the same
stored           the runs on which a lesson and the game rest, kept small as tables beside them
counties         forty counties in eight numbers, and which of them is nearest to one's own
lesson_document  what a lesson shows beside the replay of its pair
library          six lessons, the game, and their runs
page_file        the files of the page and a document made into one HTML file
page             the page itself: template, style sheet, words and plain scripts that browsers of 2012 can run

What is drawn is what was recorded: a matter stands with the desk that the table of events names (of several the first), a day is a
whole day, and nothing between two days is known but where a matter was on each.
"""
