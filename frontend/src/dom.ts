/** Small typed access to the page. */
import sprite from "../../peyvand/platform/ui/icons.svg?url";

type Attributes = Record<string, string>;

/** A new element; text goes in as text, never as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** An icon of the sprite, hidden from screen readers. */
export function icon(name: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "ico");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

export function all<T extends HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

export function isRtl(element: Element = document.documentElement): boolean {
  return getComputedStyle(element).direction === "rtl";
}

/** Whether a key press belongs to what the person is writing. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

/** Runs enhance once for each matching element, now and whenever htmx brings new ones. */
export function enhance<T extends HTMLElement>(selector: string, run: (element: T) => void): void {
  const seen = new WeakSet<T>();
  const scan = (): void => {
    for (const element of all<T>(selector)) {
      if (seen.has(element)) continue;
      seen.add(element);
      run(element);
    }
  };
  scan();
  document.addEventListener("htmx:load", scan);
}
