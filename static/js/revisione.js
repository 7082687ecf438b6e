// Enhancements of the review: without this file pictures are plain and every button still works.
(function () {
  "use strict";

  // --- pictures: zoom and turn --------------------------------------------------------------
  function draw(figure) {
    var frame = figure.querySelector(".pi-doc__frame");
    var stage = figure.querySelector(".pi-doc__stage");
    var img = stage.querySelector("img");
    if (!img.naturalWidth) { return; }
    var zoom = Number(figure.dataset.scale || 1);
    var turns = Number(figure.dataset.turns || 0);
    var lying = turns % 2 !== 0;
    var width = lying ? img.naturalHeight : img.naturalWidth;
    var height = lying ? img.naturalWidth : img.naturalHeight;
    var fit = Math.min((frame.clientWidth - 2) / width, (frame.clientHeight - 2) / height) * zoom;
    stage.style.width = width * fit + "px";
    stage.style.height = height * fit + "px";
    img.style.width = img.naturalWidth * fit + "px";
    img.style.height = img.naturalHeight * fit + "px";
    img.style.transform = "translate(-50%, -50%) rotate(" + turns * 90 + "deg)";
  }

  document.querySelectorAll("[data-viewer]").forEach(function (figure) {
    var img = figure.querySelector("img");
    var frame = figure.querySelector(".pi-doc__frame");
    function start() {
      if (!img.naturalWidth) { return; }
      frame.classList.add("is-live");
      frame.tabIndex = 0;
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", img.alt);
      figure.querySelector(".pi-doc__tools").hidden = false;
      draw(figure);
    }
    figure.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) { return; }
      var scale = Number(figure.dataset.scale || 1) * Math.pow(1.5, Number(button.dataset.zoom || 0));
      var turns = Number(figure.dataset.turns || 0) + Number(button.dataset.turn || 0);
      figure.dataset.scale = Math.min(8, Math.max(1, scale));
      figure.dataset.turns = (turns + 4) % 4;
      draw(figure);
    });
    if (img.complete) { start(); } else { img.addEventListener("load", start); }
    window.addEventListener("resize", function () { draw(figure); });
  });

  // --- a field typed by hand is a field that differs ----------------------------------------
  document.querySelectorAll(".pi-compare__read input").forEach(function (input) {
    input.addEventListener("input", function () {
      var row = input.closest(".pi-compare__row");
      var wanted = input.value.trim() ? "diverso" : "uguale";
      var radio = row.querySelector("input[type=radio][value=" + wanted + "]");
      if (radio) { radio.checked = true; }
    });
  });

  // --- next request by one key, only near the list or the button (WCAG 2.1.4) -----------------
  document.addEventListener("keydown", function (event) {
    if (event.key !== "n" || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.target.closest("input, textarea, select")) { return; }
    if (!event.target.closest("[data-next], [data-next-scope]")) { return; }
    var next = document.querySelector("[data-next]");
    if (next) { event.preventDefault(); next.requestSubmit(); }
  });

  // --- the request stays in hand while somebody works; what is lost is said before it is sent ---
  var hand = document.querySelector("[data-hand]");
  var asked = Date.now();

  function token() {
    var field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  function sign() {
    asked = Date.now();
    return window.fetch(hand.dataset.hand, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-CSRFToken": token(), "Accept": "application/json" }
    }).then(function (answer) {
      if (answer.ok) {
        return answer.json().then(function (said) {
          var until = document.querySelector("[data-hand-until]");
          if (until) { until.textContent = said.fino_alle; }
          return "";
        });
      }
      if (answer.status === 409) { return answer.json().then(function (said) { return said.problema; }); }
      if (answer.status === 403) {
        return "Il tuo ruolo di revisore è finito, o questa richiesta non ti spetta: quello che hai scritto è ancora qui, copialo se ti serve.";
      }
      if (answer.type === "opaqueredirect") {
        return "La sessione è finita. Accedi di nuovo in un’altra scheda e riprova: quello che hai scritto è ancora qui.";
      }
      return "";
    });
  }

  if (hand) {
    document.addEventListener("input", function () {
      if (Date.now() - asked > 240000) { sign().catch(function () {}); }
    });
    document.querySelectorAll("form[data-keep]").forEach(function (form) {
      form.addEventListener("submit", function (event) {
        var pressed = event.submitter;
        if (form.dataset.checked || (pressed && pressed.name === "riprendi")) { return; }
        event.preventDefault();
        event.stopImmediatePropagation();
        sign().catch(function () { return ""; }).then(function (problem) {
          var place = form.querySelector("[data-lost]");
          if (problem && place) {
            place.textContent = problem;
            place.hidden = false;
            return;
          }
          form.dataset.checked = "1";
          form.requestSubmit(pressed || undefined);
          window.setTimeout(function () { delete form.dataset.checked; }, 0);
        });
      });
    });
  }

  // --- the letter follows the reasons ---------------------------------------------------------
  var writing = document.querySelector("form[data-letter]");
  if (writing) {
    writing.querySelector("[data-preview]").hidden = true;
    var timer = 0;
    writing.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () {
        var data = new URLSearchParams(new FormData(writing));
        data.set("anteprima", "1");
        window.fetch(window.location.pathname, {
          method: "POST",
          credentials: "same-origin",
          headers: { "Accept": "application/json", "X-CSRFToken": token() },
          body: data
        }).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (letter) {
          if (!letter) { return; }
          document.querySelector("[data-letter-subject]").textContent = letter.oggetto;
          document.querySelector("[data-letter-text]").textContent = letter.testo;
        }).catch(function () {});
      }, 300);
    });
  }
})();
