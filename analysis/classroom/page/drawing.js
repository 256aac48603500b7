/* A canvas as sharp as the screen, and what every picture uses: writing, lines, dots. Lengths are pixels; `unit` is the size of the writing. */
cogov.colours = { text: "#1a1a1a", quiet: "#595959", faint: "#d0d0d0", held: "#333333", nobody: "#c1121f", settled: "#00856a", hidden: "#8c8c8c" };
cogov.font = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", SimHei, Arial, "DejaVu Sans", sans-serif';

cogov.Pen = function (canvas) {
  this.canvas = canvas;
  this.context = canvas.getContext("2d");
};

/* Fit the canvas to its place and wipe it. */
cogov.Pen.prototype.fresh = function (unit) {
  var sharp = window.devicePixelRatio || 1, context = this.context;
  this.width = this.canvas.clientWidth;
  this.height = this.canvas.clientHeight;
  this.unit = unit;
  if (this.canvas.width !== Math.round(this.width * sharp) || this.canvas.height !== Math.round(this.height * sharp)) {
    this.canvas.width = Math.round(this.width * sharp);
    this.canvas.height = Math.round(this.height * sharp);
  }
  context.setTransform(sharp, 0, 0, sharp, 0, 0);
  context.clearRect(0, 0, this.width, this.height);
  context.font = unit + "px " + cogov.font;
  context.textBaseline = "middle";
  context.globalAlpha = 1;
};

/* Write; `most` pixels at most, narrower letters where there are more. */
cogov.Pen.prototype.write = function (words, x, y, look) {
  var context = this.context;
  look = look || {};
  context.font = (look.bold ? "bold " : "") + this.unit * (look.size || 1) + "px " + cogov.font;
  context.textAlign = look.align || "left";
  context.fillStyle = look.colour || cogov.colours.text;
  if (look.halo) {
    context.strokeStyle = "#ffffff";
    context.lineWidth = this.unit * 0.22;
    context.lineJoin = "round";
    context.strokeText(words, x, y, look.most);
  }
  context.fillText(words, x, y, look.most);
};

cogov.Pen.prototype.widthOf = function (words) {
  this.context.font = this.unit + "px " + cogov.font;
  return this.context.measureText(words).width;
};

cogov.Pen.prototype.dot = function (x, y, radius, colour, hollow) {
  var context = this.context;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (hollow) {
    context.strokeStyle = colour;
    context.lineWidth = Math.max(1, radius * 0.5);
    context.stroke();
  } else {
    context.fillStyle = colour;
    context.fill();
  }
};

cogov.Pen.prototype.line = function (points, colour, width) {
  var context = this.context, i;
  context.beginPath();
  for (i = 0; i < points.length; i += 1) {
    if (i) { context.lineTo(points[i][0], points[i][1]); } else { context.moveTo(points[i][0], points[i][1]); }
  }
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
};

cogov.Pen.prototype.box = function (x, y, width, height, colour) {
  this.context.fillStyle = colour;
  this.context.fillRect(x, y, width, height);
};
