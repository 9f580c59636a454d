/* Charts from data the page carries as JSON; each stands above a table with the same numbers. */
(() => {
  "use strict";

  const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const colours = ["#0f4c9a", "#4c9a6a", "#c77700", "#7a5ba6", "#2a8a9c", "#b3111f"];

  const draw = (box) => {
    const data = document.getElementById(box.dataset.chart);
    if (!data) {
      return;
    }
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption({
      animation: !quiet,
      color: colours,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true, decal: { show: true } },
      tooltip: { trigger: "axis", renderMode: "richText" },
      ...JSON.parse(data.textContent),
    });
    new ResizeObserver(() => chart.resize()).observe(box);
  };

  document.querySelectorAll("[data-chart]").forEach(draw);
})();
