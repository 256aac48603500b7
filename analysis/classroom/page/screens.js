/* The screens of a lesson, by their kind; those that show pictures of the cities have none here. */
cogov.screens = {};

cogov.screens.paragraphs = function (screen) {
  return screen.text.map(function (one) { return cogov.element("p", "big", cogov.said(one)); });
};

cogov.screens.words = function (page, screen) {
  return [cogov.element("div", "words", cogov.screens.paragraphs(screen))];
};

/* The matter that the lesson is told by: of those of its form that have lived some days before the worlds part, the one that differs most. */
cogov.screens.story = function () {
  var form = cogov.data.lesson.case, alike, told = [], days;
  alike = cogov.data.stories.filter(function (one) { return !form || cogov.data.forms[cogov.data.topic[one.matter]] === form; });
  for (days = 2; days >= 0 && !told.length; days -= 1) {
    told = alike.filter(function (one) { return one.parting !== null && cogov.screens.before(one).length >= days; });
  }
  return (told.length ? told : cogov.data.stories).reduce(function (best, one) {
    return one.suffering[0] - one.suffering[1] > best.suffering[0] - best.suffering[1] ? one : best;
  });
};

/* The days of a story before the worlds part. */
cogov.screens.before = function (story) {
  return story.rows.filter(function (row) { return story.parting !== null && row[0] < story.parting; });
};

/* A case that stops at the fork. */
cogov.screens.case = function (page, screen) {
  var story = cogov.screens.story();
  return cogov.screens.paragraphs(screen).concat([
    cogov.element("p", "strong", cogov.matterView.title(story.matter)),
    cogov.element("p", "", cogov.said(story.facts)),
    cogov.element("table", "days", cogov.screens.before(story).map(function (row) {
      return cogov.element("tr", "", [cogov.element("th", "", cogov.say("day_number", { day: row[0] })), cogov.matterView.cell(row[1])]);
    })),
    cogov.element("p", "strong", cogov.say("fork", { day: story.parting }))
  ]);
};

cogov.screens.matter = function (page, screen) {
  return cogov.screens.paragraphs(screen).concat([cogov.element("p", "strong", cogov.matterView.title(cogov.screens.story().matter))], cogov.matterView.told(cogov.screens.story()));
};

/* Hands counted and typed in. */
cogov.screens.vote = function (page, screen) {
  var vote = cogov.data.lesson.vote;
  return cogov.screens.paragraphs(screen).concat([cogov.element("p", "big", cogov.said(vote.question))], vote.options.map(function (option, number) {
    var input = cogov.element("input", "points", []);
    input.type = "number";
    input.min = 0;
    input.value = page.votes[number] || 0;
    input.setAttribute("aria-label", cogov.said(option));
    input.oninput = function () { page.votes[number] = Math.max(0, Math.round(Number(input.value) || 0)); };
    return cogov.element("p", "option", [input, cogov.element("span", "", cogov.said(option))]);
  }), [cogov.element("p", "quiet", cogov.say("vote_hint"))]);
};

/* The prediction beside what became of it, over all runs. */
cogov.screens.result = function (page, screen) {
  var runs = cogov.data.lesson.runs, n = runs.differences.length, vote = cogov.data.lesson.vote, hands = page.votes.reduce(function (sum, one) { return sum + (one || 0); }, 0), last = runs.policies.length - 1, head;
  head = ["", cogov.headOf(0, "number"), cogov.headOf(1, "number")];
  return [
    cogov.element("p", "", cogov.say("predicted") + vote.options.map(function (option, number) {
      return cogov.said(option) + " " + (page.votes[number] || 0) + (hands ? cogov.say("share_of", { share: cogov.number(100 * (page.votes[number] || 0) / hands) }) : "");
    }).join(cogov.say("comma"))),
    cogov.element("p", "big", cogov.say(runs.higher >= runs.lower ? "more_often_higher" : "more_often_lower", {
      runs: n, times: Math.max(runs.higher, runs.lower), policy: cogov.said(runs.policies[last].title), measure: cogov.said(runs.measure)
    })),
    cogov.screens.strip(runs),
    cogov.element("p", "", runs.policies.map(function (one) { return cogov.said(one.title) + " " + one.mean; }).join(cogov.say("comma"))),
    cogov.element("p", "quiet", cogov.say("pair_on_show", { seed: runs.seed, runs: n }))
  ].concat(cogov.screens.paragraphs(screen), [cogov.element("table", "", [cogov.element("tr", "", [cogov.element("th", "", ""), head[1], head[2], cogov.element("th", "number", cogov.say("difference"))])].concat(runs.rows.map(function (row) {
    return cogov.element("tr", "", [
      cogov.element("td", "", cogov.said(row.title)), cogov.element("td", "number", row.values[0]), cogov.element("td", "number", row.values[1]),
      cogov.element("td", "number " + (row.better > 0 ? "better" : row.better < 0 ? "worse" : ""), (row.better > 0 ? "▲ " : row.better < 0 ? "▼ " : "≈ ") + cogov.said(row.difference))
    ]);
  })))]);
};

/* One dot a run: left of the line those with less of the measure in the second city, right those with more. */
cogov.screens.strip = function (runs) {
  var sorted = runs.differences.slice().sort(function (a, b) { return a - b; }), made = cogov.element("p", "strip", []);
  sorted.forEach(function (one, place) {
    if (place === runs.lower) { made.appendChild(cogov.element("span", "quiet", "|")); }
    made.appendChild(cogov.element("span", one * runs.direction > 0 ? "better" : one * runs.direction < 0 ? "worse" : "quiet", "●"));
  });
  return made;
};

cogov.screens.cards = function (page) { return cogov.cards.show(page); };
cogov.screens.county = function (page, screen) { return cogov.screens.paragraphs(screen).concat(cogov.county.show(page)); };
cogov.screens.game = function (page, screen) { return cogov.screens.paragraphs(screen).concat(cogov.game.show(page)); };
