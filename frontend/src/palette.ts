/** The palette (Ctrl/Cmd+K): one field that finds every record and page, and what the controls of this page do. */
import { signInAgain } from "./again";
import { all, icon, make } from "./dom";
import { leaveFor } from "./unsaved";
import { folded, word } from "./words";

interface Item {
  label: string;
  url: string;
  hint?: string;
  icon?: string;
  control?: HTMLElement;
}
interface Group {
  label: string;
  items: Item[];
}

const WAIT_MS = 90;
const KEPT = 6;
let request: AbortController | undefined;
let timer = 0;
let active = -1;

const dialog = (): HTMLDialogElement | null => document.getElementById("palette") as HTMLDialogElement | null;
const input = (): HTMLInputElement => document.getElementById("palette-input") as HTMLInputElement;
const list = (): HTMLElement => document.getElementById("palette-list") as HTMLElement;
const options = (): HTMLElement[] => all("[role=option]", list());

/** What was opened last in this browser, kept apart for each person. */
const store = (): string => `palette-recent-${document.body.dataset["user"] ?? ""}`;

function recents(): Item[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(store()) ?? "[]");
    return Array.isArray(kept) ? (kept as Item[]).filter((item) => item.url?.startsWith("/") && item.label) : [];
  } catch {
    return []; // storage is off or its content is not ours: begin anew
  }
}

function remember(item: Item): void {
  const kept = [item, ...recents().filter((other) => other.url !== item.url)].slice(0, KEPT);
  try {
    localStorage.setItem(store(), JSON.stringify(kept));
  } catch {
    return; // storage is off or full: recents are a comfort, not a promise
  }
}

export function forgetRecents(): void {
  localStorage.removeItem(store());
}

/** What this page offers: its controls marked data-command, called as the mark says, else by their own words. */
function commands(query: string): Item[] {
  const wanted = folded(query);
  const offered = all("[data-command]").map((control) => ({
    label: control.dataset["command"] || control.querySelector("span")?.textContent || "",
    url: "",
    icon: control.querySelector("use")?.getAttribute("href")?.split("#")[1] ?? "next",
    control,
  }));
  return offered.filter(({ label }) => folded(label).includes(wanted));
}

function select(index: number): void {
  const rows = options();
  active = rows.length ? (index + rows.length) % rows.length : -1;
  rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === active)));
  const row = rows[active];
  if (row) input().setAttribute("aria-activedescendant", row.id);
  else input().removeAttribute("aria-activedescendant");
  row?.scrollIntoView({ block: "nearest" });
}

function open(item: Item, newTab: boolean): void {
  if (item.control) {
    dialog()?.close();
    item.control.click();
    return;
  }
  remember(item);
  if (newTab) window.open(item.url, "_blank", "noopener");
  else void leaveFor(item.url);
}

function optionRow(item: Item, index: number): HTMLElement {
  const row = make("div", { role: "option", id: `palette-option-${index}`, "aria-selected": "false" });
  row.append(icon(item.icon ?? "next"), make("bdi", {}, item.label));
  if (item.hint) row.append(make("small", { dir: "auto" }, item.hint));
  row.addEventListener("pointermove", () => index !== active && select(index));
  row.addEventListener("click", (event) => open(item, event.ctrlKey || event.metaKey));
  return row;
}

function draw(groups: Group[]): void {
  let index = 0;
  const drawn = groups
    .filter((group) => group.items.length)
    .map((group, i) => {
      const caption = make("div", { class: "cap", id: `palette-group-${i}`, role: "presentation" }, group.label);
      const box = make("div", { role: "group", "aria-labelledby": caption.id }, caption);
      for (const item of group.items) box.append(optionRow(item, index++));
      return box;
    });
  list().replaceChildren(...drawn);
  list().hidden = index === 0;
  input().setAttribute("aria-expanded", String(index > 0));
  const none = dialog()?.querySelector<HTMLElement>(".palette-none");
  if (none) none.hidden = index > 0 || !input().value.trim();
  select(0);
}

async function search(): Promise<void> {
  request?.abort();
  request = new AbortController();
  const query = input().value.trim();
  const recent = query ? [] : [{ label: word("recent"), items: recents() }];
  if (!query) draw(recent);
  const url = `${dialog()?.dataset["url"]}?q=${encodeURIComponent(query)}`;
  try {
    const response = await fetch(url, { signal: request.signal, headers: { Accept: "application/json", "HX-Request": "true" } });
    if (response.status === 401) {
      if (await signInAgain()) await search();
      return;
    }
    if (!response.ok) return;
    const { groups } = (await response.json()) as { groups: Group[] };
    draw([...recent, ...groups, { label: word("commands"), items: commands(query) }]);
  } catch (error) {
    if ((error as Error).name !== "AbortError") draw([{ label: word("noNetwork"), items: [] }]);
  }
}

export function openPalette(): void {
  const box = dialog();
  if (!box || box.open) return;
  document.querySelector<HTMLElement>("#side:popover-open")?.hidePopover();
  input().value = "";
  box.showModal();
  void search();
}

const MOVES: Record<string, () => void> = {
  ArrowDown: () => select(active + 1),
  ArrowUp: () => select(active - 1),
};

export function startPalette(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-palette-open]")) openPalette();
    if (event.target === dialog()) dialog()?.close();
  });
  document.addEventListener("submit", (event) => {
    if ((event.target as Element).closest("[data-sign-out]")) forgetRecents();
  });
  if (!dialog()) return;
  if (navigator.platform.startsWith("Mac")) for (const key of all(".ask kbd")) key.textContent = "⌘K";
  input().addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void search(), WAIT_MS);
  });
  input().addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      const modified = event.ctrlKey || event.metaKey;
      options()[active]?.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: modified }));
    } else if (MOVES[event.key]) {
      event.preventDefault();
      MOVES[event.key]?.();
    }
  });
}
