/* A number and its place in the original: one tab stop a table, arrow keys within, Enter or a click shows the place. */
"use strict";

(() => {
  const where = document.getElementById("where");
  const tabs = [...document.querySelectorAll("[role=tab]")];
  let from = null; // the cell whose place is shown
  let found = null;

  function select(tab) {
    for (const each of tabs) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      document.getElementById(each.getAttribute("aria-controls")).hidden = !chosen;
    }
  }

  function place(cell) {
    const at = cell.dataset.at.split(",");
    const names = ["页", "表", "行", "列", "文本行"];
    return names.map((name, index) => (at[index] ? `${SITE.text(name)} ${at[index]}` : "")).filter(Boolean).join(" · ");
  }

  function tell() {
    const printed = from.dataset.raw ?? from.firstChild?.textContent ?? "";
    const back = document.createElement("button");
    back.type = "button";
    back.textContent = SITE.text("回到数字");
    back.addEventListener("click", () => {
      from.scrollIntoView({ block: "center" });
      from.focus({ preventScroll: true });
    });
    const raw = document.createElement("b");
    raw.textContent = printed || SITE.text("空白");
    where.replaceChildren(place(from) || SITE.text("位置"), " — ", raw, " ", back);
    where.hidden = false;
  }

  function show(cell) {
    from?.classList.remove("asked");
    found?.classList.remove("found");
    from = cell;
    from.classList.add("asked");
    tell();
    const page = cell.dataset.at.split(",")[0];
    const picture = page && document.getElementById(`p${page}`);
    const spot = cell.dataset.to && document.getElementById(cell.dataset.to);
    const pictured = picture && picture.closest(".pane").hidden === false;
    found = (pictured ? picture : spot) || picture || null;
    if (!found) return;
    found.classList.add("found");
    spot?.classList.add("spot");
    for (const other of document.querySelectorAll(".spot")) if (other !== spot) other.classList.remove("spot");
    found.scrollIntoView({ block: found === picture ? "start" : "center", inline: "nearest" });
  }

  if (tabs.length) {
    tabs[0].parentElement.hidden = false;
    select(tabs[0]);
    for (const [index, tab] of tabs.entries()) {
      tab.addEventListener("click", () => {
        select(tab);
        if (from) show(from);
      });
      tab.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
        const next = tabs[(index + 1) % tabs.length];
        select(next);
        next.focus();
      });
    }
  }

  for (const table of document.querySelectorAll("table.sheet")) {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td[id]")]).filter((row) => row.length);
    let current = rows[0]?.[0];
    const go = (cell) => {
      current.tabIndex = -1;
      current = cell;
      current.tabIndex = 0;
    };
    for (const [r, row] of rows.entries()) {
      for (const [c, cell] of row.entries()) {
        cell.tabIndex = cell === current ? 0 : -1;
        cell.addEventListener("click", (event) => {
          if (event.target.closest("a")) return;
          go(cell);
          if (cell.dataset.at) show(cell);
        });
        cell.addEventListener("keydown", (event) => {
          const next = {
            ArrowRight: row[c + 1], ArrowLeft: row[c - 1], ArrowDown: rows[r + 1]?.[c], ArrowUp: rows[r - 1]?.[c],
            Home: row[0], End: row.at(-1),
          }[event.key];
          if (next) {
            event.preventDefault();
            go(next);
            next.focus();
          } else if (event.key === "Enter" && cell.dataset.at && event.target === cell) {
            show(cell);
          }
        });
      }
    }
  }
  document.addEventListener("language", () => { if (from) tell(); });
})();
