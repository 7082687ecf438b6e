// "7 giorni": the end of the prognosis from its beginning. Without this file both days are typed.
(function () {
  "use strict";

  var box = document.querySelector("[data-prognosi-rapida]");
  var form = document.getElementById("bozza");
  if (!box || !form) { return; }
  var from = form.elements.namedItem("prognosi_dal");
  var to = form.elements.namedItem("prognosi_al");
  if (!from || !to) { return; }

  function iso(day) { return day.toISOString().slice(0, 10); }
  function tell(input) { input.dispatchEvent(new Event("change", { bubbles: true })); }
  // Noon of Greenwich: no change of the clock moves the day.
  function today() {
    var now = new Date();
    return iso(new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate(), 12)));
  }
  box.addEventListener("click", function (event) {
    var button = event.target.closest("[data-giorni]");
    if (!button) { return; }
    if (!from.value) { from.value = today(); tell(from); }
    var start = new Date(from.value + "T12:00:00Z");
    if (isNaN(start)) { return; }
    start.setUTCDate(start.getUTCDate() + Number(button.dataset.giorni) - 1);
    to.value = iso(start);
    tell(to);
  });
  box.hidden = false;
})();
