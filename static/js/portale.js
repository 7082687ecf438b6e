// Enhancements only: without this file every page still works.
(function () {
  "use strict";

  // Menus close with Escape and with a click elsewhere.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // After a refused form the reader starts from the list of what to fix.
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  // Who is filling in a long form is not away: typing keeps the session as a request would. After
  // half an hour of silence it has ended, and a sign would only make the portal forget whose it was:
  // what is sent then is kept for its author.
  var lastSign = Date.now();
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    var silence = Date.now() - lastSign;
    if (!form || form.method !== "post" || silence < 300000 || silence > 1740000) { return; }
    lastSign = Date.now();
    window.fetch("/aiuto/", { method: "HEAD", credentials: "same-origin" }).catch(function () {});
  });

  // Two presses of a button send one request; coming back with the browser's arrow unlocks it,
  // and so do ten seconds, for answers that leave the page where it is (a download).
  function unlock(form) {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
    });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-guard]") || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.querySelectorAll("button[type=submit]").forEach(function (button) {
      button.setAttribute("aria-disabled", "true");
    });
    window.setTimeout(unlock, 10000, form);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(unlock);
  });

  // A button that prints appears only where something can press it.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // Inside a list of duties j and k move from row to row; Enter follows the link, as always.
  // Only while the list has the focus: single-letter shortcuts elsewhere would trap speech input.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "j" && event.key !== "k") { return; }
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    var list = event.target.closest(".pi-duties");
    if (!list) { return; }
    var links = Array.from(list.querySelectorAll(".pi-duty__link"));
    var here = links.indexOf(document.activeElement);
    var next = event.key === "j" ? here + 1 : here - 1;
    links[Math.max(0, Math.min(links.length - 1, next))].focus();
  });
})();
