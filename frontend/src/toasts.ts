/** Short news at the foot of the page, with undo where the server offers it. */
import htmx from "htmx.org";
import { all, icon, make } from "./dom";
import { word } from "./words";

const STAY_MS = 7000;

export interface Toast {
  text: string;
  undo_url?: string;
  level?: "success" | "info" | "warning" | "error";
}

/** Lets a toast go after a while, but never while someone reads or uses it; errors stay until closed. */
function expire(toast: HTMLElement): void {
  if (toast.classList.contains("error")) return;
  let timer = window.setTimeout(() => toast.remove(), STAY_MS);
  const wait = (): void => window.clearTimeout(timer);
  const resume = (): void => {
    wait();
    timer = window.setTimeout(() => toast.remove(), STAY_MS / 2);
  };
  toast.addEventListener("pointerenter", wait);
  toast.addEventListener("focusin", wait);
  toast.addEventListener("pointerleave", resume);
  toast.addEventListener("focusout", resume);
}

export function showToast({ text, undo_url, level = "success" }: Toast): void {
  const toast = make("div", { class: `toast ${level}` }, make("span", {}, text));
  if (undo_url) {
    const undo = make("button", { type: "button", class: "btn g undo" }, word("undo"));
    undo.addEventListener("click", () => {
      toast.remove();
      void htmx.ajax("post", undo_url, { source: document.body, swap: "none" });
    });
    toast.append(undo);
  }
  const attributes = { type: "button", class: "btn g icon-only", "data-toast-close": "", "aria-label": word("close") };
  toast.append(make("button", attributes, icon("close")));
  document.getElementById("toasts")?.append(toast);
  expire(toast);
}

export function startToasts(): void {
  all(".toast").forEach(expire);
  document.addEventListener("click", (event) => {
    (event.target as Element).closest("[data-toast-close]")?.closest(".toast")?.remove();
  });
  document.body.addEventListener("toast", (event) => showToast((event as CustomEvent<Toast>).detail));
}
