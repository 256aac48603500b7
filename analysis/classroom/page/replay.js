/* What replay and lesson share: two worlds, a clock, a canvas, a place for text; and the replay itself. */

/* A page; whoever calls gives it `refresh` (everything anew), `forward` and `back` (what the clicker does). */
cogov.newPage = function (views) {
  var page = { views: views, view: views[0] };
  page.worlds = cogov.data.worlds.map(function (packed) { return new cogov.World(packed, cogov.data); });
  page.pen = new cogov.Pen(document.getElementById("canvas"));
  page.clock = new cogov.Clock(cogov.data.days - 1, function () { page.newDay(); });
  page.shows = function () { return page.view; };
  page.draw = function () {
    var view = page.shows();
    if (view && view.canvas) {
      page.pen.fresh(cogov.unit());
      view.draw(page.pen, page.worlds, page.clock);
    }
  };
  page.newDay = function () {
    var moved = page.worlds[0].day !== page.clock.day;
    page.worlds.forEach(function (world) { world.goTo(page.clock.day); });
    if (moved && page.shows()) {
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
  /* The places below the head: pictures or text, the cities' names over pictures. */
  page.body = function (inner) {
    var view = page.shows(), picture = Boolean(view && view.canvas), text = document.getElementById("text");
    document.documentElement.style.fontSize = cogov.unit() + "px";
    cogov.bar(page);
    cogov.halves(page);
    document.getElementById("halves").style.display = picture ? "" : "none";
    document.getElementById("canvas").style.display = picture ? "block" : "none";
    text.style.display = picture ? "none" : "block";
    if (!picture) { cogov.replaceInner("text", inner || view.show(page.worlds)); }
    page.draw();
  };
  cogov.page = page;
  cogov.keys(page);
  document.getElementById("canvas").onclick = function (event) {
    var box = event.target.getBoundingClientRect(), found;
    if (page.shows() !== cogov.network || page.views.indexOf(cogov.matterView) < 0) { return; }
    found = cogov.network.nearest(page.worlds, event.clientX - box.left, event.clientY - box.top, page.pen.unit / 2);
    if (found !== null) {
      cogov.matterView.chosen = found;
      page.look(cogov.matterView);
    }
  };
  window.onresize = function () { page.refresh(); };
  return page;
};

cogov.allViews = function () {
  return [cogov.network, cogov.flows, cogov.curves, cogov.governmentView, cogov.villages, cogov.outcomes, cogov.matterView];
};

/* Two cities under the same luck. */
cogov.replay = function () {
  var page = cogov.newPage(cogov.allViews());
  page.refresh = function () {
    cogov.head(page);
    page.body();
  };
  page.forward = function () { page.look(page.views[Math.min(page.views.length - 1, page.views.indexOf(page.view) + 1)]); };
  page.back = function () { page.look(page.views[Math.max(0, page.views.indexOf(page.view) - 1)]); };
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
