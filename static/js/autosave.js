// A form with data-autosave saves itself. Without this file it is saved by its button.
// The protocol is in portal/base/autosave.py. Nothing typed ever enters the browser's storage.
(function () {
  "use strict";

  var QUIET = 1500, SOON = 250, MOST = 4000;     // milliseconds from a change to its request
  var TIMEOUT = 15000, SLOW = 800, AGAIN = 3000, RARELY = 30000;
  var KEEPALIVE_BYTES = 60000;                   // browsers refuse more on a page that goes away

  var form = document.querySelector("form[data-autosave]");
  var box = document.querySelector("[data-autosave-status]");
  if (!form || !box || !window.fetch || !window.AbortController) { return; }

  var text = box.querySelector("[data-autosave-text]");
  var say = box.querySelector("[data-autosave-say]");
  var alertBox = document.querySelector("[data-autosave-alert]");
  var changes = 0, kept = 0, firstUnsaved = 0;   // counters of changes; when the oldest one came
  var timer = 0, wake = 0, flight = null, failures = 0;
  var stopped = false, ended = false, leaving = false, troubled = false, partial = false;
  var waitingErrors = {}, postponed = {}, pressed = null, tokens = 0, spoken = -1;

  function field(name) { return form.elements.namedItem(name); }
  function unsaved() { return changes !== kept || partial; }

  // --- the words ---------------------------------------------------------------------------------
  function show(state, words) {
    box.dataset.state = state;
    if (text.textContent !== words) { text.textContent = words; }
  }
  // Read aloud only what changes the person's situation, not every save.
  function announce(words) { say.textContent = words; }

  function warn(name, message) {
    var source = document.querySelector('template[data-autosave-case="' + name + '"]');
    var copy = source.content.cloneNode(true);
    copy.querySelector("[data-autosave-message]").textContent = message || "";
    alertBox.replaceChildren(copy);
  }

  function trouble(state, words) {
    show(state, words);
    if (!troubled) { announce(words); }
    troubled = true;
  }

  // --- when to send ------------------------------------------------------------------------------
  function schedule(delay) {
    if (stopped || leaving) { return; }
    var latest = firstUnsaved + MOST - Date.now();
    window.clearTimeout(timer);
    timer = window.setTimeout(send, Math.max(0, Math.min(delay, latest)));
  }
  function changed(delay) {
    if (changes === kept) { firstUnsaved = Date.now(); }
    changes += 1;
    if (!ended && !failures) { schedule(delay); }
  }
  function retry(delay) {
    window.clearTimeout(wake);
    wake = window.setTimeout(ended ? askToken : send, delay);
  }

  function own(event) { return event.target.form === form && event.target.type !== "hidden"; }
  document.addEventListener("input", function (event) { if (own(event)) { changed(QUIET); } });
  document.addEventListener("change", function (event) { if (own(event)) { changed(SOON); } });

  // --- sending -----------------------------------------------------------------------------------
  function body() {
    field("giro").value = String(Number(field("giro").value) + 1);
    var data = new FormData(form);
    Array.from(data.entries()).forEach(function (pair) {
      if (pair[1] instanceof File) { data.delete(pair[0]); }
    });
    // As the browser would send it without files: smaller, and the server reads it the same way.
    return new URLSearchParams(data);
  }
  function request(url, options) {
    options.credentials = "same-origin";
    options.cache = "no-store";
    options.redirect = "error";
    options.headers = {
      "Accept": "application/json",
      "X-Autosave": "1",
      "X-Autosave-Persona": form.dataset.autosavePersona
    };
    return window.fetch(url, options);
  }

  function send() {
    if (stopped || leaving || ended || flight || changes === kept) { return; }
    window.clearTimeout(timer);
    window.clearTimeout(wake);
    var sending = changes, before = snapshot();
    var control = new AbortController();
    var limit = window.setTimeout(function () { control.abort(); }, TIMEOUT);
    var slow = window.setTimeout(function () { if (!troubled) { show("corso", box.dataset.saving); } }, SLOW);
    flight = control;
    request(form.dataset.autosave, { method: "POST", body: body(), signal: control.signal })
      .then(function (answer) {
        return answer.json().catch(function () { return {}; }).then(function (data) {
          return [answer, data];
        });
      })
      .then(function (pair) { heard(pair[0], pair[1], sending, before); }, failed)
      .finally(function () {
        window.clearTimeout(limit);
        window.clearTimeout(slow);
        flight = null;
        if (pressed) { goOn(); return; }
        if (changes !== kept && !failures && !ended) { schedule(QUIET); }
      });
  }

  function heard(answer, data, sending, before) {
    if (answer.ok && data.versione) { saved(data, sending, before); return; }
    if (answer.status === 409) { halt("conflitto", data.messaggio); return; }
    if (answer.status === 401) { sessionEnded(); return; }
    if (answer.status === 403 && data.codice === "gettone" && tokens < 3) {
      tokens += 1;
      askToken();
      return;
    }
    if (answer.status >= 500 || answer.status === 429) { failed(); return; }
    halt("fermo", data.messaggio);
  }

  function saved(data, sending, before) {
    var recovered = troubled || ended;
    failures = 0; tokens = 0; troubled = false; ended = false;
    kept = Math.max(kept, sending);
    firstUnsaved = Date.now();
    field("version").value = data.versione;
    partial = data.completa === false;
    show(partial ? "parziale" : "salvata", partial ? box.dataset.partial : data.messaggio);
    if (recovered) { alertBox.replaceChildren(); announce(box.dataset.online); }
    else if (!say.textContent) { announce(data.messaggio); }
    Object.keys(data.frammenti || {}).forEach(function (id) {
      replace(id, data.frammenti[id], before);
    });
    waitingErrors = data.errori || {};
    showErrors();
  }

  function failed() {
    if (stopped || leaving) { return; }
    failures += 1;
    var offline = !navigator.onLine;
    trouble("attesa", offline || failures < 2 ? box.dataset.offline : box.dataset.silent);
    retry(Math.min(AGAIN * Math.pow(2, failures - 1), RARELY));
  }

  function halt(name, message) {
    stopped = true;
    trouble("ferma", box.dataset.stopped);
    warn(name, message);
  }

  // --- the session -------------------------------------------------------------------------------
  function sessionEnded() {
    if (!ended) { warn("sessione", ""); trouble("attesa", box.dataset.ended); }
    ended = true;
    retry(AGAIN);
  }
  var asking = false;
  function askToken() {
    if (asking || stopped) { return; }
    asking = true;
    request(form.dataset.autosaveGettone || "/gettone/", {})
      .then(function (answer) {
        if (answer.status === 401) { sessionEnded(); return null; }
        if (answer.status === 403) {
          return answer.json().then(function (data) { warn("sessione", data.messaggio); ended = true; retry(AGAIN); });
        }
        if (!answer.ok) { throw new Error("token"); }
        return answer.json().then(function (data) {
          document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (input) {
            input.value = data.gettone;
          });
          if (ended) { ended = false; troubled = true; }
          failures = 0;
          window.setTimeout(send, 0);
        });
      })
      .catch(failed)
      .finally(function () { asking = false; });
  }
  function comeBack() {
    if (stopped || leaving) { return; }
    if (ended) { askToken(); return; }
    if (changes !== kept) { failures = 0; send(); }
  }
  window.addEventListener("online", comeBack);
  window.addEventListener("offline", function () {
    if (!stopped) { trouble("attesa", box.dataset.offline); }
  });
  window.addEventListener("focus", function () { if (ended || failures) { comeBack(); } });

  // --- the answer on the page --------------------------------------------------------------------
  function snapshot() {
    var values = {};
    Array.from(form.elements).forEach(function (control) { values[key(control)] = value(control); });
    return values;
  }
  function key(control) { return control.type === "radio" || control.type === "checkbox" ? control.id : control.name; }
  function value(control) { return control.type === "radio" || control.type === "checkbox" ? control.checked : control.value; }

  function typing(element) {
    // The search of a closed list has no text of its own: it is busy only while its list is open.
    if (element.dataset.suggestOf) { return element.getAttribute("aria-expanded") === "true"; }
    return element.tagName === "TEXTAREA" ||
      (element.tagName === "INPUT" && element.type !== "radio" && element.type !== "checkbox");
  }
  // What was typed while the request was on its way stays; so does the place of the cursor.
  function replace(id, html, before) {
    var old = document.getElementById(id);
    if (!old) { return; }
    var active = old.contains(document.activeElement) ? document.activeElement : null;
    if (active && typing(active)) { postponed[id] = [html, before]; return; }
    delete postponed[id];
    var parsed = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    var fresh = parsed && document.importNode(parsed, true);
    if (!fresh || fresh.outerHTML === old.outerHTML) { return; }
    old.querySelectorAll("input, select, textarea").forEach(function (control) {
      if (value(control) === before[key(control)]) { return; }
      var same = control.id && fresh.querySelector("#" + CSS.escape(control.id));
      if (!same || same.disabled || same.readOnly) { return; }
      if (typeof value(control) === "boolean") { same.checked = control.checked; }
      else { same.value = control.value; }
    });
    var open = Array.from(old.querySelectorAll("details[open]")).map(function (each) { return each.id; });
    var name = active && (active.id ? "#" + CSS.escape(active.id) :
      active.getAttribute("href") ? '[href="' + CSS.escape(active.getAttribute("href")) + '"]' : "");
    old.replaceWith(fresh);
    fresh.dispatchEvent(new CustomEvent("ridisegnato", { bubbles: true }));
    open.forEach(function (each) {
      var details = each && document.getElementById(each);
      if (details) { details.open = true; }
    });
    var next = name && fresh.querySelector(name);
    if (next) { next.focus({ preventScroll: true }); }
  }

  // A field is not called wrong while somebody is still writing in it.
  function showErrors() {
    document.querySelectorAll("[data-autosave-error]").forEach(function (old) {
      var control = document.getElementById(old.dataset.autosaveError);
      if (control && control === document.activeElement && waitingErrors[control.id]) { return; }
      if (control) { control.removeAttribute("aria-invalid"); control.classList.remove("is-invalid"); }
      old.remove();
    });
    Object.keys(waitingErrors).forEach(function (id) {
      var control = document.getElementById(id), note = document.getElementById(id + "_note");
      if (!control || !note || control === document.activeElement) { return; }
      if (note.querySelector("[data-autosave-error]")) { return; }
      var error = document.createElement("span");
      error.className = "invalid-feedback";
      error.dataset.autosaveError = id;
      error.textContent = waitingErrors[id];
      note.prepend(error);
      if (control.form) { control.setAttribute("aria-invalid", "true"); }
      control.classList.add("is-invalid");
    });
  }
  // Nothing is drawn anew under a finger that is pressing: the button would be gone before the click.
  var held = false;
  function catchUp() {
    if (held) { return; }
    Object.keys(postponed).forEach(function (id) {
      replace(id, postponed[id][0], postponed[id][1]);
    });
    showErrors();
  }
  form.addEventListener("focusout", function () { window.setTimeout(catchUp, 0); });
  document.addEventListener("pointerdown", function () { held = true; });
  ["pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () { held = false; window.setTimeout(catchUp, 0); });
  });
  // A link to a field that does not matter now opens the place where it is kept.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#id_"]');
    var target = link && document.getElementById(link.getAttribute("href").slice(1));
    var details = target && target.closest("details");
    if (details) { details.open = true; }
  });

  // --- sending the form itself -------------------------------------------------------------------
  // What is typed is saved first, so that no press of a button can lose it: without a connection,
  // or after the end of the session, the page stays and says why.
  form.addEventListener("submit", function (event) {
    if (event.defaultPrevented) { return; }
    if (pressed || (!stopped && (flight || changes !== kept))) {
      event.preventDefault();
      if (pressed) { return; }
      pressed = { button: event.submitter };
      if (ended) { pressed = null; askToken(); alertBox.scrollIntoView({ block: "center" }); }
      else if (!flight) { send(); }
      return;
    }
    leaving = true;
    window.clearTimeout(timer);
    window.clearTimeout(wake);
    field("giro").value = String(Number(field("giro").value) + 1);
    // An answer that leaves the page where it is (a download) must not end its saving.
    window.setTimeout(function () { leaving = false; }, 10000);
  });
  function goOn() {
    var button = pressed.button;
    pressed = null;
    if (ended) { alertBox.scrollIntoView({ block: "center" }); }
    if (ended || failures || (!stopped && tokens)) { return; }
    if (changes !== kept && !stopped) { pressed = { button: button }; send(); return; }
    // The save may have drawn its group anew: the same button is pressed, not the old one.
    if (button && !button.isConnected && button.name) {
      button = form.querySelector("button[name=" + CSS.escape(button.name) + '][value="' + CSS.escape(button.value) + '"]');
    }
    if (button && button.form === form) { form.requestSubmit(button); } else { form.requestSubmit(); }
  }
  window.addEventListener("pageshow", function () { leaving = false; });

  // --- leaving -----------------------------------------------------------------------------------
  function lastWord() {
    if (stopped || leaving || ended || changes === kept || spoken === changes) { return; }
    spoken = changes;
    var data = body();
    if (data.toString().length > KEEPALIVE_BYTES) { return; }
    var sending = changes, before = snapshot();
    request(form.dataset.autosave, { method: "POST", body: data, keepalive: true })
      .then(function (answer) {
        return answer.ok ? answer.json() : null;
      })
      .then(function (told) { if (told && told.versione) { saved(told, sending, before); } })
      .catch(function () { spoken = -1; });
  }
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") { lastWord(); } else { comeBack(); }
  });
  window.addEventListener("pagehide", lastWord);
  // Nobody is asked about the last word when it can still go by itself.
  window.addEventListener("beforeunload", function (event) {
    if (leaving || !unsaved()) { return; }
    lastWord();
    var gone = spoken === changes && !partial && !troubled && !stopped && !ended;
    if (!gone) { event.preventDefault(); event.returnValue = ""; }
  });

  document.documentElement.dataset.autosave = "pronto";
})();
