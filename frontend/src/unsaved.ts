/** What was typed and not saved: whoever is about to leave it behind is asked first. */
import { ask } from "./confirm";
import { all } from "./dom";
import { word } from "./words";

const sent = new WeakSet<HTMLFormElement>();
let free = false;

/** Leaving is decided: nobody is asked any more. */
export function letGo(): void {
  free = true;
}

function isChosenOtherwise({ options, multiple }: HTMLSelectElement): boolean {
  const usual = [...options].some((option) => option.defaultSelected);
  if (!multiple && !usual) return options.length > 0 && !options[0]?.selected;
  return [...options].some((option) => option.selected !== option.defaultSelected);
}

/** Whether a field says something else than the page brought. */
function isChanged(field: Element): boolean {
  if (field instanceof HTMLSelectElement) return isChosenOtherwise(field);
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || !field.name || field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.value !== (field.type === "file" ? "" : field.defaultValue);
}

/** Whether forms in a part of the page hold what is saved nowhere. */
export function isUnsaved(root: ParentNode = document): boolean {
  if (free) return false;
  return all<HTMLFormElement>("form[method=post]", root).some(
    (form) => !sent.has(form) && !form.closest("dialog") && ("unsaved" in form.dataset || [...form.elements].some(isChanged)),
  );
}

/** Whether it may be left behind; asks only where there is something to lose. */
export async function mayLeave(root: ParentNode = document): Promise<boolean> {
  return !isUnsaved(root) || ask(word("leaveUnsaved"), word("leave"), word("stay"));
}

/** Goes to another page, if what is here may be left behind. */
export async function leaveFor(url: string): Promise<void> {
  if (!(await mayLeave())) return;
  letGo();
  location.assign(url);
}

/** A link out of the page. What goes into the side panel, a new tab or another program leaves nothing. */
function leads(event: MouseEvent): HTMLAnchorElement | null {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  if (link.matches("[hx-get],[target=_blank],[download]") || !link.protocol.startsWith("http")) return null;
  return link.hash && link.pathname === location.pathname ? null : link;
}

export function startUnsaved(): void {
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault();
  });
  document.addEventListener(
    "click",
    (event) => {
      const link = leads(event);
      if (!link || !isUnsaved()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void leaveFor(link.href);
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!event.defaultPrevented && !form.hasAttribute("hx-post")) sent.add(form);
  });
  document.addEventListener("input", (event) => {
    const { form } = event.target as HTMLInputElement;
    if (form) sent.delete(form);
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = (event as CustomEvent<{ elt: HTMLElement; xhr: XMLHttpRequest }>).detail;
    if (elt instanceof HTMLFormElement && xhr.status < 400) sent.add(elt);
  });
}
