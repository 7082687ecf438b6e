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
