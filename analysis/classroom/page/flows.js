/* Who passes what to whom: sectors on a circle, both cities on one scale. */
cogov.flows = { name: "flows", canvas: true };

cogov.flows.draw = function (pen, worlds, clock) {
  var found = worlds.map(function (world) { return world.flows(clock.day); }), most = 1, first = 1;
  found.forEach(function (one) {
    one.first.forEach(function (count) { first = Math.max(first, count); });
    one.passed.forEach(function (row, from) {
      row.forEach(function (count, to) { if (from !== to) { most = Math.max(most, count); } });
    });
  });
  found.forEach(function (one, side) { cogov.flows.picture(pen, one, side, most, first); });
};

cogov.flows.picture = function (pen, found, side, most, first) {
  var half = pen.width / 2, centre = half * (side + 0.5), middle = (pen.height - 1.3 * pen.unit) / 2, total = 0;
  var across = Math.min(half / 2 - 5.6 * pen.unit, 8 * pen.unit), up = middle - 2.6 * pen.unit;
  var spots = cogov.data.sectors.map(function (sector, number) {
    var turn = Math.PI / 2 - 2 * Math.PI * number / cogov.data.sectors.length;
    return [centre + across * Math.cos(turn), middle - up * Math.sin(turn)];
  });
  found.passed.forEach(function (row, from) {
    row.forEach(function (count, to) {
      if (from !== to) {
        total += count;
        if (count > most / 60) { cogov.flows.arrow(pen, spots[from], spots[to], count, most, cogov.data.sectors[from].colour); }
      }
    });
  });
  cogov.data.sectors.forEach(function (sector, number) {
    cogov.flows.sector(pen, sector, spots[number], found.first[number] / first, centre, found.first[number]);
  });
  pen.write(cogov.say("flows_total", { count: cogov.number(total) }), centre, pen.height - 0.7 * pen.unit, { align: "center", bold: true, most: half - pen.unit });
};

/* An arrow bent to its right, as wide as what it carries. */
cogov.flows.arrow = function (pen, from, to, count, most, colour) {
  var context = pen.context, width = Math.max(1.5, pen.unit * 0.62 * count / most), dx = to[0] - from[0], dy = to[1] - from[1], far = Math.sqrt(dx * dx + dy * dy);
  var bend = [(from[0] + to[0]) / 2 - dy * 0.16, (from[1] + to[1]) / 2 + dx * 0.16], gap = pen.unit * 0.85, ux, uy, tip;
  ux = (to[0] - bend[0]) / Math.sqrt(Math.pow(to[0] - bend[0], 2) + Math.pow(to[1] - bend[1], 2));
  uy = (to[1] - bend[1]) / Math.sqrt(Math.pow(to[0] - bend[0], 2) + Math.pow(to[1] - bend[1], 2));
  tip = [to[0] - ux * gap, to[1] - uy * gap];
  context.globalAlpha = 0.75;
  context.beginPath();
  context.moveTo(from[0] + dx / far * gap, from[1] + dy / far * gap);
  context.quadraticCurveTo(bend[0], bend[1], tip[0] - ux * width, tip[1] - uy * width);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.beginPath();
  context.moveTo(tip[0] + ux * 3, tip[1] + uy * 3);
  context.lineTo(tip[0] - ux * (width + 8) - uy * (width * 0.8 + 5), tip[1] - uy * (width + 8) + ux * (width * 0.8 + 5));
  context.lineTo(tip[0] - ux * (width + 8) + uy * (width * 0.8 + 5), tip[1] - uy * (width + 8) - ux * (width * 0.8 + 5));
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  if (count > most / 5) {
    pen.write(cogov.number(count), (from[0] + to[0]) / 2 - dy * 0.1, (from[1] + to[1]) / 2 + dx * 0.1, { align: "center", colour: colour, halo: true, bold: true });
  }
};

cogov.flows.sector = function (pen, sector, spot, share, centre, count) {
  var radius = pen.unit * (0.25 + 0.6 * Math.sqrt(share)), right = spot[0] > centre + 1, left = spot[0] < centre - 1, above;
  above = !right && !left;
  pen.dot(spot[0], spot[1], radius, sector.colour);
  if (above) {
    pen.write(cogov.say("sector_" + sector.name) + " " + cogov.number(count), spot[0], spot[1] + (spot[1] < pen.height / 2 ? -1.5 : 1.5) * pen.unit, { align: "center", halo: true });
  } else {
    pen.write(cogov.say("sector_" + sector.name), spot[0] + (right ? 1 : -1) * pen.unit, spot[1] - 0.6 * pen.unit, { align: right ? "left" : "right", most: 4.5 * pen.unit, halo: true });
    pen.write(cogov.number(count), spot[0] + (right ? 1 : -1) * pen.unit, spot[1] + 0.6 * pen.unit, { align: right ? "left" : "right", halo: true });
  }
};
