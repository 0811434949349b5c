/* Language switch and the filter of the coverage map. Every page works without it, in Chinese. */
"use strict";

const SITE = (() => {
  const KEY = "gongkai.language";
  let language = "zh";
  try {
    language = localStorage.getItem(KEY) === "en" ? "en" : "zh";
  } catch { /* a browser that keeps nothing for files: Chinese, until the button is pressed */ }

  const text = (chinese) => (language === "en" ? CATALOGUE.text[chinese] ?? chinese : chinese);
  const code = (name) => {
    const known = Object.hasOwn(CATALOGUE.codes, name) ? CATALOGUE.codes[name] : null;
    return known ? known[language === "en" ? 1 : 0] : name;
  };

  function squares() {
    for (const table of document.querySelectorAll("table.heat")) {
      const years = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
      for (const row of table.tBodies[0].rows) {
        const agency = row.cells[0].textContent.trim();
        for (const cell of row.cells) {
          const square = cell.firstElementChild;
          if (!cell.dataset.s || !square) continue;
          const reason = cell.dataset.r ? (language === "en" ? ": " : "：") + code(cell.dataset.r) : "";
          const said = `${agency} ${years[cell.cellIndex]} ${code(cell.dataset.s)}${reason}`;
          square.title = said;
          square.setAttribute("aria-label", said);
          if (square === document.activeElement) document.getElementById("square").textContent = said;
        }
      }
    }
  }

  function apply() {
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    for (const element of document.querySelectorAll("[data-i]")) {
      element.dataset.i ||= element.textContent;
      element.textContent = text(element.dataset.i);
    }
    for (const element of document.querySelectorAll("[data-en]")) {
      element.dataset.zh ??= element.textContent;
      element.textContent = language === "en" ? element.dataset.en : element.dataset.zh;
    }
    for (const element of document.querySelectorAll("[data-c]")) element.textContent = code(element.dataset.c);
    for (const element of document.querySelectorAll("[data-ia]")) {
      for (const name of element.dataset.ia.split(" ")) {
        const kept = `data-zh-${name}`;
        if (!element.hasAttribute(kept)) element.setAttribute(kept, element.getAttribute(name));
        element.setAttribute(name, text(element.getAttribute(kept)));
      }
    }
    squares();
    const button = document.getElementById("language");
    button.textContent = language === "en" ? "中文" : "English";
    button.lang = language === "en" ? "zh-CN" : "en";
    button.hidden = false;
    document.dispatchEvent(new CustomEvent("language"));
  }

  document.getElementById("language").addEventListener("click", () => {
    language = language === "en" ? "zh" : "en";
    try {
      localStorage.setItem(KEY, language);
    } catch { /* see above */ }
    apply();
  });

  for (const form of document.querySelectorAll("form[data-rows]")) {
    const rows = [...document.getElementById(form.dataset.rows).tBodies[0].rows];
    const filter = () => {
      const wanted = form.elements.text.value.trim().toLowerCase();
      const gaps = form.elements.gaps.checked;
      let shown = 0;
      for (const row of rows) {
        const fits = row.cells[0].textContent.toLowerCase().includes(wanted) && (!gaps || "gap" in row.dataset);
        row.hidden = !fits;
        shown += fits;
      }
      form.querySelector("output").textContent = `${shown} / ${rows.length}`;
      document.dispatchEvent(new CustomEvent("rows"));
    };
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  /* The coverage map is one stop of the Tab key; arrow keys move within it, and the square is told in words. */
  for (const table of document.querySelectorAll("table.heat")) {
    const told = document.getElementById("square");
    const stops = () => [...table.tBodies[0].rows].filter((row) => !row.hidden)
      .map((row) => [...row.cells].map((cell) => cell.firstElementChild));
    let here = null;
    const stopAt = (element) => {
      if (here) here.tabIndex = -1;
      here = element;
      if (here) here.tabIndex = 0;
    };
    for (const element of table.tBodies[0].querySelectorAll(":is(th, td) > *")) element.tabIndex = -1;
    stopAt(stops()[0]?.find(Boolean));
    table.addEventListener("focusin", (event) => {
      stopAt(event.target);
      told.textContent = event.target.getAttribute("aria-label") ?? event.target.textContent;
    });
    table.addEventListener("click", (event) => event.target.closest("td > span")?.focus());
    table.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      const rows = stops();
      const [down, right] = step;
      let row = rows.findIndex((cells) => cells.includes(event.target));
      let column = rows[row].indexOf(event.target);
      do { // a year that is not asked of this agency has no square
        row += down;
        column += right;
      } while (rows[row] && column in rows[row] && !rows[row][column]);
      rows[row]?.[column]?.focus();
    });
    document.addEventListener("rows", () => {
      if (!here?.offsetParent) stopAt(stops()[0]?.find(Boolean));
    });
  }

  /* Paper shows everything. */
  addEventListener("beforeprint", () => {
    for (const element of document.querySelectorAll("details:not([open])")) {
      element.open = true;
      element.dataset.shut = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const element of document.querySelectorAll("details[data-shut]")) {
      element.open = false;
      delete element.dataset.shut;
    }
  });

  apply();
  return { text, code, get language() { return language; } };
})();
