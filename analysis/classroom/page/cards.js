/* 该我管/不该我管: twelve matters, six sectors; the class's own overlaps and gaps, its noise and threshold, beside the cities'. */
cogov.cards = { at: 0, revealed: false, votes: [] };

cogov.cards.votesOn = function (card) {
  if (!cogov.cards.votes[card]) { cogov.cards.votes[card] = cogov.data.sectors.map(function () { return false; }); }
  return cogov.cards.votes[card];
};

/* clear, composite or novel: by how many it is whose duty. */
cogov.cards.kind = function (card) {
  return card.owners.length > 1 ? "composite" : card.owners.length ? "clear" : "novel";
};

/* What became of a matter with an owner: as the model says it of first triage. */
cogov.cards.outcome = function (card, votes) {
  var owners = 0, others = 0;
  votes.forEach(function (mine, sector) {
    if (mine && card.owners.indexOf(sector) >= 0) { owners += 1; }
    if (mine && card.owners.indexOf(sector) < 0) { others += 1; }
  });
  if (!card.owners.length) { return owners + others ? "card_taken" : "card_left"; }
  if (others) { return owners ? "card_overlap" : "card_mismatch"; }
  return owners === card.owners.length ? "card_clear" : "card_gap";
};

cogov.cards.show = function (page) {
  var cards = cogov.data.lesson.cards;
  return cogov.cards.at >= cards.length ? cogov.cards.summary() : cogov.cards.one(page, cards[cogov.cards.at]);
};

cogov.cards.one = function (page, card) {
  var votes = cogov.cards.votesOn(cogov.cards.at), buttons, said;
  buttons = cogov.data.sectors.map(function (sector, number) {
    var made = cogov.button((votes[number] ? "✓ " : "") + cogov.say("sector_" + sector.name), function () {
      votes[number] = !votes[number];
      page.refresh();
    }, votes[number]);
    made.className += " wide" + (cogov.cards.revealed && card.owners.indexOf(number) >= 0 ? " owner" : "");
    return made;
  });
  said = [
    cogov.element("p", "quiet", cogov.say("card_of", { card: cogov.cards.at + 1, cards: cogov.data.lesson.cards.length })),
    cogov.element("p", "huge", cogov.said(card.text)),
    cogov.element("p", "", cogov.say("card_ask")),
    cogov.element("p", "row", buttons)
  ];
  if (cogov.cards.revealed) {
    said.push(cogov.element("p", "strong", cogov.say("card_" + cogov.cards.kind(card)) + cogov.say("colon") + cogov.cards.names(card.owners) + cogov.say("stop") + cogov.said(card.why)));
    said.push(cogov.element("p", "strong", cogov.say(cogov.cards.outcome(card, votes))));
  }
  said.push(cogov.element("p", "row", [
    cogov.button(cogov.say(cogov.cards.revealed ? "card_next" : "card_reveal"), function () {
      if (cogov.cards.revealed) { cogov.cards.at += 1; }
      cogov.cards.revealed = !cogov.cards.revealed;
      page.refresh();
    })
  ]));
  return said;
};

cogov.cards.names = function (owners) {
  var names = owners.map(function (owner) { return cogov.say("sector_" + cogov.data.sectors[owner].name); });
  return names.length ? names.join(cogov.say("and")) : cogov.say("nobodys_duty");
};

/* Of the cards with one owner: how often owners and others said "mine". */
cogov.cards.counts = function () {
  var found = { hits: 0, own: 0, alarms: 0, others: 0 };
  cogov.data.lesson.cards.forEach(function (card, number) {
    if (cogov.cards.kind(card) !== "clear") { return; }
    cogov.cards.votesOn(number).forEach(function (mine, sector) {
      var own = card.owners.indexOf(sector) >= 0;
      found[own ? "own" : "others"] += 1;
      if (mine) { found[own ? "hits" : "alarms"] += 1; }
    });
  });
  return found;
};

cogov.cards.summary = function () {
  var tally = {}, rows = [[cogov.say("the_class"), cogov.detected(cogov.cards.counts())]], head = ["", "detect_hits", "detect_alarms", "detect_noise", "detect_threshold"];
  cogov.data.lesson.cards.forEach(function (card, number) {
    var outcome = cogov.cards.outcome(card, cogov.cards.votesOn(number));
    tally[outcome] = (tally[outcome] || 0) + 1;
  });
  cogov.data.lesson.detection.forEach(function (counts, side) { rows.push([cogov.said(cogov.data.policies[side].title), cogov.detected(counts)]); });
  return [
    cogov.element("p", "big", ["card_clear", "card_overlap", "card_gap", "card_mismatch", "card_taken", "card_left"].filter(function (one) { return tally[one]; }).map(function (one) {
      return cogov.say("card_count", { outcome: cogov.say(one), count: tally[one] });
    }).join(cogov.say("comma"))),
    cogov.element("table", "", [cogov.element("tr", "", head.map(function (one) { return cogov.element("th", one ? "number" : "", one ? cogov.say(one) : ""); }))].concat(rows.map(function (row) {
      var found = row[1];
      return cogov.element("tr", "", [
        cogov.element("td", "", row[0]), cogov.element("td", "number", cogov.number(100 * found.hits) + "%"), cogov.element("td", "number", cogov.number(100 * found.alarms) + "%"),
        cogov.element("td", "number", found.noise === null ? "–" : cogov.number(found.noise, 2)), cogov.element("td", "number", found.threshold === null ? "–" : cogov.number(found.threshold, 2))
      ]);
    }))),
    cogov.element("p", "quiet", cogov.say("detect_means")),
    cogov.element("p", "row", [cogov.button(cogov.say("cards_again"), function () {
      cogov.cards.at = 0;
      cogov.page.refresh();
    })])
  ];
};
