// <fieldset data-rows> with several [data-row]: shows what is written and one empty row; "One more" shows the next,
// [data-row-clear] in a row empties and hides it.
// Without this script every row the server sent is there.
export function startRows() {
  for (const list of document.querySelectorAll("[data-rows]")) arrange(list);
}

const written = (row) => [...row.querySelectorAll("textarea, input, select")].some((field) => field.value.trim());

function arrange(list) {
  const rows = [...list.querySelectorAll("[data-row]")];
  const more = list.querySelector("[data-row-more]");
  const last = rows.findLastIndex((row) => written(row) || row.classList.contains("field--error"));
  rows.forEach((row, i) => { row.hidden = i > last + 1; });
  const tell = () => { more.hidden = !rows.some((row) => row.hidden); };
  more?.addEventListener("click", () => {
    const next = rows.find((row) => row.hidden);
    if (!next) return;
    next.hidden = false;
    next.querySelector("textarea, input, select")?.focus();
    tell();
  });
  for (const row of rows) {
    const clear = row.querySelector("[data-row-clear]");
    clear?.removeAttribute("hidden");
    clear?.addEventListener("click", () => {
      for (const field of row.querySelectorAll("textarea, input, select")) field.value = "";
      row.hidden = true;
      list.append(row, ...(more ? [more] : []));
      rows.push(...rows.splice(rows.indexOf(row), 1));
      if (more) tell();
      more?.focus();
    });
  }
  if (more) tell();
}
