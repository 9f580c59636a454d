/* What every page gains where scripts run: "/" to search, rows that lead somewhere, errors that take the focus. */
(() => {
  "use strict";

  const isTyping = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  // The link in the row stays the way for the keyboard; the row is only a larger target for the pointer.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select, summary") || getSelection().toString()) {
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      window.open(row.dataset.href);
    } else {
      location.assign(row.dataset.href);
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".rail-menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // On a narrow screen the stage it stands at comes into sight.
  const present = document.querySelector(".ribbon [aria-current]");
  if (present) {
    const strip = present.closest(".ribbon-wrap");
    strip.scrollLeft = present.offsetLeft - (strip.clientWidth - present.offsetWidth) / 2;
  }

  // What is folded up on the screen is printed too: opened for the paper, folded up again after it.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open], .rail-menu)")];
    for (const item of folded) {
      item.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const item of folded) {
      item.open = false;
    }
  });

  document.querySelector("[data-focus]")?.focus();
})();
