/** Menus are native popovers; this places them beside their button and moves through them by arrow keys. */
import { all, isRtl } from "./dom";

const GAP = 4;
const EDGE = 8;

/** Places a popover under (or above) its button, inside the window, aligned to the button's inline end. */
export function place(popover: HTMLElement, button: Element): void {
  const anchor = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const nearStart = anchor.left + anchor.width / 2 < innerWidth / 2;
  const left = nearStart ? anchor.left : anchor.right - width;
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - height;
  const up = popover.dataset["menu"] === "above" || (below + height > innerHeight - EDGE && above > EDGE);
  popover.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  popover.style.top = `${Math.max(EDGE, up ? above : below)}px`;
}

function items(menu: HTMLElement): HTMLElement[] {
  return all<HTMLElement>("[role^=menuitem]:not(:disabled)", menu).filter((item) => item.offsetParent !== null);
}

function move(menu: HTMLElement, key: string): void {
  const list = items(menu);
  const at = list.indexOf(document.activeElement as HTMLElement);
  const forward = key === "ArrowDown" || key === (isRtl() ? "ArrowLeft" : "ArrowRight");
  const next = key === "Home" ? 0 : key === "End" ? list.length - 1 : at + (forward ? 1 : -1);
  list[(next + list.length) % list.length]?.focus();
}

export function startMenus(): void {
  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target as HTMLElement;
      if (!menu.matches?.(".menu[popover]")) return;
      const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
      const open = (event as ToggleEvent).newState === "open";
      button?.setAttribute("aria-expanded", String(open));
      if (!open || !button) return;
      place(menu, button);
      items(menu)[0]?.focus();
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    const menu = (event.target as Element).closest?.<HTMLElement>(".menu[role=menu]");
    if (!menu || !["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    move(menu, event.key);
  });
  document.addEventListener("click", (event) => {
    const item = (event.target as Element).closest("[role=menuitem]");
    item?.closest<HTMLElement>(".menu[popover]")?.hidePopover();
    if ((event.target as Element).closest("[data-dialog-close]")) {
      (event.target as Element).closest("dialog")?.close();
    }
    const opener = (event.target as Element).closest<HTMLElement>("[data-dialog-open]");
    if (opener) document.querySelector<HTMLDialogElement>(`#${CSS.escape(opener.dataset["dialogOpen"] ?? "")}`)?.showModal();
  });
}
