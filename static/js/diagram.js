/* The process as BPMN, with where the decision stands. The list of stages on the page says the same in words. */
(() => {
  "use strict";

  const words = (text) => (text || "").split(" ").filter(Boolean);

  const draw = async (box) => {
    const viewer = new window.BpmnJS({ container: box });
    try {
      const answer = await fetch(box.dataset.xml, { credentials: "same-origin" });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      await viewer.importXML(await answer.text());
    } catch {
      box.classList.add("is-failed");
      box.textContent = box.dataset.failed;
      return;
    }
    const canvas = viewer.get("canvas");
    const elements = viewer.get("elementRegistry");
    const mark = (ids, marker) => words(ids).filter((id) => elements.get(id)).forEach((id) => canvas.addMarker(id, marker));
    mark(box.dataset.done, "is-done");
    mark(box.dataset.now, "is-now");
    canvas.zoom("fit-viewport", "auto");
    const now = words(box.dataset.now).find((id) => elements.get(id));
    if (now && canvas.zoom() < 0.5) {
      const place = elements.get(now);
      canvas.zoom(0.75, { x: place.x + place.width / 2, y: place.y + place.height / 2 });
      canvas.scrollToElement(now);
    }
  };

  document.querySelectorAll("[data-diagram]").forEach(draw);
})();
