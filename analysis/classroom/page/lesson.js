/* A lesson: screens one after the other, the teacher's notes by a key. */
cogov.lesson = function () {
  var lesson = cogov.data.lesson, page = cogov.newPage(cogov.allViews());
  page.number = 0;
  page.votes = [];
  page.notes = false;
  page.screen = function () { return lesson.screens[page.number]; };
  page.shows = function () { return page.screen().kind === "cities" && !page.notes ? page.view : null; };
  page.refresh = function () {
    var screen = page.screen();
    cogov.lessonHead(page);
    page.body(page.notes ? cogov.notes(page) : page.shows() ? null : [cogov.element("h1", "", cogov.said(screen.title))].concat(cogov.screens[screen.kind](page, screen)));
    if (!page.shows()) { document.getElementById("text").focus(); }
  };
  page.go = function (number) {
    page.number = Math.max(0, Math.min(lesson.screens.length - 1, number));
    page.notes = false;
    page.clock.playing = false;
    page.views = cogov.allViews().filter(function (view) { return page.screen().views.indexOf(view.name) >= 0; });
    page.view = page.views[0] || cogov.network;
    page.refresh();
    document.getElementById("text").scrollTop = 0;
  };
  page.forward = function () {
    var here = page.views.indexOf(page.view);
    if (page.shows() && here + 1 < page.views.length) { page.look(page.views[here + 1]); } else { page.go(page.number + 1); }
  };
  page.back = function () {
    var here = page.views.indexOf(page.view);
    if (page.shows() && here > 0) { page.look(page.views[here - 1]); } else { page.go(page.number - 1); }
  };
  page.turnNotes = function () {
    var here;
    page.notes = !page.notes;
    page.clock.playing = false;
    page.refresh();
    here = document.getElementById("here");
    document.getElementById("text").scrollTop = here ? here.offsetTop : 0;
  };
  page.go(0);
};

/* Where the lesson stands, and what leads on; over pictures also the day and which of them. */
cogov.lessonHead = function (page) {
  var screen = page.screen(), left, middle;
  left = page.shows() ? cogov.dayWords(page) : cogov.element("b", "", cogov.say("stage_" + screen.stage));
  middle = cogov.element("span", "", page.shows() ? page.views.map(function (view) {
    return cogov.button(cogov.say("view_" + view.name), function () { page.look(view); }, view === page.view);
  }) : cogov.said(cogov.data.lesson.title));
  middle.id = "views";
  cogov.replaceInner("head", [
    left, middle, cogov.button(cogov.say("notes"), page.turnNotes, page.notes), cogov.languageButton(page),
    cogov.button("◀", function () { page.go(page.number - 1); }), cogov.element("span", "", (page.number + 1) + "/" + cogov.data.lesson.screens.length),
    cogov.button("▶", function () { page.go(page.number + 1); })
  ]);
};

/* What to say, to write on the board, and what may be asked, for all screens: to be read, or printed. */
cogov.notes = function (page) {
  var found = [cogov.element("h1", "", cogov.said(cogov.data.lesson.title)), cogov.element("p", "big", cogov.said(cogov.data.lesson.question))];
  cogov.data.lesson.screens.forEach(function (screen, number) {
    var heading = cogov.element("p", "strong", (number + 1) + " · " + cogov.say("stage_" + screen.stage) + " · " + cogov.said(screen.title) + " · " + cogov.say("minutes", { minutes: screen.minutes }));
    if (number === page.number) { heading.id = "here"; }
    found.push(heading);
    ["say", "board", "asked"].forEach(function (name) {
      if (screen.notes[name]) { found.push(cogov.element("p", "", cogov.say("notes_" + name) + cogov.said(screen.notes[name]))); }
    });
  });
  return found;
};
