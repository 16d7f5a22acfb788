/** Record forms: fields that only one kind of record has come and go with the choice of the kind;
    forms that ask for nothing but files are sent as soon as some are chosen. */
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
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.type === "file" && input.files?.length) input.closest<HTMLFormElement>("form[data-send-on-choice]")?.requestSubmit();
  });
  enhance<HTMLFormElement>("form:has([data-shown-for])", follow);
}
