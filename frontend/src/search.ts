/** The search of a list asks while one types: for what stands there when the fingers rest, never amid a composition. */
import htmx from "htmx.org";
import { enhance } from "./dom";

const WAIT_MS = 150;

function start(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("[name=q]");
  if (!field) return;
  let timer = 0;
  let asked = field.value.trim();
  const stop = (): void => window.clearTimeout(timer);
  const wait = (): void => {
    stop();
    timer = window.setTimeout(() => {
      if (field.value.trim() !== asked) htmx.trigger(form, "typed", {});
    }, WAIT_MS);
  };
  field.addEventListener("input", (event) => ((event as InputEvent).isComposing ? stop() : wait()));
  field.addEventListener("compositionstart", stop);
  field.addEventListener("compositionend", wait);
  form.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = (event as CustomEvent<{ parameters: FormData }>).detail;
    stop();
    asked = field.value.trim();
    if (!asked) parameters.delete("q"); // an address without a search is the address of the list
  });
}

export function startSearch(): void {
  enhance<HTMLFormElement>("form[data-searches]", start);
}
