// In an official form towns, foreign states and professions are searched while one types, and a long
// list is narrowed on the page itself. A combobox with a list of options, as the ARIA practices
// describe it. Without this file a town is typed whole and a list is the browser's own.
(function () {
  "use strict";

  var QUIET = 200, LEAST = 2;                   // milliseconds of silence, characters
  var form = document.querySelector("form[data-suggest-url]");
  var words = document.querySelector("[data-suggest-words]");
  if (!form || !words || !window.fetch) { return; }
  var say = words.querySelector("[data-suggest-say]");
  var asked = 0, timer = 0;

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[’']/g, " ").trim();
  }
  function announce(text) { say.textContent = text; }
  function counted(input, number) {
    return number === 0 ? (input.dataset.suggestOf ? words.dataset.noneListed : words.dataset.none) : number === 1 ? words.dataset.one :
      words.dataset.many.replace("%n", String(number));
  }
  function told(control) { control.dispatchEvent(new Event("change", { bubbles: true })); }

  // --- the list under a control ------------------------------------------------------------------
  function boxOf(input) { return document.getElementById(input.getAttribute("aria-controls")); }
  function options(input) { return Array.from(boxOf(input).querySelectorAll("[role=option]:not([aria-disabled])")); }
  function isOpen(input) { return input.getAttribute("aria-expanded") === "true"; }

  function dress(input) {
    var box = document.createElement("ul"), label = document.querySelector('label[for="' + CSS.escape(input.id) + '"]');
    box.id = input.id + "_voci";
    box.className = "pi-suggest__list";
    box.setAttribute("role", "listbox");
    if (label) { box.setAttribute("aria-label", label.textContent.replace("*", "").trim()); }
    box.hidden = true;
    input.after(box);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", box.id);
    input.setAttribute("autocomplete", "off");
    input.setAttribute("spellcheck", "false");
  }
  function close(input) {
    window.clearTimeout(timer);
    asked += 1;
    if (!isOpen(input)) { return; }
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    boxOf(input).hidden = true;
  }
  function open(input, found) {
    var box = boxOf(input);
    box.replaceChildren.apply(box, found.map(function (each, place) {
      var item = document.createElement("li"), note = document.createElement("span");
      item.id = box.id + "_" + place;
      item.className = "pi-suggest__item";
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(each.testo);
      if (each.nota) {
        note.className = "pi-suggest__note";
        note.textContent = each.nota;
        item.append(" ", note);
      }
      item.chosen = each;
      return item;
    }));
    if (!found.length && input.dataset.suggestOf) { box.append(nothing()); }
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(box.children.length > 0));
    box.hidden = box.children.length === 0;
    announce(counted(input, found.length));
  }
  // Seen too: what no value matches will not stay in the field.
  function nothing() {
    var item = document.createElement("li");
    item.className = "pi-suggest__item";
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.textContent = words.dataset.noneListed;
    return item;
  }
  function point(input, item) {
    options(input).forEach(function (each) { each.setAttribute("aria-selected", String(each === item)); });
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }
  function pointed(input) {
    var id = input.getAttribute("aria-activedescendant");
    return id && isOpen(input) ? document.getElementById(id) : null;
  }
  function move(input, step) {
    var all = options(input), here = all.indexOf(pointed(input));
    if (!all.length) { return; }
    var next = here < 0 ? (step > 0 ? 0 : all.length - 1) : (here + step + all.length) % all.length;
    point(input, all[next]);
  }

  // --- towns, states, professions: the portal answers --------------------------------------------
  function ask(input) {
    var typed = input.value.trim(), turn;
    window.clearTimeout(timer);
    asked += 1;
    turn = asked;
    if (typed.length < LEAST) { close(input); return; }
    timer = window.setTimeout(function () {
      var address = form.dataset.suggestUrl + "?campo=" + encodeURIComponent(input.name) +
        "&testo=" + encodeURIComponent(typed);
      window.fetch(address, { credentials: "same-origin", headers: { "Accept": "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : { voci: [] }; })
        .then(function (data) {
          if (turn === asked && input === document.activeElement) { open(input, data.voci || []); }
        })
        .catch(function () {});
    }, QUIET);
  }
  // The choice fills the fields of the same row: `testimoni__0__` is the row of `testimoni__0__comune`.
  function take(input, found) {
    var row = input.name.slice(0, input.name.lastIndexOf("__") + 2);
    Object.keys(found.campi).forEach(function (key) {
      var control = form.elements.namedItem(row + key);
      if (!control || control.readOnly || control.disabled || control.value === found.campi[key]) { return; }
      control.value = found.campi[key];
      told(control);
    });
    announce(words.dataset.taken.replace("%s", found.testo + (found.nota ? ", " + found.nota : "")));
  }

  // --- a long list: its own select answers -------------------------------------------------------
  function listOf(input) { return document.getElementById(input.dataset.suggestOf); }
  function current(select) { return select.value ? select.options[select.selectedIndex].text : ""; }
  function matching(input, text) {
    var wanted = plain(text).split(/\s+/).filter(Boolean);
    return Array.from(listOf(input).options).filter(function (option) {
      var label = " " + plain(option.text).replace(/[^\p{L}\p{N}]+/gu, " ");
      return option.value && wanted.every(function (word) { return label.indexOf(" " + word) >= 0; });
    }).map(function (option) { return { testo: option.text, valore: option.value }; });
  }
  function pick(input, found) {
    var select = listOf(input), changed = select.value !== found.valore;
    select.value = found.valore;
    input.value = current(select);
    if (changed) { told(select); }
    announce(words.dataset.taken.replace("%s", found.testo || words.dataset.empty));
  }
  // The list is closed: what is no value of it does not stay.
  function settle(input) {
    var exact = matching(input, input.value).filter(function (each) {
      return plain(each.testo) === plain(input.value);
    });
    if (!input.value.trim()) { if (listOf(input).value) { pick(input, { testo: "", valore: "" }); } }
    else if (exact.length === 1) { pick(input, exact[0]); }
    else { input.value = current(listOf(input)); }
  }
  function narrow(select) {
    var input = document.createElement("input"), label = document.querySelector('label[for="' + CSS.escape(select.id) + '"]');
    input.type = "text";
    input.id = select.id + "_cerca";
    input.className = "form-control pi-suggest__search" + (select.classList.contains("is-invalid") ? " is-invalid" : "");
    input.dataset.suggest = "elenco";
    input.dataset.suggestOf = select.id;
    input.setAttribute("aria-describedby", select.getAttribute("aria-describedby") || "");
    input.placeholder = words.dataset.hint;
    input.value = current(select);
    select.before(input);
    if (label) { label.htmlFor = input.id; }
    dress(input);
    select.classList.add("pi-suggest__value");
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    select.dataset.suggestReady = "1";
  }

  // --- what the person does ----------------------------------------------------------------------
  function choose(input, item) {
    close(input);
    if (input.dataset.suggestOf) { pick(input, item.chosen); } else { take(input, item.chosen); }
  }
  function offer(input) {
    if (input.dataset.suggestOf) { open(input, matching(input, input.value === current(listOf(input)) ? "" : input.value)); }
    else { ask(input); }
  }
  function served(event) {
    var input = event.target;
    return input.matches && input.matches("input[data-suggest]") && !input.readOnly ? input : null;
  }
  form.addEventListener("input", function (event) {
    var input = served(event);
    if (!input) { return; }
    // The search has no value of its own: the form changes when a value is chosen.
    if (input.dataset.suggestOf) { event.stopPropagation(); open(input, matching(input, input.value)); }
    else { ask(input); }
  });
  form.addEventListener("change", function (event) {
    var input = served(event);
    if (input && input.dataset.suggestOf) { event.stopPropagation(); }
  });
  form.addEventListener("keydown", function (event) {
    var input = served(event), item;
    if (!input || event.isComposing) { return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen(input)) { move(input, event.key === "ArrowDown" ? 1 : -1); } else { offer(input); }
    } else if (event.key === "Enter" && isOpen(input)) {
      item = pointed(input);
      if (item) { event.preventDefault(); choose(input, item); } else { close(input); }
    } else if (event.key === "Escape" && isOpen(input)) {
      event.preventDefault();
      close(input);
    }
  });
  form.addEventListener("pointerdown", function (event) {
    if (event.target.closest(".pi-suggest__list")) { event.preventDefault(); }
  });
  form.addEventListener("click", function (event) {
    var item = event.target.closest("[role=option]:not([aria-disabled])");
    var input = item ? item.parentNode.previousElementSibling : served(event);
    if (item) { choose(input, item); }
    else if (input && input.dataset.suggestOf && !isOpen(input)) { offer(input); }
  });
  form.addEventListener("focusin", function (event) {
    var select = event.target;
    // A link to the field leads to the list that holds its value: one types in the search.
    if (select.dataset && select.dataset.suggestReady) { document.getElementById(select.id + "_cerca").focus(); }
    else if (served(event) && select.dataset.suggestOf) { select.select(); }
  });
  form.addEventListener("focusout", function (event) {
    var input = served(event);
    if (!input) { return; }
    close(input);
    if (input.dataset.suggestOf) { settle(input); }
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#id_"]');
    var search = link && document.getElementById(link.getAttribute("href").slice(1) + "_cerca");
    if (search) { window.setTimeout(function () { search.focus(); }, 0); }
  });

  // --- fields drawn now and fields that a save draws anew ----------------------------------------
  function serve(place) {
    place.querySelectorAll("select[data-suggest]:not([data-suggest-ready]):not(:disabled)").forEach(narrow);
    place.querySelectorAll("input[data-suggest]:not([role]):not([readonly])").forEach(dress);
  }
  document.addEventListener("ridisegnato", function (event) { serve(event.target); });
  serve(form);
  form.dataset.suggest = "pronto";
})();
