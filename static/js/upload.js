/* Forms with files where scripts run: how much has been sent, how long it will take, and a way to stop it. */
(() => {
  "use strict";

  const inMegabytes = (bytes) => (bytes / 1048576).toFixed(1);

  const hasFiles = (form) => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length > 0);

  const show = (box, sent, whole, started) => {
    const percent = Math.floor((100 * sent) / whole);
    const seconds = Math.max(1, Math.round(((Date.now() - started) / 1000) * (whole / sent - 1)));
    box.querySelector("progress").value = percent;
    const text = sent < whole ? box.dataset.sending : box.dataset.checking;
    box.querySelector("[data-text]").textContent = text
      .replace("{percent}", percent)
      .replace("{sent}", inMegabytes(sent))
      .replace("{whole}", inMegabytes(whole))
      .replace("{seconds}", seconds);
  };

  // What the server answers takes the place of this page, as if the browser had sent the form itself.
  const replace = (request) => {
    if (request.responseURL && request.responseURL !== location.href) {
      history.pushState(null, "", request.responseURL);
    }
    document.open();
    document.write(request.responseText);
    document.close();
    window.scrollTo(0, 0);
  };

  const send = (form, submitter) => {
    const box = form.querySelector("[data-upload-progress]");
    const body = new FormData(form);
    if (submitter?.name) {
      body.append(submitter.name, submitter.value);
    }
    const request = new XMLHttpRequest();
    const started = Date.now();
    const again = (message) => {
      box.querySelector("[data-text]").textContent = message;
      form.removeAttribute("aria-busy");
      delete form.dataset.sending;
    };
    box.hidden = false;
    form.dataset.sending = "true";
    form.setAttribute("aria-busy", "true");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.loaded > 0) {
        show(box, event.loaded, event.total, started);
      }
    });
    request.addEventListener("load", () => replace(request));
    request.addEventListener("error", () => again(box.dataset.failed));
    request.addEventListener("abort", () => again(box.dataset.stopped));
    box.querySelector("[data-cancel]").onclick = () => request.abort();
    request.open("POST", form.getAttribute("action") || location.href);
    request.send(body);
  };

  // Before forms.js hears of it, which would count the form as sent.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-upload]") || !form.querySelector("[data-upload-progress]") || !hasFiles(form)) {
        return;
      }
      event.preventDefault();
      if (!form.dataset.sending) {
        send(form, event.submitter);
      }
    },
    true,
  );
})();
