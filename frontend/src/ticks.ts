/** Long lists of boxes to tick (data-ticks): a field narrows them, arrow keys walk them, Tab passes them in one step. */
import { all, enhance, make } from "./dom";
import { folded, word } from "./words";

function startList(list: HTMLElement): void {
  const rows = all("label", list).map((row) => ({ row, text: folded(row.textContent ?? "") }));
  const boxOf = (row: Element): HTMLInputElement | null => row.querySelector("input");
  const shown = (): HTMLElement[] => rows.filter(({ row }) => !row.hidden).map(({ row }) => row);
  const name = list.getAttribute("aria-label") ?? "";
  const field = make("input", { type: "search", "aria-label": word("searchIn").replace("{what}", name), placeholder: word("search"), dir: "auto" });
  const told = make("p", { class: "sr", role: "status" });
  const none = make("p", { class: "none" }, word("noMatch"));
  none.hidden = true;

  /** Only one box is a stop of the Tab key: hundreds of them would shut off what comes behind. */
  const rove = (to: Element | undefined): void => {
    for (const { row } of rows) boxOf(row)?.setAttribute("tabindex", row === to ? "0" : "-1");
  };
  const narrow = (): void => {
    const wanted = folded(field.value.trim());
    for (const { row, text } of rows) row.hidden = !text.includes(wanted);
    const left = shown();
    none.hidden = left.length > 0;
    told.textContent = left.length ? new Intl.NumberFormat(document.documentElement.lang).format(left.length) : word("noMatch");
    rove(left[0]);
  };
  const walk = (from: Element | null, step: number): void => {
    const left = shown();
    const at = left.findIndex((row) => row === from);
    const to = left[Math.max(0, at + step)];
    if (at + step < 0) field.focus();
    else if (to) {
      rove(to);
      boxOf(to)?.focus();
    }
  };
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") event.preventDefault();
    if (event.key === "ArrowDown") walk(null, 1);
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    event.stopPropagation();
    field.value = "";
    narrow();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    walk((event.target as Element).closest("label"), step);
  });
  list.addEventListener("focusin", (event) => rove((event.target as Element).closest("label") ?? undefined));
  list.before(field, told);
  list.append(none);
  rove(rows[0]?.row);
  list.closest("details")?.addEventListener("toggle", (event) => (event as ToggleEvent).newState === "open" && field.focus());
}

export function startTicks(): void {
  enhance<HTMLElement>("[data-ticks]", startList);
}
