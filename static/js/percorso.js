// The wizard of a new case. Without this file every page still works: all fields are there, towns
// are typed whole, and "Continua" and "Indietro" save.
(function () {
  "use strict";

  var form = document.getElementById("bozza");
  if (!form) { return; }

  // A step pressed in the list is reached by saving first, so that nothing is left behind.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("#bozza-passi a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    var where = link.pathname.split("/").filter(Boolean).pop();
    var button = document.createElement("button");
    button.type = "submit"; button.name = "vai"; button.value = where; button.hidden = true;
    form.appendChild(button);
    form.requestSubmit(button);
  });

  // Questions that follow from another answer are asked only then; an answer already given stays.
  var FOLLOW = [
    ["manifestata_on", "tipo", "malattia_professionale"],
    ["prima_visita_at", "tipo", "malattia_professionale"],
    ["primo_approdo_at", "in_navigazione", "on"],
    ["noto_at", "pericolo_di_morte mortale", "on"],
    ["decesso_at", "mortale", "on"],
    ["decesso_noto_at", "mortale", "on"]
  ];
  function box(name) {
    return document.getElementById("div_id_" + name) || document.getElementById("id_" + name);
  }
  function answered(name, value) {
    return Array.from(form.elements).some(function (control) {
      if (control.name !== name) { return false; }
      var chosen = control.type === "radio" || control.type === "checkbox" ? control.checked : true;
      return chosen && control.value === value;
    });
  }
  function filled(element) {
    return Array.from(element.querySelectorAll("input, select, textarea")).some(function (control) {
      return control.type !== "checkbox" && control.value !== "";
    });
  }
  function follow() {
    FOLLOW.forEach(function (rule) {
      var element = box(rule[0]);
      if (!element) { return; }
      var asked = rule[1].split(" ").some(function (name) { return answered(name, rule[2]); });
      element.hidden = !asked && !filled(element);
    });
  }
  form.addEventListener("change", follow);
  follow();

  // Towns are offered while one types; a town that only one province has brings its province.
  var list = document.getElementById("comuni-elenco"), provinces = {}, wait = 0, last = "";
  function offer(towns) {
    list.replaceChildren.apply(list, towns.map(function (town) {
      var option = document.createElement("option");
      option.value = town.nome;
      option.label = town.nome + " (" + town.provincia + ")";
      provinces[town.nome.toLowerCase()] = provinces[town.nome.toLowerCase()] === undefined ||
        provinces[town.nome.toLowerCase()] === town.provincia ? town.provincia : "";
      return option;
    }));
  }
  ["nato_a", "domicilio_comune", "comune"].forEach(function (name) {
    var input = form.elements.namedItem(name);
    if (!input || !list) { return; }
    input.setAttribute("list", list.id);
    input.setAttribute("autocomplete", "off");
    input.addEventListener("input", function () {
      var text = input.value.trim();
      window.clearTimeout(wait);
      if (text.length < 2 || text === last) { return; }
      wait = window.setTimeout(function () {
        last = text;
        window.fetch("/denunce/comuni/?nome=" + encodeURIComponent(text), { credentials: "same-origin" })
          .then(function (answer) { return answer.ok ? answer.json() : { comuni: [] }; })
          .then(function (data) { offer(data.comuni); })
          .catch(function () {});
      }, 200);
    });
  });
  var town = form.elements.namedItem("domicilio_comune");
  var province = form.elements.namedItem("domicilio_provincia");
  if (town && province) {
    town.addEventListener("change", function () {
      var known = provinces[town.value.trim().toLowerCase()];
      if (known && !province.value) {
        province.value = known;
        province.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }
})();
