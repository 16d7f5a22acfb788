/** Keys: markup says what they do (data-shortcut="c" or "g p"); lists add j, k, x and Enter. */
import { all, isTyping, make } from "./dom";
import { openPalette } from "./palette";
import { closePanel } from "./panel";
import { clearSelection, togglePick, walk } from "./selection";
import { word } from "./words";

const SEQUENCE_MS = 1200;
let pending = "";
let pendingUntil = 0;

/** The key as printed on a Latin keyboard, so that Persian and Russian layouts work too. */
export function latinKey(event: KeyboardEvent): string {
  if (event.key.length === 1 && event.key.charCodeAt(0) < 128) return event.key.toLowerCase();
  if (event.key === "؟") return "?";
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

function label(element: HTMLElement): string {
  return element.dataset["shortcutLabel"] ?? element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
}

/** Presses the element that claims the key; text fields get the focus instead. */
function press(keys: string): boolean {
  const here = document.activeElement?.closest("[data-row]");
  const inRow = here?.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(keys)}"]`);
  const found = inRow ?? all(`[data-shortcut="${CSS.escape(keys)}"]`).find((element) => !element.closest("[data-row]"));
  if (!found) return false;
  if (isTyping(found)) found.focus();
  else found.click();
  return true;
}

function sheetRows(): [string, string][] {
  const rows: [string, string][] = [["Ctrl K", word("shortcutPalette")]];
  const seen = new Set<string>();
  for (const element of all("[data-shortcut]")) {
    const keys = element.dataset["shortcut"] ?? "";
    if (seen.has(keys)) continue;
    seen.add(keys);
    rows.push([keys, label(element)]);
  }
  if (document.querySelector("[data-row]")) {
    rows.push(["j", word("shortcutDown")], ["k", word("shortcutUp")]);
    rows.push(["x", word("shortcutSelect")], ["Enter", word("shortcutOpen")]);
  }
  rows.push(["Esc", word("shortcutEsc")], ["?", word("shortcutHelp")]);
  return rows;
}

function showSheet(): boolean {
  const sheet = document.getElementById("shortcuts") as HTMLDialogElement | null;
  const list = sheet?.querySelector("dl");
  if (!sheet || !list || sheet.open) return false;
  list.replaceChildren();
  for (const [keys, text] of sheetRows()) {
    const caps = keys.split(" ").flatMap((key) => [make("kbd", { dir: "ltr" }, key), " "]);
    list.append(make("dt", {}, text), make("dd", {}, ...caps));
  }
  sheet.showModal();
  return true;
}

function handle(key: string): boolean {
  if (pending && Date.now() < pendingUntil) {
    const keys = `${pending} ${key}`;
    pending = "";
    return press(keys);
  }
  if (document.querySelector(`[data-shortcut^="${CSS.escape(key)} "]`)) {
    pending = key;
    pendingUntil = Date.now() + SEQUENCE_MS;
    return true;
  }
  if (press(key)) return true;
  if (key === "?") return showSheet();
  if (key === "j") return walk(1);
  if (key === "k") return walk(-1);
  if (key === "x") return togglePick();
  return false;
}

export function startShortcuts(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-shortcuts-open]")) showSheet();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && latinKey(event) === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = (event.target as Element).closest("form");
      if (form && isTyping(event.target)) form.requestSubmit();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open], .menu:popover-open")) return;
    if (event.key === "Escape") {
      const inPanel = (event.target as Element).closest("#panel-region");
      if (isTyping(event.target) && !inPanel) (event.target as HTMLElement).blur();
      else if (closePanel()) event.preventDefault(); // else the same key would close the question that it raised
      else clearSelection();
      return;
    }
    if (isTyping(event.target)) return;
    if (handle(latinKey(event))) event.preventDefault();
  });
}
