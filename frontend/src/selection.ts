/** Rows of a list: pick with checkboxes (shift for a range), walk with j and k, act through the bulk bar. */
import { all, enhance } from "./dom";
import { word } from "./words";

let last: HTMLInputElement | null = null;
const boxes = (list: ParentNode): HTMLInputElement[] => all<HTMLInputElement>("[data-select]", list);

function lists(): HTMLElement[] {
  return all<HTMLElement>("[data-list]");
}

/** Tells the bulk bar and the page's checkbox how many rows are picked. */
function recount(list: HTMLElement): void {
  const rows = boxes(list);
  const picked = rows.filter((box) => box.checked).length;
  const page = list.querySelector<HTMLInputElement>("[data-select-all]");
  if (page) {
    page.checked = picked > 0 && picked === rows.length;
    page.indeterminate = picked > 0 && picked < rows.length;
  }
  const bar = document.querySelector<HTMLElement>(list.dataset["list"] || "[data-bulk]");
  if (!bar) return;
  bar.hidden = picked === 0;
  const count = bar.querySelector("[data-count]");
  const digits = new Intl.NumberFormat(document.documentElement.lang).format(picked);
  if (count) count.textContent = word("selected").replace("{count}", digits);
  list.dispatchEvent(new CustomEvent("selection", { bubbles: true, detail: { count: picked } }));
}

function pickRange(list: HTMLElement, to: HTMLInputElement): void {
  const rows = boxes(list);
  const [from, until] = [rows.indexOf(last ?? to), rows.indexOf(to)].sort((a, b) => a - b);
  if (from === undefined || until === undefined || from < 0) return;
  for (const box of rows.slice(from, until + 1)) box.checked = to.checked;
}

export function clearSelection(): boolean {
  let any = false;
  for (const list of lists()) {
    for (const box of boxes(list)) {
      any ||= box.checked;
      box.checked = false;
    }
    recount(list);
  }
  return any;
}

const rowOf = (element: Element | null): HTMLElement | null => element?.closest<HTMLElement>("[data-row]") ?? null;

/** Moves the focus to the main link of the next (1) or previous (-1) row. */
export function walk(step: 1 | -1): boolean {
  const rows = all<HTMLElement>("[data-list] [data-row]");
  if (!rows.length) return false;
  const here = rowOf(document.activeElement) ?? document.querySelector<HTMLElement>("[data-row][data-here]");
  const at = here ? rows.indexOf(here) : step > 0 ? -1 : rows.length;
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  here?.removeAttribute("data-here");
  row?.setAttribute("data-here", "");
  const link = row?.querySelector<HTMLElement>("[data-open], a[href]") ?? row;
  link?.focus();
  row?.scrollIntoView({ block: "nearest" });
  return true;
}

/** Picks or drops the row that has the focus. */
export function togglePick(): boolean {
  const box = rowOf(document.activeElement)?.querySelector<HTMLInputElement>("[data-select]");
  box?.click();
  return Boolean(box);
}

export function startSelection(): void {
  enhance<HTMLElement>("[data-list]", recount);
  document.addEventListener("htmx:afterSettle", () => lists().forEach(recount));
  document.addEventListener("click", (event) => {
    const box = event.target as HTMLInputElement;
    const list = box.closest<HTMLElement>("[data-list]");
    if ((event.target as Element).closest("[data-clear]")) clearSelection();
    if (!list) return;
    if (box.matches("[data-select]")) {
      if ((event as MouseEvent).shiftKey) pickRange(list, box);
      last = box;
      recount(list);
    } else if (box.matches("[data-select-all]")) {
      for (const row of boxes(list)) row.checked = box.checked;
      recount(list);
    }
  });
}
