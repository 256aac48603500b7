/* Words in the language of the moment, and small pieces of the page. */
cogov.words = {};
cogov.language = "zh";

/* Of words kept in both languages, those of the moment. */
cogov.said = function (both) {
  return both[cogov.language === "zh" ? 0 : 1];
};

/* A sentence of the page with its gaps filled. */
cogov.say = function (key, gaps) {
  return cogov.fill(cogov.said(cogov.words[key]), gaps || {});
};

cogov.fill = function (sentence, gaps) {
  return sentence.replace(/\{(\w+)\}/g, function (whole, name) {
    return gaps.hasOwnProperty(name) ? gaps[name] : whole;
  });
};

/* 12345 as 12,345; a negative number with a true minus sign. */
cogov.number = function (value, decimals) {
  var parts = Math.abs(value).toFixed(decimals || 0).split(".");
  parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ",");
  return (value < 0 && Number(Math.abs(value).toFixed(decimals || 0)) !== 0 ? "−" : "") + parts.join(".");
};

cogov.withSign = function (value, decimals) {
  var words = cogov.number(value, decimals);
  return value > 0 && Number(value.toFixed(decimals || 0)) !== 0 ? "+" + words : words;
};

/* An element with its class and its words or children; words are never read as HTML. */
cogov.element = function (name, kind, inner) {
  var made = document.createElement(name);
  if (kind) { made.className = kind; }
  if (typeof inner === "string") {
    made.appendChild(document.createTextNode(inner));
  } else {
    (inner || []).forEach(function (one) { made.appendChild(one); });
  }
  return made;
};

cogov.button = function (words, press, on) {
  var made = cogov.element("button", on ? "on" : "", words);
  made.type = "button";
  made.onclick = press;
  return made;
};

cogov.replaceInner = function (id, children) {
  var place = document.getElementById(id);
  while (place.firstChild) { place.removeChild(place.firstChild); }
  children.forEach(function (one) { place.appendChild(one); });
  return place;
};
