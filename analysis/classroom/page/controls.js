/* What the hands touch: the bar of the clock, the views, the language, keys and clicker. */
cogov.unit = function () {
  return Math.max(28, Math.min(window.innerWidth / 48.8, window.innerHeight / 23.5));
};

cogov.dayWords = function (page) {
  var made = cogov.element("span", "", cogov.say("day_of", { day: page.clock.day, days: page.clock.last }));
  made.id = "day";
  return made;
};

cogov.languageButton = function (page) {
  var made = cogov.button(cogov.say("other_language"), function () { page.speak(cogov.language === "zh" ? "en" : "zh"); });
  made.id = "language";
  return made;
};

cogov.head = function (page) {
  var views = cogov.element("span", "", page.views.map(function (view) {
    return cogov.button(cogov.say("view_" + view.name), function () { page.look(view); }, view === page.view);
  }));
  var day = cogov.dayWords(page);
  views.id = "views";
  cogov.replaceInner("head", [day, views, cogov.languageButton(page)]);
};

cogov.bar = function (page) {
  var clock = page.clock, slider = cogov.element("input", "", []), speed = cogov.element("span", "", cogov.say("speed", { days: cogov.speeds[clock.speed] })), play, footer;
  slider.type = "range";
  slider.min = 0;
  slider.max = clock.last;
  slider.value = clock.day;
  slider.id = "slider";
  slider.setAttribute("aria-label", cogov.say("jump"));
  slider.oninput = slider.onchange = function () {
    if (Number(slider.value) !== clock.day) {
      clock.playing = false;
      clock.goTo(Number(slider.value));
    }
  };
  speed.id = "speed";
  play = cogov.button(clock.playing ? "❚❚" : "▶", function () { clock.play(); });
  play.id = "play";
  play.setAttribute("aria-label", cogov.say(clock.playing ? "pause" : "play"));
  footer = cogov.element("span", "", cogov.said(cogov.data.footer));
  footer.id = "footer";
  if (!page.shows()) {
    cogov.replaceInner("bar", [footer]);
    return;
  }
  cogov.replaceInner("bar", [
    play, cogov.button("|◀", function () { clock.step(-1); }), cogov.button("▶|", function () { clock.step(1); }),
    cogov.button("−", function () { clock.change(-1); }), speed, cogov.button("+", function () { clock.change(1); }), slider, footer
  ]);
};

/* What changes from day to day without anything being made anew. */
cogov.tellDay = function (page) {
  document.getElementById("day").textContent = cogov.say("day_of", { day: page.clock.day, days: page.clock.last });
  document.getElementById("slider").value = page.clock.day;
};

/* The two cities' names and how many of their matters are where. */
cogov.halves = function (page) {
  cogov.replaceInner("halves", page.worlds.map(function (world, side) {
    var policy = cogov.data.policies[side], name = cogov.element("b", "", cogov.said(policy.title)), counts = world.census();
    var said = ["settled", "held", "nobody", "hidden"].map(function (kind) {
      return cogov.element("span", "count", cogov.say(kind) + " " + cogov.number(counts[kind]));
    });
    var half = cogov.element("div", "half", [cogov.element("div", "title", [name].concat(said.slice(0, 1))), cogov.element("div", "", said.slice(1))]);
    name.style.color = policy.colour;
    name.title = cogov.said(policy.title);
    half.style.borderColor = policy.colour;
    return half;
  }));
};

/* Keys: space plays; left and right step; up and down change speed, or the matter; the clicker goes forward and back, through long text first. */
cogov.keys = function (page) {
  document.addEventListener("keydown", function (event) {
    var key = event.keyCode, view = page.shows(), done = true;
    if (event.target.tagName === "SELECT" || (event.target.tagName === "INPUT" && event.target.type !== "range")) { return; }
    if (key === 34 || (!view && (key === 32 || key === 39))) { if (!cogov.scrolled(1)) { page.forward(); } }
    else if (key === 33 || (!view && key === 37)) { if (!cogov.scrolled(-1)) { page.back(); } }
    else if (key === 76) { page.speak(cogov.language === "zh" ? "en" : "zh"); }
    else if (key === 78 && page.turnNotes) { page.turnNotes(); }
    else if (!view) { done = false; }
    else if (key === 32) { page.clock.play(); }
    else if (key === 37) { page.clock.step(-1); }
    else if (key === 39) { page.clock.step(1); }
    else if (key === 36) { page.clock.step(-page.clock.last); }
    else if (key === 35) { page.clock.step(page.clock.last); }
    else if (key === 38 || key === 40) {
      if (view === cogov.matterView) { cogov.matterView.move(key === 38 ? -1 : 1); } else { page.clock.change(key === 38 ? 1 : -1); }
    }
    else { done = false; }
    if (done) { event.preventDefault(); }
  });
};

/* Scroll the text if there is more of it that way. */
cogov.scrolled = function (way) {
  var text = document.getElementById("text"), before = text.scrollTop;
  if (text.style.display === "none") { return false; }
  text.scrollTop = before + way * text.clientHeight * 0.8;
  return Math.abs(text.scrollTop - before) > 4;
};
