/** Every page loads this: htmx with our rules, and the islands that make a page alive. */
import htmx from "htmx.org";
import { startAgain } from "./again";
import { startConfirm } from "./confirm";
import { startDates } from "./datepicker";
import { startForms } from "./forms";
import { startMenus } from "./menus";
import { startPalette } from "./palette";
import { startPanel } from "./panel";
import { startPickers } from "./picker";
import { startScopes } from "./scopes";
import { startSearch } from "./search";
import { startSelection } from "./selection";
import { startShortcuts } from "./shortcuts";
import { startTheme } from "./theme";
import { startTicks } from "./ticks";
import { showToast, startToasts } from "./toasts";
import { startUnsaved } from "./unsaved";
import { word } from "./words";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0, // pages hold people's data: none of it goes into the browser's storage
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

/** Times are told in the zone of the device, unless somebody chose another. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
document.cookie = `zone=${zone};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;

function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
}

function explain(xhr: XMLHttpRequest): string {
  const plain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  if (plain && xhr.responseText.length < 400) return xhr.responseText;
  return word({ 403: "forbidden", 404: "gone" }[xhr.status] ?? "failed");
}

function startHtmx(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const { verb, headers } = (event as CustomEvent<{ verb: string; headers: Record<string, string> }>).detail;
    if (verb !== "get") headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    showToast({ text: explain(xhr), level: "error" });
  });
  document.addEventListener("htmx:sendError", () => showToast({ text: word("noNetwork"), level: "error" }));
  document.addEventListener(
    "click",
    (event) => {
      // A link opened in a new tab or window is the browser's business, not htmx's.
      const link = (event.target as Element).closest("a[href][hx-get]");
      if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) event.stopImmediatePropagation();
    },
    true,
  );
}

startHtmx();
startAgain();
startUnsaved();
startTheme();
startToasts();
startPanel();
startMenus();
startSelection();
startPalette();
startShortcuts();
startPickers();
startDates();
startConfirm();
startForms();
startTicks();
startScopes();
startSearch();
