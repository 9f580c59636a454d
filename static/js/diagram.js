/* The process as BPMN, opened where the decision stands. The list of steps on the page says the same in words. */
(() => {
  "use strict";

  const LEAST = 0.95; // below it labels can no longer be read
  const MOST = 1.08;
  // How far off a neighbour may stand to be shown with a step, where there is room for it; ways back reach further.
  const NEAR = [
    { x: 480, y: 420 },
    { x: 420, y: 120 },
    { x: 300, y: 120 },
  ];
  const MARGIN = { x: 40, y: 48 };
  const LOWEST = 260; // pixels
  const HIGHEST = 0.7; // of the window
  const STEP = 90;
  const FACTOR = 1.25;

  const words = (text) => (text || "").split(" ").filter(Boolean);
  const between = (least, value, most) => Math.min(most, Math.max(least, value));
  const middle = (shape) => ({ x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 });

  /* The box around some shapes, with room for the labels at their edges. */
  const around = (shapes) => {
    const left = Math.min(...shapes.map((shape) => shape.x)) - MARGIN.x;
    const top = Math.min(...shapes.map((shape) => shape.y)) - MARGIN.y;
    return {
      x: left,
      y: top,
      width: Math.max(...shapes.map((shape) => shape.x + shape.width)) + MARGIN.x - left,
      height: Math.max(...shapes.map((shape) => shape.y + shape.height)) + MARGIN.y - top,
    };
  };

  /* Present steps with what leads to them and what follows. */
  const surroundings = (present, near) => {
    const shown = new Set(present);
    for (const shape of present) {
      const here = middle(shape);
      for (const next of [...shape.incoming.map((way) => way.source), ...shape.outgoing.map((way) => way.target)]) {
        const there = middle(next);
        if (Math.abs(there.x - here.x) < near.x && Math.abs(there.y - here.y) < near.y) {
          shown.add(next);
        }
      }
    }
    return around([...shown]);
  };

  class Diagram {
    constructor(box, viewer) {
      this.box = box;
      this.canvas = viewer.get("canvas");
      this.elements = viewer.get("elementRegistry");
      this.present = this.found(box.dataset.now);
      if (!this.present.length) {
        this.present = this.found(box.dataset.done).filter((shape) => shape.type === "bpmn:EndEvent");
      }
    }

    found(ids) {
      return words(ids).map((id) => this.elements.get(id)).filter(Boolean);
    }

    /* Mark the steps; a step inside a round marks the activity that calls the round as well. */
    mark() {
      this.found(this.box.dataset.done).forEach((shape) => this.canvas.addMarker(shape, "is-done"));
      const now = this.found(this.box.dataset.now);
      const rounds = new Set(now.map((shape) => shape.businessObject.$parent?.id));
      const calls = this.elements.filter((shape) => rounds.has(shape.businessObject.calledElement));
      [...now, ...calls].forEach((shape) => this.canvas.addMarker(shape, "is-now"));
    }

    /* Show an area as large as it fits; what would be too small to read is shown from its middle. */
    show(area, least, centre) {
      const width = this.box.clientWidth;
      const wanted = Math.min(MOST, width / area.width);
      this.box.style.height = `${Math.round(between(LOWEST, area.height * Math.max(wanted, least), HIGHEST * innerHeight))}px`;
      this.canvas.resized();
      const height = this.box.clientHeight;
      const scale = Math.max(least, Math.min(wanted, height / area.height));
      const fits = area.width * scale <= width + 1 && area.height * scale <= height + 1;
      const at = fits || !centre ? middle(area) : middle(centre);
      this.canvas.viewbox({
        x: at.x - width / scale / 2,
        y: at.y - height / scale / 2,
        width: width / scale,
        height: height / scale,
      });
    }

    now() {
      if (this.present.length) {
        const room = { width: this.box.clientWidth / LEAST, height: (HIGHEST * innerHeight) / LEAST };
        const areas = [...NEAR.map((near) => surroundings(this.present, near)), around(this.present)];
        const fitting = areas.find((area) => area.width <= room.width && area.height <= room.height);
        this.show(fitting || areas.at(-1), LEAST, this.present[0]);
      } else {
        this.whole();
      }
    }

    whole() {
      this.show(this.canvas.viewbox().inner, 0);
    }

    in() {
      this.canvas.zoom(Math.min(4, this.canvas.zoom() * FACTOR));
    }

    out() {
      this.canvas.zoom(Math.max(0.1, this.canvas.zoom() / FACTOR));
    }

    left() {
      this.canvas.scroll({ dx: STEP, dy: 0 });
    }

    right() {
      this.canvas.scroll({ dx: -STEP, dy: 0 });
    }

    up() {
      this.canvas.scroll({ dx: 0, dy: STEP });
    }

    down() {
      this.canvas.scroll({ dx: 0, dy: -STEP });
    }
  }

  const KEYS = {
    ArrowLeft: "left",
    ArrowRight: "right",
    ArrowUp: "up",
    ArrowDown: "down",
    "+": "in",
    "=": "in",
    "-": "out",
    0: "whole",
    Home: "now",
  };

  /* Keys, buttons and fingers; the wheel alone goes on scrolling the page. */
  const listen = (box, diagram, tools) => {
    box.addEventListener(
      "keydown",
      (event) => {
        const act = KEYS[event.key];
        if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
          event.preventDefault();
          event.stopPropagation();
          diagram[act]();
        }
      },
      true,
    );
    box.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) {
          event.stopPropagation();
        }
      },
      true,
    );
    let touched = null;
    box.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch" ? event : null;
    });
    box.addEventListener("pointermove", (event) => {
      if (touched && event.pointerId === touched.pointerId) {
        diagram.canvas.scroll({ dx: event.clientX - touched.clientX, dy: 0 });
        touched = event;
      }
    });
    for (const end of ["pointerup", "pointercancel"]) {
      box.addEventListener(end, () => {
        touched = null;
      });
    }
    tools?.addEventListener("click", (event) => {
      const act = event.target.closest("[data-do]")?.dataset.do;
      if (act) {
        diagram[act]();
      }
    });
  };

  const draw = async (box) => {
    const viewer = new window.BpmnJS({
      container: box,
      textRenderer: { defaultStyle: { fontSize: 13 }, externalStyle: { fontSize: 13 } },
    });
    const tools = box.parentElement.querySelector("[data-diagram-tools]");
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
    const diagram = new Diagram(box, viewer);
    diagram.mark();
    diagram.now();
    const drawing = box.querySelector("svg[tabindex]");
    drawing?.setAttribute("role", "application");
    drawing?.setAttribute("aria-label", box.dataset.label);
    listen(box, diagram, tools);
    box.parentElement.querySelectorAll("[hidden]").forEach((item) => {
      item.hidden = false;
    });
    box.dataset.drawn = "";
  };

  document.querySelectorAll("[data-diagram]").forEach(draw);
})();
