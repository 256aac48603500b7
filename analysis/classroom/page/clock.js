/* The days go by: play, pause, step, jump, faster and slower. */
cogov.speeds = [1, 2, 5, 10, 20, 50]; /* days a second */

cogov.Clock = function (last, changed) {
  this.last = last;
  this.changed = changed;
  this.day = 0;
  this.part = 1; /* how much of the way from the day before has been gone */
  this.speed = 2;
  this.playing = false;
};

cogov.Clock.prototype.goTo = function (day) {
  this.day = Math.max(0, Math.min(this.last, Math.round(day)));
  this.part = 1;
  this.changed();
};

cogov.Clock.prototype.step = function (days) {
  this.playing = false;
  this.goTo(this.day + days);
};

cogov.Clock.prototype.change = function (by) {
  this.speed = Math.max(0, Math.min(cogov.speeds.length - 1, this.speed + by));
  this.changed();
};

cogov.Clock.prototype.play = function (until) {
  var self = this;
  if (this.playing) {
    this.playing = false;
    this.part = 1;
    this.changed();
    return;
  }
  if (this.day >= this.last) { this.day = 0; }
  this.until = until === undefined ? this.last : until;
  this.playing = true;
  this.before = null;
  window.requestAnimationFrame(function (now) { self.tick(now); });
};

cogov.Clock.prototype.tick = function (now) {
  var self = this, gone;
  if (!this.playing) { return; }
  gone = this.before === null ? 0 : Math.min(0.5, (now - this.before) / 1000);
  this.before = now;
  this.part += gone * cogov.speeds[this.speed];
  while (this.part >= 1 && this.day < this.until) {
    this.day += 1;
    this.part -= 1;
  }
  if (this.day >= this.until && this.part >= 1) {
    this.part = 1;
    this.playing = false;
  }
  this.changed();
  window.requestAnimationFrame(function (then) { self.tick(then); });
};
