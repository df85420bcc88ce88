
"use strict";
(function () {
  var byId = function (id) { return document.getElementById(id); };
  var each = function (list, act) { Array.prototype.forEach.call(list, act); };
  var filter = byId("filter"), words = byId("words"), rule = byId("rule"), shown = byId("shown");
  if (filter) {
    var rows = [];
    each(document.querySelectorAll("tr[data-filing]"), function (row) {
      rows.push({
        row: row,
        section: byId(row.getAttribute("data-filing")),
        text: row.textContent.toLowerCase(),
        codes: " " + row.getAttribute("data-codes") + " "
      });
    });
    var apply = function () {
      var wanted = words.value.trim().toLowerCase(), code = rule.value, count = 0;
      rows.forEach(function (one) {
        var keep = one.text.indexOf(wanted) >= 0 && (!code || one.codes.indexOf(" " + code + " ") >= 0);
        one.row.hidden = !keep;
        if (one.section) { one.section.hidden = !keep; }
        count += keep ? 1 : 0;
      });
      shown.textContent = count + " / " + rows.length;
    };
    words.addEventListener("input", apply);
    rule.addEventListener("change", apply);
    filter.hidden = false;
    apply();
  }
  var light = function (on) {
    return function (event) {
      var row = event.target.closest ? event.target.closest("tr[data-cells]") : null;
      if (!row) { return; }
      row.getAttribute("data-cells").split(" ").forEach(function (id) {
        var cell = byId(id);
        if (cell) { cell.classList.toggle("lit", on); }
      });
    };
  };
  document.addEventListener("mouseover", light(true));
  document.addEventListener("mouseout", light(false));
  document.addEventListener("focusin", light(true));
  document.addEventListener("focusout", light(false));
})();
