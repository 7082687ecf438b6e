// The steps of a wizard. Without this file every page still works: "Continua" and "Indietro" save.
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
})();
