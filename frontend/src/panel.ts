/** The side panel: htmx loads a record into #panel; focus goes in, Esc brings it back. */
import { make } from "./dom";
import { isUnsaved, mayLeave } from "./unsaved";
import { word } from "./words";

let opener: HTMLElement | null = null;
const region = (): HTMLElement | null => document.getElementById("panel-region");
const body = (): HTMLElement | null => document.getElementById("panel");

function show(source: HTMLElement | null): void {
  const panel = region();
  if (!panel) return;
  if (panel.hidden) opener = source;
  panel.hidden = false;
  const link = panel.querySelector<HTMLAnchorElement>("[data-panel-expand]");
  const href = source?.getAttribute("href");
  if (link && href) {
    link.href = href;
    link.hidden = false;
  }
}

function showSkeleton(): void {
  const lines = make("div", { class: "skeleton", "aria-label": word("loading") });
  for (let i = 0; i < 6; i++) lines.append(make("i"));
  body()?.replaceChildren(lines);
}

/** What was loaded may name its own full page with data-panel-href. */
function settle(): void {
  const panel = region();
  const named = panel?.querySelector<HTMLElement>("[data-panel-href]")?.dataset["panelHref"];
  const link = panel?.querySelector<HTMLAnchorElement>("[data-panel-expand]");
  if (named && link) {
    link.href = named;
    link.hidden = false;
  }
  panel?.focus({ preventScroll: true });
}

/** Closes the panel, unless something in it is not saved and the person stays. False: there was none open. */
export function closePanel(): boolean {
  const panel = region();
  if (!panel || panel.hidden) return false;
  void mayLeave(panel).then((agreed) => agreed && close(panel));
  return true;
}

function close(panel: HTMLElement): void {
  panel.hidden = true;
  body()?.replaceChildren();
  const link = panel.querySelector<HTMLAnchorElement>("[data-panel-expand]");
  if (link) link.hidden = true;
  if (opener?.isConnected) opener.focus();
  opener = null;
}

interface Confirming {
  target?: HTMLElement;
  verb: string;
  issueRequest: (confirmed: boolean) => void;
}

interface HtmxDetail {
  elt: HTMLElement;
  target?: HTMLElement;
  successful?: boolean;
  requestConfig?: { verb: string; elt: HTMLElement };
}

/** What is loaded into the panel takes the place of what is in it. */
function ask(event: Event): void {
  const { target, verb, issueRequest } = (event as CustomEvent<Confirming>).detail;
  const panel = region();
  if (target?.id !== "panel" || verb !== "get" || !panel || !isUnsaved(panel)) return;
  event.preventDefault();
  void mayLeave(panel).then((agreed) => agreed && issueRequest(true));
}

export function startPanel(): void {
  document.addEventListener("htmx:confirm", ask);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target, requestConfig } = (event as CustomEvent<HtmxDetail>).detail;
    if (target?.id !== "panel" || requestConfig?.verb !== "get") return;
    show(elt);
    if (!region()?.contains(elt)) showSkeleton();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { target, successful } = (event as CustomEvent<HtmxDetail>).detail;
    if (target?.id === "panel" && !successful && body()?.querySelector(".skeleton")) closePanel();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target } = (event as CustomEvent<HtmxDetail>).detail;
    if (target?.id === "panel") settle();
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-panel-close]")) closePanel();
  });
  document.body.addEventListener("panel:close", () => closePanel());
}
