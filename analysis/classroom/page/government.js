/* What government made of the matters that concern it: in its place, 越位, 缺位, 错位 as the essay means them. */
cogov.governmentView = { name: "government", canvas: true };
cogov.governmentView.kinds = ["clear", "overreach", "absence", "misplacement"];

cogov.governmentView.draw = function (pen, worlds, clock) {
  var counts = worlds.map(function (world) { return world.governmentShares(clock.day); }), row = (pen.height - 1.5 * pen.unit) / 4;
  cogov.governmentView.kinds.forEach(function (kind, number) {
    var top = number * row, left = pen.width * 0.4, wide = pen.width - left - 5.5 * pen.unit, tall = Math.min(1.2 * pen.unit, row / 2 - 4);
    pen.write(cogov.say("government_" + kind), 0.6 * pen.unit, top + row / 2 - 0.62 * pen.unit, { bold: true, size: 1.15, most: left - pen.unit });
    pen.write(cogov.say("government_" + kind + "_means"), 0.6 * pen.unit, top + row / 2 + 0.68 * pen.unit, { colour: cogov.colours.quiet, most: left - pen.unit });
    counts.forEach(function (count, side) {
      var share = count[0] ? count[number + 1] / count[0] : 0, y = top + row / 2 + (side ? 2 : -tall - 2);
      pen.box(left, y, Math.max(2, wide * share), tall, cogov.data.policies[side].colour);
      pen.write(count[0] ? cogov.number(100 * share, 1) + "%" : "–", left + wide * share + 0.35 * pen.unit, y + tall / 2 + 1, { colour: cogov.data.policies[side].colour, bold: true });
    });
  });
  pen.write(clock.day < cogov.data.warmup ? cogov.say("from_warmup", { day: cogov.data.warmup }) : cogov.say("government_of", { counts: counts.map(function (one) { return cogov.number(one[0]); }).join(" / ") }),
    0.6 * pen.unit, pen.height - 0.75 * pen.unit, { colour: cogov.colours.quiet, most: pen.width - pen.unit });
};
