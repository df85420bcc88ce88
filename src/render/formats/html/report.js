
"use strict";
(function () {
  var byId = function (id) { return document.getElementById(id); };
  var each = function (list, act) { Array.prototype.forEach.call(list, act); };
  var filter = byId("filter"), words = byId("words"), rule = byId("rule"), shown = byId("shown");
  if (filter) {
    var known = function (element) {
      return {
        element: element,
        section: byId(element.getAttribute("data-filing")),
        text: element.textContent.toLowerCase(),
        codes: " " + element.getAttribute("data-codes") + " "
      };
    };
    var rows = [], run = [], lists = [];
    each(document.querySelectorAll("tr[data-filing]"), function (row) { rows.push(known(row)); });
    each(document.querySelectorAll(".run li[data-codes]"), function (item) { run.push(known(item)); });
    each(document.querySelectorAll(".list"), function (list) {
      lists.push({ list: list, count: list.querySelector(".n"), rows: list.querySelectorAll("tr[data-filing]") });
    });
    // Every word has to be there, in any order: an agency and a year.
    var apply = function () {
      var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean), code = rule.value;
      var show = function (one) {
        var keep = wanted.every(function (word) { return one.text.indexOf(word) >= 0; }) &&
          (!code || one.codes.indexOf(" " + code + " ") >= 0);
        one.element.hidden = !keep;
        if (one.section) { one.section.hidden = !keep; }
        return keep;
      };
      run.forEach(show);
      shown.textContent = rows.filter(show).length + " / " + rows.length;
      lists.forEach(function (one) {
        var kept = Array.prototype.filter.call(one.rows, function (row) { return !row.hidden; }).length;
        one.count.textContent = kept === one.rows.length ? kept : kept + " / " + one.rows.length;
        one.list.classList.toggle("none", kept === 0);
        // What is searched for is not hidden in a list that is closed.
        if ((wanted.length || code) && kept) { one.list.open = true; }
      });
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
