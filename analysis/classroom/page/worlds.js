/* One world: what happened to every matter, and how all of them stand on a day. */
cogov.places = {
  unknown: "hidden", known: "waiting", unclaimed: "nobody", talks: "held", partners: "held", in_hand: "held", session: "held", court: "held",
  settled: "settled", lapsed: "gone", given_up: "gone"
};
cogov.handed = ["talks", "partners", "in_hand", "session"]; /* stages in which somebody has a matter, as in flows.py */
cogov.triaged = ["claimed", "dispatched", "nobody_took_it"];

cogov.World = function (packed, shared) {
  this.shared = shared;
  this.counts = cogov.unpack(packed.counts);
  this.government = cogov.unpack(packed.government);
  this.measured = cogov.unpack(packed.measured);
  this.readEvents(packed);
  this.sortByDay();
  this.findPasses();
  this.findTriages();
  this.day = -1;
  this.goTo(0);
};

cogov.World.prototype.readEvents = function (packed) {
  var since = cogov.unpackSigned(packed.days), change = cogov.unpack(packed.desks), n = since.length, matter, k, i = 0;
  this.move = cogov.unpack(packed.moves);
  this.matter = new Int32Array(n);
  this.on = new Int32Array(n);
  this.desk = new Int32Array(n); /* -1: none */
  this.first = new Int32Array(this.counts.length + 1);
  for (matter = 0; matter < this.counts.length; matter += 1) {
    this.first[matter] = i;
    for (k = 0; k < this.counts[matter]; k += 1) {
      this.matter[i] = matter;
      this.on[i] = k ? this.on[i - 1] + since[i] : since[i];
      this.desk[i] = change[i] ? change[i] - 2 : this.desk[i - 1];
      i += 1;
    }
  }
  this.first[matter] = n;
};

/* Events in the order of their days, within a day in the order of the table. */
cogov.World.prototype.sortByDay = function () {
  var days = this.shared.days, start = new Int32Array(days + 2), next, i, day;
  for (i = 0; i < this.on.length; i += 1) {
    day = Math.min(days, Math.max(0, this.on[i]));
    start[day + 1] += 1;
  }
  for (i = 0; i <= days; i += 1) { start[i + 1] += start[i]; }
  this.dayStart = start;
  this.order = new Int32Array(this.on.length);
  next = new Int32Array(start);
  for (i = 0; i < this.on.length; i += 1) {
    day = Math.min(days, Math.max(0, this.on[i]));
    this.order[next[day]] = i;
    next[day] += 1;
  }
};

/* Stand at the end of a day. */
cogov.World.prototype.goTo = function (day) {
  if (day < this.day || this.day < 0) {
    this.place = new Array(this.counts.length);
    this.at = new Int32Array(this.counts.length);
    this.day = -1;
    this.settledSoFar = 0;
    this.goneSoFar = 0;
  }
  while (this.day < day) { this.nextDay(); }
};

cogov.World.prototype.nextDay = function () {
  var i, event, matter, place;
  this.day += 1;
  this.today = [];
  for (i = this.dayStart[this.day]; i < this.dayStart[this.day + 1]; i += 1) {
    event = this.order[i];
    matter = this.matter[event];
    place = cogov.places[this.shared.moves[this.move[event]][2]];
    if (this.place[matter] !== place && place === "settled") { this.settledSoFar += 1; }
    if (this.place[matter] !== place && place === "gone") { this.goneSoFar += 1; }
    this.place[matter] = place;
    this.at[matter] = this.desk[event];
    this.today.push(event);
  }
};

/* Open matters, those that came first first. */
cogov.World.prototype.open = function () {
  var found = [], matter, place;
  for (matter = 0; matter < this.counts.length; matter += 1) {
    place = this.place[matter];
    if (place && place !== "settled" && place !== "gone") { found.push(matter); }
  }
  return found;
};

/* How many matters are at each kind of place. */
cogov.World.prototype.census = function () {
  var found = { hidden: 0, waiting: 0, nobody: 0, held: 0, settled: this.settledSoFar, gone: this.goneSoFar }, open = this.open(), i;
  for (i = 0; i < open.length; i += 1) { found[this.place[open[i]]] += 1; }
  return found;
};

/* Who passed what to whom: of measured matters, whenever another desk has them than before (flows.py). */
cogov.World.prototype.findPasses = function () {
  var i, last = -1, stage, none = this.shared.sectors.length;
  this.passes = []; /* [day, from, to]; from all sectors' number: it came there first; to it: settled there */
  for (i = 0; i < this.on.length; i += 1) {
    if (i === this.first[this.matter[i]]) { last = -1; }
    stage = this.shared.moves[this.move[i]][2];
    if (this.measured[this.matter[i]] && this.desk[i] >= 0 && cogov.handed.indexOf(stage) >= 0) {
      if (last < 0) {
        this.passes.push([this.on[i], none, this.shared.desks[this.desk[i]].sector]);
      } else if (this.desk[i] !== last) {
        this.passes.push([this.on[i], this.shared.desks[last].sector, this.shared.desks[this.desk[i]].sector]);
      }
      last = this.desk[i];
    }
  }
};

/* Up to the end of a day: where matters came first, and from whose hands into whose they went. */
cogov.World.prototype.flows = function (day) {
  var n = this.shared.sectors.length, found = { first: [], passed: [] }, i, j, pass;
  for (i = 0; i < n; i += 1) {
    found.first.push(0);
    found.passed.push([]);
    for (j = 0; j < n; j += 1) { found.passed[i].push(0); }
  }
  for (i = 0; i < this.passes.length; i += 1) {
    pass = this.passes[i];
    if (pass[0] <= day) {
      if (pass[1] === n) { found.first[pass[2]] += 1; } else { found.passed[pass[1]][pass[2]] += 1; }
    }
  }
  return found;
};

/* By day, how often matters have been handed on so far. */
cogov.World.prototype.handedOn = function () {
  var found = [], day, none = this.shared.sectors.length;
  for (day = 0; day < this.shared.days; day += 1) { found.push(0); }
  this.passes.forEach(function (pass) { if (pass[1] !== none && pass[0] < found.length) { found[pass[0]] += 1; } });
  for (day = 1; day < found.length; day += 1) { found[day] += found[day - 1]; }
  return found;
};

/* The day on which each measured matter that concerns government was first asked about. */
cogov.World.prototype.findTriages = function () {
  var i, matter, seen = new Int8Array(this.counts.length);
  this.triages = []; /* [day, what government made of it] */
  for (i = 0; i < this.on.length; i += 1) {
    matter = this.matter[i];
    if (!seen[matter] && this.measured[matter] && this.government[matter] && cogov.triaged.indexOf(this.shared.moves[this.move[i]][0]) >= 0) {
      seen[matter] = 1;
      this.triages.push([this.on[i], this.government[matter]]);
    }
  }
};

/* Of measured matters that concern government: how many it made what of, up to the end of a day. */
cogov.World.prototype.governmentShares = function (day) {
  var counts = [0, 0, 0, 0, 0];
  this.triages.forEach(function (one) {
    if (one[0] <= day) {
      counts[one[1]] += 1;
      counts[0] += 1;
    }
  });
  return counts;
};

/* Known open matters of every village. */
cogov.World.prototype.byVillage = function () {
  var found = this.shared.villages.map(function () { return 0; }), open = this.open(), i;
  for (i = 0; i < open.length; i += 1) {
    if (this.place[open[i]] !== "hidden") { found[this.shared.village[open[i]]] += 1; }
  }
  return found;
};
