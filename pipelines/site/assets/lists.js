/* The lists of agencies and of findings: filtered here, for there is no server to ask. */
"use strict";

(() => {
  const STEP = 200; // rows shown at once
  const form = document.querySelector("form[data-list]");
  const body = document.getElementById("rows").tBodies[0];
  const more = document.getElementById("more");
  const output = form.querySelector("output");
  const field = (name) => form.elements[name]?.value ?? "";

  const el = (name, content, className) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (content instanceof Node) element.append(content);
    else if (content !== null && content !== undefined) element.textContent = content;
    return element;
  };
  const link = (href, content) => {
    const element = el("a", content);
    element.href = href;
    return element;
  };
  const code = (name) => {
    if (!name) return "";
    const element = el("span", SITE.code(name));
    element.dataset.c = name;
    return element;
  };
  const head = (content) => {
    const element = el("th", content);
    element.scope = "row";
    return element;
  };

  const agencies = {
    rows: () => AGENCIES.map(([id, name, site, reports, review, missing, first, last]) => ({
      site, search: `${name} ${site}`, id, name, reports, review, missing, first, last,
    })),
    fields: ["site"],
    row: (a) => [
      head(link(`a/${a.id}.html`, a.name)), el("td", a.site), el("td", a.reports, "n"), el("td", a.review || "", "n"),
      el("td", a.missing || "", "n"), el("td", a.first, "n"), el("td", a.last, "n"),
    ],
  };

  const spread = (reports) => reports.flatMap(([id, agency, year, site, verdict, notes]) =>
    notes.map(([rule, severity, cause, place, left, right, english, chinese]) => ({
      id, agency, year: String(year), site: site ?? "", verdict, rule, severity, cause, place, left, right, english, chinese,
    })));
  const detail = (f) => {
    if (SITE.language !== "en" && f.chinese) return el("td", f.chinese, "detail");
    const element = el("td", f.english, "detail");
    element.lang = "en";
    return element;
  };
  const placed = (path) => (Object.hasOwn(PLACES, path) ? PLACES[path].map(SITE.text).join(" · ") : path);
  const place = (path) => {
    const element = el(Object.hasOwn(PLACES, path) ? "span" : "code", placed(path));
    element.title = path;
    return element;
  };
  const findings = {
    rows: () => spread([...FINDINGS, ...(window.NOTES ?? [])]).map((row) => ({
      ...row, search: [row.agency, row.place, placed(row.place), row.english, row.chinese, row.rule, SITE.code(row.rule)].join(" "),
    })),
    fields: ["severity", "rule", "site", "year"],
    row: (f) => [
      el("td", code(f.severity), `sev sev-${f.severity}`), head(link(`a/${f.id}.html`, f.agency)),
      el("td", link(`r/${f.id}-${f.year}.html#findings`, f.year), "n"), el("td", code(f.rule)), el("td", code(f.cause)),
      el("td", place(f.place)), el("td", f.left, "n"), el("td", f.right, "n"), detail(f),
    ],
  };

  const list = form.dataset.list === "agencies" ? agencies : findings;
  let all = [];
  let found = [];
  let shown = 0;

  function load() {
    all = list.rows();
    for (const row of all) row.search = row.search.toLowerCase();
    for (const name of list.fields) {
      const select = form.elements[name];
      if (!select || name === "severity") continue;
      const chosen = select.value;
      const values = [...new Set(all.map((row) => row[name]))].filter(Boolean).sort();
      if (name === "year") values.reverse();
      select.length = 1;
      for (const value of values) {
        const option = el("option", name === "rule" ? SITE.code(value) : value);
        if (name === "rule") option.dataset.c = value;
        option.value = value;
        select.append(option);
      }
      select.value = chosen;
    }
  }

  function fits(row, words) {
    for (const name of list.fields) {
      const wanted = field(name);
      if (wanted && !(name === "severity" && wanted === "info") && row[name] !== wanted) return false;
    }
    return words.every((word) => row.search.includes(word));
  }

  function filter() {
    const words = field("text").trim().toLowerCase().split(/\s+/).filter(Boolean);
    const notes = field("severity") === "info";
    found = all.filter((row) => (notes || row.severity !== "info") && fits(row, words));
    body.replaceChildren();
    shown = 0;
    show();
    const state = new URLSearchParams();
    for (const element of form.elements) if (element.name && element.value) state.set(element.name, element.value);
    history.replaceState(null, "", state.size ? `#${state}` : location.pathname);
  }

  function show() {
    for (const row of found.slice(shown, shown + STEP)) {
      const line = document.createElement("tr");
      line.append(...list.row(row));
      body.append(line);
    }
    shown = Math.min(shown + STEP, found.length);
    more.hidden = shown >= found.length;
    output.textContent = `${found.length} ${SITE.text("条结果")}`;
  }

  function ask() {
    // the notes are many: their script comes only when somebody wants to see them
    if (list === findings && field("severity") === "info" && !window.NOTES) {
      const script = document.createElement("script");
      script.src = "data/notes.js";
      script.addEventListener("load", () => { load(); filter(); });
      document.head.append(script);
    } else {
      filter();
    }
  }

  load();
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.addEventListener("input", ask);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", show);
  document.addEventListener("language", () => { load(); filter(); });
  ask();
})();
