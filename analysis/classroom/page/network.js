/* Matters on the governance network: levels as rings, the Party organisation at the core, what nobody takes piles up between the cities. */
cogov.network = { name: "network", canvas: true };

cogov.network.lay = function (pen) {
  var height = pen.height, legend = 7.2 * pen.unit, tray, radius;
  radius = Math.min(height / 2 - 2, (pen.width - legend) / 2 / 2 - 2 * pen.unit);
  tray = Math.min(9 * pen.unit, (pen.width - legend) / 2 - 2 * radius);
  return { radius: radius, tray: tray, legend: legend, centres: [radius + 4, pen.width - radius - 4], middle: height / 2 };
};

/* Where a desk stands in the picture of a city. */
cogov.network.spot = function (laid, side, desk) {
  var at = cogov.data.desks[desk].at, scale = laid.radius * 0.86;
  return [laid.centres[side] + at[0] * scale, laid.middle - at[1] * scale];
};

cogov.network.draw = function (pen, worlds, clock) {
  var laid = cogov.network.lay(pen);
  worlds.forEach(function (world, side) {
    cogov.network.rings(pen, laid, side);
    cogov.network.matters(pen, laid, side, world, clock.part);
    cogov.network.heap(pen, laid, side, world);
    cogov.network.levels(pen, laid, side);
  });
  cogov.network.legend(pen, laid);
};

cogov.network.rings = function (pen, laid, side) {
  var context = pen.context, small = Math.max(2, laid.radius / 90);
  [0.62 / 1.18, 1].forEach(function (ring) {
    context.beginPath();
    context.arc(laid.centres[side], laid.middle, ring * laid.radius * 0.86, 0, 2 * Math.PI);
    context.strokeStyle = "#ececec";
    context.lineWidth = small * 3;
    context.stroke();
  });
  cogov.data.desks.forEach(function (desk, number) {
    var spot = cogov.network.spot(laid, side, number), size = small * [1.6, 2.6, 3.6][desk.level];
    pen.dot(spot[0], spot[1], size, cogov.data.sectors[desk.sector].colour);
  });
};

/* The names of the levels, on their rings. */
cogov.network.levels = function (pen, laid, side) {
  [["level_city", 0.21], ["level_township", 0.62 / 1.18], ["level_village", 1]].forEach(function (one) {
    pen.write(cogov.say(one[0]), laid.centres[side], laid.middle - one[1] * laid.radius * 0.86 - (one[1] > 0.9 ? -1 : 1) * 0.75 * pen.unit, { align: "center", halo: true, colour: cogov.colours.quiet });
  });
};

/* Where every open matter is in the picture: round its desk, beside its village, or nowhere here (the heap). */
cogov.network.targets = function (laid, side, world) {
  var full = {}, step = Math.max(2, laid.radius / 70), found = {};
  world.open().forEach(function (matter) {
    var place = world.place[matter], key, base, k, turn, out;
    if (place === "nobody") { return; }
    key = place === "held" && world.at[matter] >= 0 ? world.at[matter] : "v" + world.shared.village[matter] + (place === "hidden" ? "?" : "");
    base = typeof key === "number" ? cogov.network.spot(laid, side, key) : cogov.network.village(laid, side, world.shared.village[matter], place);
    k = full[key] || 0;
    full[key] = k + 1;
    turn = k * 2.39996;
    out = step * (1.2 + Math.sqrt(k));
    found[matter] = [base[0] + out * Math.cos(turn), base[1] + out * Math.sin(turn)];
  });
  return found;
};

/* A place beside a village's desks: what waits stands inside the ring, what nobody knows of outside. */
cogov.network.village = function (laid, side, village, place) {
  var at = cogov.data.villages[village].at, out = place === "hidden" ? 1.1 : 0.8, size = Math.sqrt(at[0] * at[0] + at[1] * at[1]) || 1;
  return [laid.centres[side] + at[0] / size * out * laid.radius * 0.86, laid.middle - at[1] / size * out * laid.radius * 0.86];
};

cogov.network.matters = function (pen, laid, side, world, part) {
  var memory = cogov.network.memory(world, laid, side, pen), small = Math.max(2, laid.radius / 90), ease = part * part * (3 - 2 * part), context = pen.context;
  cogov.network.trails(pen, memory, small, ease);
  Object.keys(memory.now).forEach(function (matter) {
    var to = memory.now[matter], from = memory.before[matter] || to, place = world.place[matter];
    pen.dot(from[0] + (to[0] - from[0]) * ease, from[1] + (to[1] - from[1]) * ease, small,
      place === "hidden" ? cogov.colours.hidden : place === "held" ? cogov.colours.held : cogov.colours.nobody, place === "hidden");
  });
  context.globalAlpha = 1 - 0.8 * ease;
  world.today.forEach(function (event) {
    var matter = world.matter[event], from = memory.before[matter], ended = world.place[matter];
    if (from && (ended === "settled" || ended === "gone")) {
      pen.dot(from[0], from[1], small * (1.5 + 3 * ease), ended === "settled" ? cogov.colours.settled : cogov.colours.hidden, true);
    }
  });
  context.globalAlpha = 1;
};

/* Red lines from desk to desk for what is handed on today. */
cogov.network.trails = function (pen, memory, small, ease) {
  pen.context.globalAlpha = 0.7 - 0.2 * ease;
  memory.passed.forEach(function (matter) {
    var from = memory.before[matter], to = memory.now[matter];
    if (from && to) { pen.line([from, to], cogov.colours.nobody, small * 0.9); }
  });
  pen.context.globalAlpha = 1;
};

/* Where the dots were on the day before and are today, kept until the day or the size of the picture changes. */
cogov.network.memory = function (world, laid, side, pen) {
  var kept = world.picture, key = [world.day, pen.width, pen.height].join(" ");
  if (!kept || kept.key !== key) {
    kept = { key: key, day: world.day, before: kept && kept.day === world.day - 1 ? kept.now : {}, now: cogov.network.targets(laid, side, world), passed: [] };
    world.today.forEach(function (event) {
      var matter = world.matter[event], was = event > world.first[matter] ? world.desk[event - 1] : -1;
      if (was >= 0 && world.desk[event] >= 0 && world.desk[event] !== was) { kept.passed.push(matter); }
    });
    world.picture = kept;
  }
  return kept;
};

/* What nobody has taken: a heap beside the network. */
cogov.network.heap = function (pen, laid, side, world) {
  var count = world.census().nobody, left = side ? pen.width - 2 * laid.radius - laid.tray - 4 : 2 * laid.radius + 8, width = laid.tray - 12;
  var size = Math.max(2.5, pen.unit / 7), across = Math.max(1, Math.floor(width / (2.3 * size))), floor = pen.height - 2.9 * pen.unit, i;
  for (i = 0; i < count; i += 1) {
    pen.dot(left + size * 1.2 + (i % across) * 2.3 * size, floor - size - Math.floor(i / across) * 2.3 * size, size, cogov.colours.nobody);
  }
  pen.line([[left, floor + 2], [left + width, floor + 2]], cogov.colours.text, 2);
  pen.write(cogov.number(count), left + width / 2, floor + 0.85 * pen.unit, { align: "center", colour: cogov.colours.nobody, bold: true, size: 1.2 });
  pen.write(cogov.say("nobody"), left + width / 2, floor + 2.1 * pen.unit, { align: "center", colour: cogov.colours.nobody, most: laid.tray });
};

cogov.network.legend = function (pen, laid) {
  var left = (pen.width - laid.legend) / 2, top = pen.unit * 0.8, step = pen.unit * 1.3;
  cogov.data.sectors.forEach(function (sector, number) {
    pen.dot(left + 0.4 * pen.unit, top + number * step, 0.3 * pen.unit, sector.colour);
    pen.write(cogov.say("sector_" + sector.name), left + 0.95 * pen.unit, top + number * step, { most: laid.legend - pen.unit });
  });
  ["held", "waiting", "hidden", "passed_on"].forEach(function (name, number) {
    var y = top + (number + 6.3) * step, colour = name === "held" ? cogov.colours.held : name === "hidden" ? cogov.colours.hidden : cogov.colours.nobody;
    if (name === "passed_on") {
      pen.line([[left, y], [left + 0.8 * pen.unit, y]], colour, 3);
    } else {
      pen.dot(left + 0.4 * pen.unit, y, 0.16 * pen.unit, colour, name === "hidden");
    }
    pen.write(cogov.say(name), left + 0.95 * pen.unit, y, { most: laid.legend - pen.unit });
  });
};

/* The open matter nearest to a point of the picture, or nothing where there is none near. */
cogov.network.nearest = function (worlds, x, y, reach) {
  var found = null, best = reach * reach;
  worlds.forEach(function (world) {
    var now = world.picture ? world.picture.now : {};
    Object.keys(now).forEach(function (matter) {
      var far = Math.pow(now[matter][0] - x, 2) + Math.pow(now[matter][1] - y, 2);
      if (far < best) {
        best = far;
        found = Number(matter);
      }
    });
  });
  return found;
};
