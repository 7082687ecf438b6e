// A certificate dictated on the phone: the number in groups, the days counted aloud by the server.
(function () {
  "use strict";

  var form = document.querySelector("form.pi-form");
  var place = document.querySelector("[data-count]");
  if (!form || !place) { return; }

  // 1234 5678 9012: blanks come and go around the caret, so that typing and pasting stay natural.
  form.querySelectorAll("[data-grouped]").forEach(function (input) {
    var size = Number(input.dataset.grouped);
    function bare(text) { return text.replace(/[\s.\-]/g, ""); }
    function group() {
      var before = bare(input.value.slice(0, input.selectionStart)).length;
      var text = bare(input.value).toUpperCase();
      var written = text.replace(new RegExp("(.{" + size + "})(?=.)", "g"), "$1 ");
      if (written === input.value) { return; }
      input.value = written;
      var caret = before + (before ? Math.floor((before - 1) / size) : 0);
      if (document.activeElement === input) { input.setSelectionRange(caret, caret); }
    }
    input.addEventListener("input", group);
    group();
  });

  // The prognosis usually starts on the day of release.
  var released = form.elements.rilasciato_at_giorno;
  var from = form.elements.prognosi_dal;
  var to = form.elements.prognosi_al;
  released.addEventListener("change", function () {
    if (released.value && !from.value) { from.value = released.value; count(); }
  });

  var said = document.createElement("p");
  said.className = "pi-count";
  said.setAttribute("role", "status");
  document.getElementById("div_id_prognosi_al").after(said);
  var asked = 0;
  function count() {
    var mine = ++asked;
    if (!from.value || !to.value) { said.textContent = ""; return; }
    var body = new FormData();
    body.append("prognosi_dal", from.value);
    body.append("prognosi_al", to.value);
    window.fetch(place.dataset.count, {
      method: "POST",
      body: body,
      credentials: "same-origin",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    }).then(function (answer) {
      return answer.ok ? answer.json() : { testo: "" };
    }).then(function (found) {
      if (mine === asked) { said.textContent = found.testo; }  // an older answer never shows
    }).catch(function () { if (mine === asked) { said.textContent = ""; } });
  }
  from.addEventListener("change", count);
  to.addEventListener("change", count);
  count();
})();
