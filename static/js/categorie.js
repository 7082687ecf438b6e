// Each choice shows only what belongs to the one above it. Without this file a button asks the
// server for the same; what is sent is checked there anyway.
(function () {
  "use strict";

  var form = document.querySelector("form[data-categorie]");
  if (!form) { return; }
  var names = ["categoria", "sottocategoria", "oggetto"];
  var lists = names.map(function (name) { return form.elements.namedItem(name); });
  var all = lists.map(function (list) { return Array.from(list.children); });
  // The server may have narrowed the lists already: then the button stays, to widen them again.
  if (form.querySelectorAll("select optgroup").length < 2) { return; }
  form.querySelector("[data-categorie-bottone]").hidden = true;

  function words(list) {
    var chosen = list.options[list.selectedIndex];
    return chosen && chosen.value ? chosen.textContent : "";
  }

  // A group is named after what it belongs to: the category, then "category · sub-category".
  function narrow() {
    var first = words(lists[0]), second;
    keep(1, function (label) { return !first || label === first; });
    second = words(lists[1]);
    keep(2, function (label) {
      return second ? label.endsWith("· " + second) : !first || label.indexOf(first + " ·") === 0;
    });
  }

  function keep(level, belongs) {
    var list = lists[level], value = list.value;
    list.replaceChildren.apply(list, all[level].filter(function (child) {
      return child.nodeName !== "OPTGROUP" || belongs(child.label);
    }));
    list.value = value;
    if (list.selectedIndex < 0) { list.selectedIndex = 0; }
  }

  lists.slice(0, 2).forEach(function (list) { list.addEventListener("change", narrow); });
  narrow();
})();
