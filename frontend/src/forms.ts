/** Forms: fields that only one kind of record has come and go with the choice of the kind; a filter is turned round by
    “is not”; a chosen file is sent, or named where it was dropped. */
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

/** Is or is not: the choice names the fields beside it anew. */
function negate(choice: HTMLSelectElement): void {
  const name = choice.dataset["negates"] ?? "";
  choice.hidden = false;
  choice.addEventListener("change", () => {
    for (const field of all<HTMLInputElement | HTMLSelectElement>("[name]", choice.form ?? document)) {
      if (field.name === name || field.name === `${name}.not`) field.name = `${name}${choice.value}`;
    }
  });
}

/** The field of a file covers its zone: the browser itself takes what is dropped there, and we say what that was. */
function nameDropped(field: HTMLInputElement): void {
  const zone = field.parentElement;
  const words = zone?.querySelector<HTMLElement>("[data-chosen]");
  if (!zone || !words) return;
  const tell = (): void => {
    const name = field.files?.[0]?.name ?? "";
    words.textContent = name || (words.dataset["none"] ?? "");
    words.classList.toggle("on", name !== "");
  };
  field.addEventListener("change", tell);
  for (const kind of ["dragenter", "dragleave", "drop"]) {
    field.addEventListener(kind, () => zone.classList.toggle("over", kind === "dragenter"));
  }
  tell(); // a browser that goes back keeps the choice
}

export function startForms(): void {
  enhance<HTMLSelectElement>("select[data-negates]", negate);
  enhance<HTMLFormElement>("form:has([data-shown-for])", follow);
  enhance<HTMLInputElement>("input[data-drop]", nameDropped);
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    if (field.matches("[data-send-at-once]")) field.closest("form")?.requestSubmit();
  });
}
