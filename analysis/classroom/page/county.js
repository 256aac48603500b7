/* My county: eight numbers, and the stored county nearest to them, named as such and with how near it is. */
cogov.county = { answers: null, seen: false };

cogov.county.show = function (page) {
  var county = cogov.data.lesson.county;
  if (!cogov.county.answers) { cogov.county.answers = county.questions.map(function (one) { return one.usual; }); }
  return [
    cogov.element("table", "game", county.questions.map(function (question, number) { return cogov.county.asked(question, number); })),
    cogov.element("p", "row", [cogov.button(cogov.say("county_see"), function () {
      cogov.county.seen = true;
      page.refresh();
      document.getElementById("text").scrollTop = 100000;
    })])
  ].concat(cogov.county.seen ? cogov.county.result() : []);
};

/* One question: its words, a place for the number, its range, and what the nearest stored county has. */
cogov.county.asked = function (question, number) {
  var input = cogov.element("input", "points", []), cells;
  input.type = "number";
  input.min = question.low;
  input.max = question.high;
  input.value = cogov.county.answers[number];
  input.setAttribute("aria-label", cogov.said(question.title));
  input.oninput = function () {
    cogov.county.answers[number] = Math.max(question.low, Math.min(question.high, Number(input.value) || 0));
  };
  cells = [cogov.element("td", "", cogov.said(question.title)), cogov.element("td", "", [input]), cogov.element("td", "quiet", cogov.said(question.unit) + cogov.say("county_range", { low: question.low, high: question.high }))];
  if (cogov.county.seen) { cells.push(cogov.element("td", "number", cogov.say("county_there") + cogov.number(cogov.county.nearest().county.answers[number]))); }
  return cogov.element("tr", "", cells);
};

/* The stored county whose numbers are least apart on average, each measured in its own range. */
cogov.county.nearest = function () {
  var questions = cogov.data.lesson.county.questions;
  return cogov.data.lesson.county.counties.map(function (one) {
    return {
      county: one,
      apart: one.answers.reduce(function (sum, answer, number) {
        return sum + Math.abs(answer - cogov.county.answers[number]) / (questions[number].high - questions[number].low);
      }, 0) / questions.length
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
