/* My county: eight numbers, and the stored county nearest to them, named as such and with how near it is. */
cogov.county = { answers: null, seen: false };

cogov.county.show = function (page) {
  var county = cogov.data.lesson.county;
  if (!cogov.county.answers) { cogov.county.answers = county.blanks.map(function (one) { return one.usual; }); }
  return [
    cogov.element("table", "game", county.blanks.map(function (blank, number) { return cogov.county.asked(blank, number); })),
    cogov.element("p", "row", [cogov.button(cogov.say("county_see"), function () {
      cogov.county.seen = true;
      page.refresh();
      document.getElementById("text").scrollTop = 100000;
    })])
  ].concat(cogov.county.seen ? cogov.county.result() : []);
};

/* One blank: its words, a place for the number, its range, and what the nearest stored county has. */
cogov.county.asked = function (blank, number) {
  var input = cogov.element("input", "points", []), cells;
  input.type = "number";
  input.min = blank.low;
  input.max = blank.high;
  input.value = cogov.county.answers[number];
  input.setAttribute("aria-label", cogov.said(blank.title));
  input.oninput = function () {
    cogov.county.answers[number] = Math.max(blank.low, Math.min(blank.high, Number(input.value) || 0));
  };
  cells = [cogov.element("td", "", cogov.said(blank.title)), cogov.element("td", "", [input]), cogov.element("td", "quiet", cogov.said(blank.unit) + cogov.say("county_range", { low: blank.low, high: blank.high }))];
  if (cogov.county.seen) { cells.push(cogov.element("td", "number", cogov.say("county_there") + cogov.number(cogov.county.nearest().county.answers[number]))); }
  return cogov.element("tr", "", cells);
};

/* The stored county whose numbers are least apart on average, each measured in its own range. */
cogov.county.nearest = function () {
  var blanks = cogov.data.lesson.county.blanks;
  return cogov.data.lesson.county.counties.map(function (one) {
    return {
      county: one,
      apart: one.answers.reduce(function (sum, answer, number) {
        return sum + Math.abs(answer - cogov.county.answers[number]) / (blanks[number].high - blanks[number].low);
      }, 0) / blanks.length
    };
  }).reduce(function (best, one) { return one.apart < best.apart ? one : best; });
};

cogov.county.result = function () {
  var county = cogov.data.lesson.county, found = cogov.county.nearest(), head;
  head = [""].concat(county.policies.map(cogov.said), [cogov.say("difference")]).map(function (words, place) {
    return cogov.element("th", place ? "number" : "", words);
  });
  return [
    cogov.element("p", "strong", cogov.say(found.apart < 0.1 ? "county_near" : found.apart < 0.2 ? "county_rough" : "county_far", { percent: cogov.number(100 * found.apart) })),
    cogov.element("table", "", [cogov.element("tr", "", head)].concat(found.county.rows.map(function (row, number) {
      return cogov.element("tr", "", [
        cogov.element("td", "", cogov.said(county.shown[number])), cogov.element("td", "number", row.values[0]), cogov.element("td", "number", row.values[1]),
        cogov.element("td", "number " + (row.better > 0 ? "better" : row.better < 0 ? "worse" : ""), (row.better > 0 ? "▲ " : row.better < 0 ? "▼ " : "≈ ") + cogov.said(row.difference))
      ]);
    }))),
    cogov.element("p", "quiet", cogov.say("county_reading", { seeds: county.seeds }))
  ];
};
