// The lesions of a certificate. Without this file the same is done by labels and buttons.
// The truth is the hidden text ([["NATURA","SEDE"],…]); the figures mirror the checkboxes of the list.
(function () {
  "use strict";

  var box = document.querySelector("[data-lesioni]");
  if (!box) { return; }
  var form = box.closest("form"), words = box.dataset;
  var truth = box.querySelector("[data-lesioni-testo]");
  var list = box.querySelector("[data-lesioni-elenco]");
  var row = box.querySelector("[data-lesioni-riga]");
  var natures = Array.from(box.querySelectorAll('input[type="radio"][name="' + words.lesioni + '_natura"]'));
  var sites = Array.from(box.querySelectorAll('input[type="checkbox"][name="' + words.lesioni + '_sede"]'));
  var regions = [];                                // the shapes, each a checkbox of its figure
  var byCode = {}, natureNames = {};
  sites.forEach(function (site) { byCode[site.value] = site; });
  natures.forEach(function (one) { natureNames[one.value] = one.nextElementSibling.textContent; });

  function part(name) { return box.querySelector("[data-lesioni-" + name + "]"); }
  function siteName(code) { return byCode[code] ? byCode[code].closest("label").dataset.nome : code; }
  function small(text) { return text.charAt(0).toLowerCase() + text.slice(1); }
  function spoken(pair) { return (natureNames[pair[0]] || pair[0]) + ": " + small(siteName(pair[1])); }
  function chosenSites() { return sites.filter(function (site) { return site.checked; }); }
  function chosenNature() { return natures.filter(function (one) { return one.checked; })[0]; }
  function say(text) { part("detto").textContent = text; }
  function refuse(text) { part("errore").textContent = text; }

  // --- the truth ---------------------------------------------------------------------------------
  function added() {
    try { return truth.value.trim() ? JSON.parse(truth.value) : []; } catch (_broken) { return null; }
  }
  // The events tell whoever saves the form: what a script writes makes none.
  function keep(pairs) {
    truth.value = pairs.length ? JSON.stringify(pairs) : "";
    draw();
    ["input", "change"].forEach(function (name) { truth.dispatchEvent(new Event(name, { bubbles: true })); });
  }
  function clear() {
    natures.concat(sites).forEach(function (one) { one.checked = false; });
    refuse("");
    mirror();
  }

  function add() {
    var nature = chosenNature(), chosen = chosenSites(), pairs = added() || [], fresh;
    if (!nature || !chosen.length) {
      refuse(nature ? words.senzaSede : words.senzaNatura);
      if (!nature) { natures[0].focus(); }
      return;
    }
    fresh = chosen.map(function (site) { return [nature.value, site.value]; }).filter(function (pair) {
      return !pairs.some(function (other) { return other[0] === pair[0] && other[1] === pair[1]; });
    });
    if (!fresh.length) { refuse(words.doppia); return; }
    if (pairs.length + fresh.length > Number(words.massimo)) { refuse(words.troppe); return; }
    clear();
    keep(pairs.concat(fresh));
    say(words.aggiunta + " " + fresh.map(spoken).join("; "));
  }
  function remove(place) {
    var pairs = added(), gone = pairs.splice(place, 1)[0], next;
    keep(pairs);
    say(words.tolta + " " + spoken(gone));
    next = list.querySelectorAll("button")[Math.min(place, pairs.length - 1)] || part("titolo");
    next.focus();
  }

  // --- what is drawn from it ---------------------------------------------------------------------
  function draw() {
    var pairs = added();
    if (!pairs) { return; }                        // unreadable: the server says so at the next step
    list.replaceChildren.apply(list, pairs.map(function (pair, place) {
      var item = row.content.cloneNode(true).firstElementChild, button = item.querySelector("button");
      item.firstElementChild.textContent = spoken(pair);
      button.querySelector("span").textContent = " " + spoken(pair);
      button.addEventListener("click", function () { remove(place); });
      return item;
    }));
    list.hidden = !pairs.length;
    part("vuoto").hidden = pairs.length > 0;
    mirror();
  }
  function takenBy() {
    var taken = {};
    (added() || []).forEach(function (pair) {
      (taken[pair[1]] = taken[pair[1]] || []).push(small(natureNames[pair[0]] || pair[0]));
    });
    return taken;
  }
  function mirror() {
    var taken = takenBy(), chosen = chosenSites(), nature = chosenNature();
    sites.forEach(function (site) {
      var note = document.getElementById(site.getAttribute("aria-describedby")).querySelector("[data-presa]");
      note.textContent = taken[site.value] ? words.gia + " " + taken[site.value].join(", ") : "";
    });
    regions.forEach(function (region) {
      var code = region.dataset.sede;
      region.setAttribute("aria-checked", byCode[code].checked ? "true" : "false");
      region.setAttribute("aria-label", nameOf(code, taken));
      region.classList.toggle("is-taken", Boolean(taken[code]));
    });
    box.querySelectorAll("[data-gruppo]").forEach(function (group) {
      var count = group.querySelectorAll("input:checked").length, place = group.querySelector("[data-quante]");
      place.textContent = count ? place.dataset.parole + " " + count : "";
    });
    part("scelta").textContent = !chosen.length && !nature ? "" :
      (nature ? natureNames[nature.value] : "…") + ": " +
      (chosen.map(function (site) { return small(siteName(site.value)); }).join(", ") || "…");
  }
  function nameOf(code, taken) {
    return siteName(code) + (taken[code] ? ", " + words.gia + " " + taken[code].join(", ") : "");
  }

  // --- the figures -------------------------------------------------------------------------------
  // The shapes leave their labels for one picture, where each is a checkbox with its own place.
  function raise(view) {
    var picture = view.querySelector("[data-mappa-vista]"), mine = [];
    view.querySelectorAll(".pi-mappa__zona").forEach(function (label) {
      var shape = label.querySelector("path");
      shape.replaceChildren();
      shape.setAttribute("role", "checkbox");
      shape.setAttribute("tabindex", "-1");
      picture.append(shape);
      label.remove();
      mine.push(shape);
    });
    picture.removeAttribute("aria-hidden");
    picture.setAttribute("role", "group");
    picture.setAttribute("aria-labelledby", picture.dataset.mappaVista);
    mine[0].setAttribute("tabindex", "0");
    // The ring of the focus lies over every shape: beside it, the next shape would cover it.
    var rings = ["alone", "anello"].map(function (name) {
      var ring = document.createElementNS("http://www.w3.org/2000/svg", "path");
      ring.setAttribute("class", "pi-mappa__" + name);
      ring.setAttribute("aria-hidden", "true");
      picture.append(ring);
      return ring;
    });
    function around(shape) {
      rings.forEach(function (ring) { ring.setAttribute("d", shape ? shape.getAttribute("d") : ""); });
    }
    // Heard on the figure: a picture with listeners of the focus would take it itself.
    view.addEventListener("focusin", function (event) {
      if (isRegion(event.target)) { stopAt(event.target, mine); }
      around(isRegion(event.target) && event.target.matches(":focus-visible") ? event.target : null);
    });
    view.addEventListener("focusout", function () { around(null); });
    picture.addEventListener("click", function (event) { if (isRegion(event.target)) { toggle(event.target); } });
    picture.addEventListener("keydown", function (event) { press(event, mine); });
    regions = regions.concat(mine);
  }
  function isRegion(element) { return Boolean(element.dataset && element.dataset.sede); }
  function toggle(region) {
    var site = byCode[region.dataset.sede];
    site.checked = !site.checked;
    ["input", "change"].forEach(function (name) { site.dispatchEvent(new Event(name, { bubbles: true })); });
    show(site.value);
  }
  function stopAt(region, mine) {
    mine.forEach(function (other) { other.setAttribute("tabindex", other === region ? "0" : "-1"); });
    show(region.dataset.sede);
  }
  var WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  function press(event, mine) {
    var region = event.target, next = null;
    if (!isRegion(region) || event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key === " " || event.key === "Enter") { toggle(region); }
    else if (event.key === "Home") { next = mine[0]; }
    else if (event.key === "End") { next = mine[mine.length - 1]; }
    else if (WAYS[event.key]) { next = nearest(region, mine, WAYS[event.key]); }
    else { return; }
    event.preventDefault();
    if (next) { next.focus(); }
  }
  // The nearest shape that way: what is aside counts double, so that an arrow keeps its line.
  function nearest(from, mine, way) {
    var here = middle(from), best = null, least = Infinity;
    mine.forEach(function (other) {
      var there = middle(other), x = there.x - here.x, y = there.y - here.y;
      var along = x * way[0] + y * way[1], aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
      if (other !== from && along > 1 && along + 2 * aside < least) { least = along + 2 * aside; best = other; }
    });
    return best;
  }
  function middle(shape) {
    var place = shape.getBBox();
    return { x: place.x + place.width / 2, y: place.y + place.height / 2 };
  }

  // The name of what is under the pointer or has the focus, on figure and list together.
  function show(code) {
    var here = box.querySelector("[data-mappa-qui]");
    regions.forEach(function (region) { region.classList.toggle("is-near", region.dataset.sede === code); });
    here.textContent = code ? nameOf(code, takenBy()) : "";
  }
  function siteOf(target) {
    var label = target.closest && target.closest("[data-nome]");
    return isRegion(target) ? target.dataset.sede : label ? label.querySelector("input").value : "";
  }
  ["pointerover", "focusin"].forEach(function (name) {
    box.addEventListener(name, function (event) { show(siteOf(event.target)); });
  });
  box.addEventListener("pointerleave", function () { show(siteOf(document.activeElement)); });

  // --- looking for a site in the list ------------------------------------------------------------
  function plain(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
  var search = box.querySelector("[data-sedi-cerca]"), asked = search.querySelector("input"), open = null;
  function look() {
    var wanted = plain(asked.value).split(/\s+/).filter(Boolean), found = 0;
    var groups = Array.from(box.querySelectorAll("[data-gruppo]")), told = search.querySelector("[data-sedi-trovate]");
    if (wanted.length && !open) { open = groups.map(function (group) { return group.open; }); }
    groups.forEach(function (group, number) {
      var mine = 0;
      group.querySelectorAll(".pi-sedi__sede").forEach(function (item) {
        var text = plain(item.textContent);
        item.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
        mine += item.hidden ? 0 : 1;
      });
      group.hidden = !mine;
      found += mine;
      if (wanted.length) { group.open = mine > 0; } else if (open) { group.open = open[number]; }
    });
    if (!wanted.length) { open = null; }
    told.textContent = wanted.length ? told.dataset.parole + " " + found : "";
  }
  asked.addEventListener("input", look);
  search.hidden = false;

  // --- at work -----------------------------------------------------------------------------------
  box.querySelectorAll("[data-vista]").forEach(raise);
  box.addEventListener("change", function (event) {
    if (event.target !== truth) { refuse(""); say(""); mirror(); }
  });
  [["aggiungi", add], ["svuota", function () { clear(); touch(); }]].forEach(function (pair) {
    part(pair[0]).type = "button";
    part(pair[0]).addEventListener("click", pair[1]);
  });
  // What is not chosen any more is news for whoever saves the form.
  function touch() { truth.dispatchEvent(new Event("input", { bubbles: true })); }
  // Going back, the browser puts its own values in the controls again.
  window.addEventListener("pageshow", draw);
  if (form) { form.addEventListener("reset", function () { window.setTimeout(draw, 0); }); }
  draw();
  show("");
  box.dataset.pronta = "";
})();
