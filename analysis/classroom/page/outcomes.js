/* What became of both cities in the end: the main indicators of these two runs. */
cogov.outcomes = { name: "outcomes" };

cogov.outcomes.show = function () {
  var head = [cogov.element("th", "", ""), cogov.headOf(0, "number"), cogov.headOf(1, "number"), cogov.element("th", "number", cogov.say("difference"))];
  var rows = cogov.data.outcomes.map(function (one) {
    return cogov.element("tr", "", [
      cogov.element("td", "", cogov.said(one.title)),
      cogov.element("td", "number", one.values[0]),
      cogov.element("td", "number", one.values[1]),
      cogov.element("td", "number " + (one.better > 0 ? "better" : one.better < 0 ? "worse" : ""), (one.better > 0 ? "▲ " : one.better < 0 ? "▼ " : "") + cogov.said(one.difference))
    ]);
  });
  return [cogov.element("table", "", [cogov.element("tr", "", head)].concat(rows)), cogov.element("p", "quiet", cogov.say("outcomes_note", { days: cogov.data.days, warmup: cogov.data.warmup, seed: cogov.data.seed }))];
};

/* The head of a city's column, in its colour. */
cogov.headOf = function (side, kind) {
  var made = cogov.element("th", kind, cogov.said(cogov.data.policies[side].title));
  made.style.color = cogov.data.policies[side].colour;
  return made;
};
