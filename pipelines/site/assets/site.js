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
    };
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  apply();
  return { text, code, get language() { return language; } };
})();
