/* What the hands touch: the bar of the clock, the views, the language, keys and clicker. */
cogov.unit = function () {
  return Math.max(28, Math.min(window.innerWidth / 48.8, window.innerHeight / 23.5));
};

cogov.head = function (page) {
  var views = cogov.element("span", "", page.views.map(function (view) {
    return cogov.button(cogov.say("view_" + view.name), function () { page.look(view); }, view === page.view);
  }));
  var day = cogov.element("span", "", cogov.say("day_of", { day: page.clock.day, days: page.clock.last }));
  var language = cogov.button(cogov.say("other_language"), function () { page.speak(cogov.language === "zh" ? "en" : "zh"); });
  day.id = "day";
  views.id = "views";
  language.id = "language";
  cogov.replaceInner("head", [day, views, language]);
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
    var said = ["settled", "held", "waiting", "nobody", "hidden"].map(function (kind) {
      return cogov.element("span", "count", cogov.say(kind) + " " + cogov.number(counts[kind]));
    });
    var half = cogov.element("div", "half", [cogov.element("div", "title", [name].concat(said.slice(0, 1))), cogov.element("div", "", said.slice(1))]);
    name.style.color = policy.colour;
    half.style.borderColor = policy.colour;
    return half;
  }));
};

/* Keys: space plays; left and right step; up and down change speed, or the matter; the clicker goes from view to view. */
cogov.keys = function (page) {
  document.addEventListener("keydown", function (event) {
    var key = event.keyCode, done = true, text = document.getElementById("text"), here = page.views.indexOf(page.view);
    if (event.target.tagName === "SELECT" || (event.target.tagName === "INPUT" && event.target.type !== "range")) { return; }
    if (key === 32) { page.clock.play(); }
    else if (key === 37) { page.clock.step(-1); }
    else if (key === 39) { page.clock.step(1); }
    else if (key === 36) { page.clock.step(-page.clock.last); }
    else if (key === 35) { page.clock.step(page.clock.last); }
    else if (key === 38 || key === 40) {
      if (page.view === cogov.matterView) { cogov.matterView.move(key === 38 ? -1 : 1); } else { page.clock.change(key === 38 ? 1 : -1); }
    }
    else if (key === 34 && !page.view.canvas && text.scrollTop + text.clientHeight < text.scrollHeight - 4) { text.scrollTop += text.clientHeight * 0.8; }
    else if (key === 34) { page.look(page.views[Math.min(page.views.length - 1, here + 1)]); }
    else if (key === 33) { page.look(page.views[Math.max(0, here - 1)]); }
    else if (key === 76) { page.speak(cogov.language === "zh" ? "en" : "zh"); }
    else { done = false; }
    if (done) { event.preventDefault(); }
  });
};
