// Passkeys: asks the device to make one or to use one, then sends its answer with the form.
// Without scripts, or where the browser knows no passkeys, the forms stay hidden.
(function () {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) { return; }

  function bytes(text) {
    var plain = window.atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (char) { return char.charCodeAt(0); });
  }
  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return window.btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function named(list) {
    return (list || []).map(function (item) { return Object.assign({}, item, { id: bytes(item.id) }); });
  }
  function readable(options) {
    var key = Object.assign({}, options.publicKey, { challenge: bytes(options.publicKey.challenge) });
    if (key.user) { key.user = Object.assign({}, key.user, { id: bytes(key.user.id) }); }
    if (key.excludeCredentials) { key.excludeCredentials = named(key.excludeCredentials); }
    if (key.allowCredentials) { key.allowCredentials = named(key.allowCredentials); }
    return { publicKey: key };
  }
  function writable(credential) {
    var response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
      .forEach(function (name) {
        if (credential.response[name]) { response[name] = text(credential.response[name]); }
      });
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults()
    });
  }
  function optionsOf(form) {
    if (form.dataset.options) { return Promise.resolve(JSON.parse(form.dataset.options)); }
    return window.fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(function (data) { return data.request_options; });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var go = form.querySelector("[data-passkey-go]"), said = form.querySelector("[role=alert]");
    form.hidden = false;
    function start() {
      said.hidden = true;
      optionsOf(form).then(function (options) {
        var make = form.dataset.passkey === "crea";
        return navigator.credentials[make ? "create" : "get"](readable(options));
      }).then(function (credential) {
        form.elements.credential.value = writable(credential);
        form.submit();
      }).catch(function () {
        said.textContent = form.dataset.unknown;
        said.hidden = false;
      });
    }
    go.addEventListener("click", start);
    form.addEventListener("submit", function (event) { event.preventDefault(); start(); });
  });
})();
