/** Forms marked data-confirm ask before they go: what would be lost, in a dialog of our own. */
import { make } from "./dom";
import { word } from "./words";

/** Asks yes or no. No is the safe answer: it has the focus, and Esc means it. */
export function ask(question: string, act: string, no = word("cancel")): Promise<boolean> {
  const cancel = make("button", { class: "btn", value: "", autofocus: "" }, no);
  const go = make("button", { class: "btn danger", value: "go" }, act);
  const buttons = make("form", { method: "dialog", class: "form-end" }, cancel, go);
  const title = make("h2", { id: "confirm-title", dir: "auto" }, question);
  const dialog = make("dialog", { class: "box", "aria-labelledby": "confirm-title" }, title, buttons);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "go");
      dialog.remove();
    });
  });
}

export function startConfirm(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      const question = form.dataset["confirm"];
      if (!question || "confirmed" in form.dataset) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      void ask(question, submitter?.textContent?.trim() || word("delete")).then((agreed) => {
        if (!agreed) return;
        form.dataset["confirmed"] = "";
        form.requestSubmit(submitter);
        delete form.dataset["confirmed"];
      });
    },
    true,
  );
}
