/* Forms where scripts run: a warning before typed text is lost, one sending for one press, room for long text. */
(() => {
  "use strict";

  const leaving = new WeakSet();
  const touched = new Set();

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) {
      touched.add(form);
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if ([...touched].some((form) => form.isConnected && !leaving.has(form))) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  const release = (form) => {
    leaving.delete(form);
    form.removeAttribute("aria-busy");
  };

  // A second press while the first is under way would ask for the same act twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-guard], [data-once]")) {
      return;
    }
    if (leaving.has(form)) {
      event.preventDefault();
      return;
    }
    leaving.add(form);
    form.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), 10000);
  });

  // The page may come back from the browser's memory.
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) {
      release(form);
    }
  });

  const grow = (area) => {
    if (area.scrollHeight > area.clientHeight + 2) {
      const line = parseFloat(getComputedStyle(area).lineHeight) || 22;
      area.rows = Math.min(24, area.rows + Math.ceil((area.scrollHeight - area.clientHeight) / line));
    }
  };
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement) {
      grow(event.target);
    }
  });
  document.querySelectorAll("textarea").forEach(grow);
})();
