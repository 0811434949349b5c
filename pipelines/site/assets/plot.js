/* The plot of an agency's requests and outcomes, by Chart.js (MIT, chart.LICENSE.md). Its data stand in the page. */
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("plot-data").textContent);
  const canvas = document.querySelector(".plot canvas");
  let chart = null;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function draw() {
    chart?.destroy();
    const ink = colour("--ink");
    const rule = colour("--rule");
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.color = ink;
    const bars = data.outcomes.map(({ code, label, values }) => ({
      type: "bar", label: SITE.text(label), data: values, backgroundColor: colour(`--plot-${code}`), stack: "outcomes",
      maxBarThickness: 48, borderColor: colour("--paper"), borderWidth: { top: 1 }, order: 1,
    }));
    const line = {
      type: "line", label: SITE.text(data.received.label), data: data.received.values, borderColor: ink,
      backgroundColor: colour("--paper"), borderWidth: 1.5, pointRadius: 4, pointBorderWidth: 1.5, order: 0,
    };
    const axis = { grid: { color: rule }, border: { color: rule } };
    chart = new Chart(canvas, {
      data: { labels: data.years.map(String), datasets: [line, ...bars] },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        scales: {
          x: { stacked: true, grid: { display: false }, border: axis.border },
          y: { stacked: true, beginAtZero: true, ticks: { precision: 0 }, ...axis },
        },
        plugins: { legend: { position: "bottom", labels: { boxWidth: 12, boxHeight: 12 } } },
      },
    });
  }

  draw();
  document.addEventListener("language", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", draw);
})();
