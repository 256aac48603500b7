/* Signal detection: from how often owners and others say "mine", how much they misjudge and where they draw the line (model: mine if 1 or 0, plus noise, is above a threshold). */

/* The standard normal deviate below which a share lies (Acklam 2003, relative error below 1.2e-9). */
cogov.deviate = function (share) {
  var a = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239];
  var b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
  var c = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
  var d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416], q, r;
  if (share > 0.5) { return -cogov.deviate(1 - share); }
  if (share < 0.02425) {
    q = Math.sqrt(-2 * Math.log(share));
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  }
  q = share - 0.5;
  r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
};

/* Shares of none or all are drawn in by half a case (log-linear, Hautus 1995); nothing where owners say "mine" no more often than others. */
cogov.detected = function (counts) {
  var hits = (counts.hits + 0.5) / (counts.own + 1), alarms = (counts.alarms + 0.5) / (counts.others + 1);
  var apart = cogov.deviate(hits) - cogov.deviate(alarms);
  return apart > 0 ? { hits: hits, alarms: alarms, noise: 1 / apart, threshold: -cogov.deviate(alarms) / apart } : { hits: hits, alarms: alarms, noise: null, threshold: null };
};
