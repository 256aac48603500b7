/* One matter: its life in both cities, day by day, and the day on which the two worlds part. */
cogov.matterView = { name: "matter", chosen: null };

cogov.matterView.show = function (worlds) {
  var chosen = cogov.matterView.chosen === null ? cogov.data.stories[0].matter : cogov.matterView.chosen;
  return [cogov.matterView.picker(chosen)].concat(cogov.matterView.told(cogov.matterView.storyOf(chosen) || cogov.matterView.plain(worlds, chosen)));
};

/* A life beside the other, one row a day. */
cogov.matterView.told = function (story) {
  var head = cogov.element("tr", "", [cogov.element("th", "", cogov.say("day")), cogov.headOf(0, ""), cogov.headOf(1, "")]), rows;
  rows = story.rows.map(function (row) {
    return cogov.element("tr", row[0] === story.parting ? "parting" : "", [
      cogov.element("td", "", (row[0] === story.parting ? "≠ " : "") + row[0]), cogov.matterView.cell(row[1]), cogov.matterView.cell(row[2])
    ]);
  });
  rows.push(cogov.element("tr", "ending", [cogov.element("td", "", cogov.say("end"))].concat(story.endings.map(function (words) {
    return cogov.element("td", "", cogov.said(words));
  }))));
  return [
    cogov.element("p", "", cogov.said(story.facts)),
    cogov.element("p", "quiet", story.parting === null ? cogov.say("same_in_both") : cogov.say("parting", { day: story.parting })),
    cogov.element("table", "story", [head].concat(rows))
  ];
};

cogov.matterView.cell = function (sentences) {
  return cogov.element("td", "", sentences.map(cogov.said).join(cogov.language === "zh" ? "" : " "));
};

cogov.matterView.storyOf = function (matter) {
  var found = cogov.data.stories.filter(function (one) { return one.matter === matter; });
  return found.length ? found[0] : null;
};

/* What a matter is called: its topic, the day on which it arose, its village. */
cogov.matterView.title = function (matter) {
  var data = cogov.data, arose = cogov.page.worlds.map(function (world) { return world.counts[matter] ? world.on[world.first[matter]] : Infinity; });
  return cogov.say("matter_title", { topic: cogov.said(data.topics[data.topic[matter]]), day: Math.min.apply(null, arose), village: data.village[matter] + 1 });
};

/* Its code, by which `cogov journey --matter` finds it. */
cogov.matterView.codeOf = function (matter) {
  var data = cogov.data, ending = data.matters.endings[data.ending[matter]];
  return /^\d/.test(ending) ? ending : "d" + data.coded[matter] + "-v" + (data.village[matter] + 1) + "-" + data.topicNames[data.topic[matter]] + ending;
};

/* Before, next, and a list: the worst first; one chosen in the picture stands at its head. */
cogov.matterView.picker = function (chosen) {
  var list = cogov.element("select", "", []), told = cogov.data.stories.map(function (one) { return one.matter; });
  if (told.indexOf(chosen) < 0) { told = [chosen].concat(told); }
  told.forEach(function (matter) {
    var rank = cogov.data.stories.map(function (one) { return one.matter; }).indexOf(matter) + 1;
    var option = cogov.element("option", "", (rank ? rank + " · " : "") + cogov.matterView.title(matter));
    option.value = String(matter);
    option.selected = matter === chosen;
    list.appendChild(option);
  });
  list.onchange = function () { cogov.matterView.choose(Number(list.value)); };
  list.setAttribute("aria-label", cogov.say("view_matter"));
  return cogov.element("div", "picker", [
    cogov.button(cogov.say("worst"), function () { cogov.matterView.choose(cogov.data.stories[0].matter); }),
    cogov.button(cogov.say("most_different"), function () { cogov.matterView.choose(cogov.matterView.mostDifferent()); }),
    cogov.button("◀", function () { cogov.matterView.move(-1); }), list, cogov.button("▶", function () { cogov.matterView.move(1); })
  ]);
};

/* Of the matters told, the one that suffered most more under the first policy than under the second. */
cogov.matterView.mostDifferent = function () {
  return cogov.data.stories.reduce(function (best, one) {
    return one.suffering[0] - one.suffering[1] > best.suffering[0] - best.suffering[1] ? one : best;
  }).matter;
};

cogov.matterView.choose = function (matter) {
  cogov.matterView.chosen = matter;
  cogov.page.refresh();
  document.getElementById("text").scrollTop = 0;
};

cogov.matterView.move = function (by) {
  var told = cogov.data.stories.map(function (one) { return one.matter; }), here = Math.max(0, told.indexOf(cogov.matterView.chosen));
  cogov.matterView.choose(told[(here + by + told.length) % told.length]);
};

/* The life of a matter whose reasons were not kept, told from the events of both worlds. */
cogov.matterView.plain = function (worlds, matter) {
  var lives = worlds.map(function (world) { return cogov.matterView.lifeOf(world, matter); }), days = {}, parting = null;
  lives.forEach(function (life) { life.forEach(function (event) { days[event.day] = true; }); });
  days = Object.keys(days).map(Number).sort(function (a, b) { return a - b; });
  days.forEach(function (day) {
    var told = lives.map(function (life) { return cogov.matterView.onDay(life, day).map(function (event) { return event.what; }).join(); });
    if (parting === null && told[0] !== told[1]) { parting = day; }
  });
  return {
    facts: [cogov.matterView.codeOf(matter), cogov.matterView.codeOf(matter)],
    parting: parting,
    rows: days.map(function (day) {
      return [day].concat(lives.map(function (life) { return cogov.matterView.onDay(life, day).map(function (event) { return event.words; }); }));
    }),
    endings: lives.map(function (life) { return cogov.words[life.length ? life[life.length - 1].ending : "never_arose"]; })
  };
};

cogov.matterView.onDay = function (life, day) {
  return life.filter(function (event) { return event.day === day; });
};

cogov.matterView.lifeOf = function (world, matter) {
  var found = [], i, move, gaps;
  for (i = world.first[matter]; i < world.first[matter + 1]; i += 1) {
    move = cogov.data.moves[world.move[i]];
    gaps = world.desk[i] < 0 ? [cogov.words.somebody[0], cogov.words.somebody[1]] : cogov.data.desks[world.desk[i]].title;
    found.push({
      day: world.on[i], what: world.move[i] + "@" + world.desk[i], ending: "ends_" + cogov.places[move[2]],
      words: [cogov.fill(move[3][0], { desk: gaps[0] }) + "。", cogov.fill(move[3][1], { desk: gaps[1] }) + "."]
    });
  }
  return found;
};
