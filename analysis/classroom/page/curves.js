/* A few daily series of both cities up to today, with today's difference. */
cogov.curves = { name: "curves", canvas: true };

cogov.curves.draw = function (pen, worlds, clock) {
  cogov.data.curves.concat([cogov.curves.handedOn(worlds)]).forEach(function (curve, number) {
    var left = (number % 2) * pen.width / 2, top = Math.floor(number / 2) * pen.height / 2;
    cogov.curves.panel(pen, curve, { left: left + 0.6 * pen.unit, top: top, width: pen.width / 2 - 1.2 * pen.unit, height: pen.height / 2 }, clock.day);
  });
};

/* How often matters have been handed on since the warm-up, from desk to desk. */
cogov.curves.handedOn = function (worlds) {
  if (!cogov.curves.handed) {
    cogov.curves.handed = { title: cogov.words.handed_on, decimals: 0, lines: worlds.map(function (world) { return world.handedOn(); }) };
  }
  return cogov.curves.handed;
};

/* What was last known of a line by the end of a day. */
cogov.curves.today = function (line, day) {
  while (day >= 0 && (line[day] === null || line[day] === undefined)) { day -= 1; }
  return day < 0 ? null : line[day];
};

/* Where the scale begins and ends: at 0, or for an index where its values do, which the picture says. */
cogov.curves.ends = function (curve) {
  var least = Infinity, most = 0;
  curve.lines.forEach(function (line) {
    line.forEach(function (value) {
      if (value !== null) {
        most = Math.max(most, value);
        least = Math.min(least, value);
      }
    });
  });
  return curve.index ? [Math.floor(least * 20) / 20, Math.ceil(most * 20) / 20] : [0, most || 1];
};

cogov.curves.panel = function (pen, curve, box, day) {
  var ends = cogov.curves.ends(curve), least = ends[0], most = ends[1], floor = box.top + box.height - 0.35 * pen.unit, tall = box.height - 2.9 * pen.unit, decimals = curve.decimals;
  var values = curve.lines.map(function (line) { return cogov.curves.today(line, day); }), x = box.left;
  pen.write(cogov.said(curve.title) + (curve.index === false ? cogov.say("per_thousand") : ""), box.left, box.top + 0.75 * pen.unit, { bold: true, most: box.width });
  values.forEach(function (value, side) {
    var words = value === null ? "–" : cogov.number(value, decimals);
    pen.write(words, x, box.top + 2 * pen.unit, { colour: cogov.data.policies[side].colour, bold: true });
    x += pen.widthOf(words) + 1.2 * pen.unit;
  });
  if (values[0] !== null && values[1] !== null) {
    pen.write(cogov.say("difference") + " " + cogov.withSign(values[1] - values[0], decimals), x, box.top + 2 * pen.unit, { most: box.left + box.width - x });
  }
  pen.line([[box.left, floor], [box.left + box.width, floor]], cogov.colours.faint, 2);
  if (least > 0) { pen.write(cogov.say("from_to", { least: cogov.number(least, 2), most: cogov.number(most, 2) }), box.left + box.width, floor - 0.7 * pen.unit, { align: "right", colour: cogov.colours.quiet }); }
  curve.lines.forEach(function (line, side) {
    var points = [];
    line.forEach(function (value, when) {
      if (value !== null && when <= day) { points.push([box.left + box.width * when / cogov.data.days, floor - tall * (value - least) / (most - least || 1)]); }
    });
    pen.line(points, cogov.data.policies[side].colour, Math.max(2, pen.unit / 9));
  });
};
