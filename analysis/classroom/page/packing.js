/* Whole numbers out of short text: seven bits a byte, the smallest first, as base64 (packing.py). */
var cogov = {};

cogov.unpack = function (text) {
  var bytes = window.atob(text), count = 0, i, place = 0, value = 0, scale = 1, byte, found;
  for (i = 0; i < bytes.length; i += 1) {
    if (bytes.charCodeAt(i) < 128) { count += 1; }
  }
  found = new Int32Array(count);
  for (i = 0; i < bytes.length; i += 1) {
    byte = bytes.charCodeAt(i);
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      found[place] = value;
      place += 1;
      value = 0;
      scale = 1;
    }
  }
  return found;
};

/* Numbers of both signs: 0, 1, 2, 3, 4 are 0, -1, 1, -2, 2. */
cogov.unpackSigned = function (text) {
  var found = cogov.unpack(text), i;
  for (i = 0; i < found.length; i += 1) {
    found[i] = found[i] % 2 ? -(found[i] + 1) / 2 : found[i] / 2;
  }
  return found;
};
