/* The map of villages by open matters a thousand residents, one block a township, both cities on one scale. */
cogov.villages = { name: "villages", canvas: true };
cogov.villages.shades = ["#fff7ec", "#fee8c8", "#fdd49e", "#fdbb84", "#fc8d59", "#e34a33", "#b30000"];

cogov.villages.draw = function (pen, worlds) {
  var rates = worlds.map(function (world) {
    return world.byVillage().map(function (count, village) { return 1000 * count / cogov.data.villages[village].residents; });
  });
  rates.forEach(function (one, side) {
    cogov.villages.map(pen, one, { left: side * pen.width / 2 + 0.5 * pen.unit, width: pen.width / 2 - pen.unit, height: pen.height - 1.5 * pen.unit });
  });
  cogov.villages.scale(pen);
};

cogov.villages.ends = [2, 4, 7, 11, 17, 26]; /* where the shade changes */

cogov.villages.shade = function (rate) {
  return cogov.villages.ends.filter(function (end) { return rate >= end; }).length;
};

cogov.villages.map = function (pen, rates, box) {
  var blocks = cogov.data.townships.map(function (name, number) {
    var inside = [];
    cogov.data.villages.forEach(function (village, v) { if (village.township === number) { inside.push(v); } });
    return { name: name, villages: inside };
  });
  var side = cogov.villages.side(pen, blocks, box), across = Math.max(1, Math.floor(box.width / side)), top = 0;
  blocks.forEach(function (block) {
    pen.write(cogov.said(block.name), box.left, top + 0.7 * pen.unit, { most: box.width });
    top += 1.35 * pen.unit;
    block.villages.forEach(function (village, k) {
      var x = box.left + (k % across) * side, y = top + Math.floor(k / across) * side, step = cogov.villages.shade(rates[village]);
      pen.box(x + 1, y + 1, side - 3, side - 3, cogov.villages.shades[step]);
      pen.context.strokeStyle = cogov.data.villages[village].urban ? "#1a1a1a" : "#bdbdbd";
      pen.context.lineWidth = 2;
      pen.context.strokeRect(x + 1, y + 1, side - 4, side - 4);
      if (side > 1.45 * pen.unit) {
        pen.write(cogov.number(rates[village]), x + side / 2 - 1, y + side / 2, { align: "center", colour: step > 4 ? "#ffffff" : cogov.colours.text, most: side - 6 });
      }
    });
    top += Math.ceil(block.villages.length / across) * side;
  });
};

/* The largest square for a village with which all blocks fit. */
cogov.villages.side = function (pen, blocks, box) {
  var side = 3 * pen.unit, fits = false, across, rows;
  while (!fits && side > 4) {
    side -= 1;
    across = Math.max(1, Math.floor(box.width / side));
    rows = blocks.reduce(function (sum, block) { return sum + Math.ceil(block.villages.length / across); }, 0);
    fits = rows * side + blocks.length * 1.35 * pen.unit <= box.height;
  }
  return side;
};

cogov.villages.scale = function (pen) {
  var y = pen.height - 0.75 * pen.unit, x = 0.5 * pen.unit, words = cogov.say("villages_scale");
  pen.write(words, x, y, { most: pen.width * 0.6 });
  x += Math.min(pen.widthOf(words), pen.width * 0.6) + 0.5 * pen.unit;
  cogov.villages.shades.forEach(function (shade, step) {
    var label = step < cogov.villages.ends.length ? String(cogov.villages.ends[step]) : "";
    pen.box(x, y - 0.5 * pen.unit, 1.2 * pen.unit, pen.unit, shade);
    pen.context.strokeStyle = "#bdbdbd";
    pen.context.strokeRect(x, y - 0.5 * pen.unit, 1.2 * pen.unit, pen.unit);
    x += 1.3 * pen.unit;
    if (label) {
      pen.write(label, x, y, { colour: cogov.colours.quiet });
      x += pen.widthOf(label) + 0.2 * pen.unit;
    }
  });
};
