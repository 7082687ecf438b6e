// Towns are offered while one types; a town that only one province has brings its province. The
// list says which fields are towns: <datalist data-towns="nato_a comune" data-provinces="comune:provincia">.
// Without this file towns are typed whole, and the portal finds the province by itself.
(function () {
  "use strict";

  var list = document.querySelector("datalist[data-towns]");
  if (!list) { return; }
  var form = list.form || list.closest("form"), provinces = {}, wait = 0, last = "";

  function offer(towns) {
    list.replaceChildren.apply(list, towns.map(function (town) {
      var option = document.createElement("option"), name = town.nome.toLowerCase();
      option.value = town.nome;
      option.label = town.nome + " (" + town.provincia + ")";
      provinces[name] = provinces[name] === undefined || provinces[name] === town.provincia ?
        town.provincia : "";
      return option;
    }));
  }
  function search(text) {
    if (text.length < 2 || text === last) { return; }
    wait = window.setTimeout(function () {
      last = text;
      window.fetch("/comuni/?nome=" + encodeURIComponent(text), { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : { comuni: [] }; })
        .then(function (data) { offer(data.comuni); })
        .catch(function () {});
    }, 200);
  }
  function serve(input) {
    if (input.getAttribute("list") === list.id) { return; }
    input.setAttribute("list", list.id);
    input.setAttribute("autocomplete", "off");
  }
  // By delegation: a field that the page draws anew after a save is served as well.
  var towns = list.dataset.towns.split(" ");
  towns.forEach(function (name) {
    var input = form.elements.namedItem(name);
    if (input) { serve(input); }
  });
  form.addEventListener("focusin", function (event) {
    if (towns.indexOf(event.target.name) >= 0) { serve(event.target); }
  });
  form.addEventListener("input", function (event) {
    if (towns.indexOf(event.target.name) < 0) { return; }
    window.clearTimeout(wait);
    search(event.target.value.trim());
  });
  (list.dataset.provinces || "").split(" ").filter(Boolean).forEach(function (pair) {
    var names = pair.split(":");
    form.addEventListener("change", function (event) {
      var province = form.elements.namedItem(names[1]);
      if (event.target.name !== names[0] || !province || province.value) { return; }
      var known = provinces[event.target.value.trim().toLowerCase()];
      if (!known) { return; }
      province.value = known;
      province.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
