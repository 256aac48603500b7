/* Groups with the same budget: a hundred points over a few levers; what is shown is the nearest stored plan, and named as such. */
cogov.game = { groups: [], most: 4 };

cogov.game.show = function (page) {
  var game = cogov.data.lesson.game, groups = cogov.game.groups, head;
  if (!groups.length) { cogov.game.add(); }
  head = [cogov.element("th", "", cogov.say("group"))].concat(game.levers.map(function (lever) { return cogov.element("th", "", cogov.said(lever)); }), [cogov.element("th", "number", cogov.say("sum"))]);
  return [
    cogov.element("p", "", cogov.say("game_rule", { yuan: game.yuan, seeds: game.seeds })),
    cogov.element("table", "game", [cogov.element("tr", "", head)].concat(groups.map(function (group, number) { return cogov.game.inputs(page, group, number); }))),
    cogov.element("p", "row", [
      cogov.button(cogov.say("group_more"), function () {
        cogov.game.add();
        page.refresh();
      }),
      cogov.button(cogov.say("game_see"), function () {
        cogov.game.seen = true;
        page.refresh();
        document.getElementById("text").scrollTop = 100000;
      })
    ])
  ].concat(cogov.game.seen ? cogov.game.results() : []);
};

cogov.game.add = function () {
  var levers = cogov.data.lesson.game.levers.length;
  if (cogov.game.groups.length < cogov.game.most) {
    cogov.game.groups.push(cogov.data.lesson.game.levers.map(function () { return 100 / levers; }));
  }
};

cogov.game.inputs = function (page, group, number) {
  var sum = cogov.element("td", "number", ""), cells;
  cells = group.map(function (points, lever) {
    var input = cogov.element("input", "points", []);
    input.type = "number";
    input.min = 0;
    input.max = 100;
    input.value = points;
    input.setAttribute("aria-label", cogov.said(cogov.data.lesson.game.levers[lever]));
    input.oninput = function () {
      group[lever] = Math.max(0, Math.min(100, Number(input.value) || 0));
      cogov.game.tellSum(sum, group);
    };
    return cogov.element("td", "", [input]);
  });
  cogov.game.tellSum(sum, group);
  return cogov.element("tr", "", [cogov.element("td", "", String(number + 1))].concat(cells, [sum]));
};

cogov.game.tellSum = function (place, group) {
  var sum = group.reduce(function (so_far, one) { return so_far + one; }, 0);
  place.textContent = cogov.number(sum);
  place.className = "number " + (Math.abs(sum - 100) > 0.5 ? "worse" : "better");
};

/* The stored plan nearest to what a group wrote, and by how many points it differs: those that would have to move. */
cogov.game.nearest = function (group) {
  return cogov.data.lesson.game.plans.map(function (plan) {
    var moved = plan.points.reduce(function (sum, points, lever) { return sum + Math.abs(points - group[lever]); }, 0) / 2;
    return { plan: plan, moved: moved };
  }).reduce(function (best, one) { return one.moved < best.moved ? one : best; });
};

cogov.game.results = function () {
  var game = cogov.data.lesson.game, head;
  head = [cogov.element("th", "", cogov.say("group")), cogov.element("th", "", cogov.say("stored_plan"))].concat(game.judged.map(function (name) { return cogov.element("th", "", cogov.said(name)); }), [cogov.element("th", "", cogov.say("floor"))]);
  return [
    cogov.element("table", "", [cogov.element("tr", "", head)].concat(cogov.game.groups.map(function (group, number) { return cogov.game.result(group, number); }))),
    cogov.element("p", "quiet", cogov.say("game_reading", { floor: cogov.said(game.floor) }))
  ];
};

cogov.game.result = function (group, number) {
  var game = cogov.data.lesson.game, sum = group.reduce(function (so_far, one) { return so_far + one; }, 0), found;
  if (Math.abs(sum - 100) > 0.5) {
    found = cogov.element("td", "worse", cogov.say("not_a_hundred", { sum: cogov.number(sum) }));
    found.colSpan = game.judged.length + 2;
    return cogov.element("tr", "", [cogov.element("td", "", String(number + 1)), found]);
  }
  found = cogov.game.nearest(group);
  return cogov.element("tr", "", [
    cogov.element("td", "", String(number + 1)), cogov.element("td", "", found.plan.points.join("·") + (found.moved > 0.5 ? cogov.say("moved", { points: cogov.number(found.moved) }) : ""))
  ].concat(found.plan.outcomes.map(function (one) {
    return cogov.element("td", one.low > 0 ? "better" : one.high < 0 ? "worse" : "", (one.low > 0 ? "▲ " : one.high < 0 ? "▼ " : "≈ ") + cogov.said(one.said));
  }), [cogov.element("td", found.plan.floor ? "" : "worse", cogov.say(found.plan.floor ? (found.plan.beaten ? "beaten" : "defensible") : "below_floor"))]));
};
