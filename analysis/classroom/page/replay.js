/* The replay: two cities under the same luck. */
cogov.replay = function () {
  var page = { views: [cogov.network, cogov.flows, cogov.curves, cogov.governmentView, cogov.villages, cogov.outcomes, cogov.matterView] };
  page.view = page.views[0];
  page.worlds = cogov.data.worlds.map(function (packed) { return new cogov.World(packed, cogov.data); });
  page.pen = new cogov.Pen(document.getElementById("canvas"));
  page.clock = new cogov.Clock(cogov.data.days - 1, function () { page.newDay(); });
  /* Everything anew: another view, language or size. */
  page.refresh = function () {
    var text = document.getElementById("text");
    document.documentElement.style.fontSize = cogov.unit() + "px";
    cogov.head(page);
    cogov.bar(page);
    cogov.halves(page);
    document.getElementById("halves").style.display = page.view.canvas ? "" : "none";
    text.style.display = page.view.canvas ? "none" : "block";
    if (!page.view.canvas) { cogov.replaceInner("text", page.view.show(page.worlds)); }
    page.draw();
  };
  page.draw = function () {
    page.pen.fresh(cogov.unit());
    if (page.view.canvas) { page.view.draw(page.pen, page.worlds, page.clock); }
  };
  page.newDay = function () {
    var moved = page.worlds[0].day !== page.clock.day;
    page.worlds.forEach(function (world) { world.goTo(page.clock.day); });
    if (moved) {
      cogov.tellDay(page);
      cogov.halves(page);
    }
    if (page.clock.playing !== page.wasPlaying || page.clock.speed !== page.hadSpeed) { cogov.bar(page); }
    page.wasPlaying = page.clock.playing;
    page.hadSpeed = page.clock.speed;
    page.draw();
  };
  page.look = function (view) {
    page.view = view;
    page.refresh();
  };
  page.speak = function (language) {
    cogov.language = language;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    page.refresh();
  };
  cogov.page = page;
  cogov.keys(page);
  document.getElementById("canvas").onclick = function (event) {
    var box = event.target.getBoundingClientRect(), found;
    if (page.view !== cogov.network) { return; }
    found = cogov.network.nearest(page.worlds, event.clientX - box.left, event.clientY - box.top, page.pen.unit / 2);
    if (found !== null) {
      cogov.matterView.chosen = found;
      page.look(cogov.matterView);
    }
  };
  window.onresize = page.refresh;
  page.refresh();
};

/* Read the document of the page, then begin. */
cogov.start = function (begin) {
  var data = JSON.parse(document.getElementById("document").textContent);
  cogov.data = data;
  cogov.words = data.words;
  cogov.language = data.language;
  data.topic = cogov.unpack(data.matters.topic);
  data.village = cogov.unpack(data.matters.village);
  data.coded = cogov.unpack(data.matters.coded);
  data.ending = cogov.unpack(data.matters.ending);
  begin();
};
