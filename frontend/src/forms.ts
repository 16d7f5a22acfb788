/** Record forms: fields that only one kind of record has come and go with the choice of the kind; a chosen file is sent. */
import { all, enhance } from "./dom";

function follow(form: HTMLFormElement): void {
  const kind = form.elements.namedItem("kind");
  if (!(kind instanceof HTMLSelectElement)) return;
  const show = (): void => {
    for (const field of all("[data-shown-for]", form)) field.hidden = field.dataset["shownFor"] !== kind.value;
  };
  kind.addEventListener("change", show);
  show();
}

export function startForms(): void {
  enhance<HTMLFormElement>("form:has([data-shown-for])", follow);
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    if (field.matches("[data-send-at-once]")) field.closest("form")?.requestSubmit();
  });
}
