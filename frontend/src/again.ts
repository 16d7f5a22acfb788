/** A session that ended while a page was open: signing in over the page, so that what was typed there stays.
    Requests of htmx are repeated afterwards; other forms ask before they go, for their answer would replace the page. */
import htmx from "htmx.org";
import { all, make } from "./dom";
import { showToast } from "./toasts";
import { letGo } from "./unsaved";
import { word } from "./words";

interface SignedIn {
  user: string;
  token: string;
}
interface Answered {
  elt: HTMLElement;
  xhr: XMLHttpRequest;
  etc: { swapOverride?: "none" };
  requestConfig: { verb: "get" | "post"; path: string };
}

const door = (): string | undefined => document.documentElement.dataset["signInAgain"];
const repeated = new WeakSet<HTMLElement>();
const asked = new WeakSet<HTMLFormElement>();
const passed = new WeakSet<HTMLFormElement>();
let signingIn: Promise<boolean> | null = null;

/** Sees to it that the person of this page is signed in. False: they would rather not, or somebody else came. */
export function signInAgain(): Promise<boolean> {
  signingIn ??= enter()
    .catch(() => {
      showToast({ text: word("noNetwork"), level: "error" });
      return false;
    })
    .finally(() => {
      signingIn = null;
    });
  return signingIn;
}

async function enter(): Promise<boolean> {
  const answer = await fetch(door() ?? "/", { headers: { "HX-Request": "true" } });
  return isSignedIn(answer) ? goOn((await answer.json()) as SignedIn) : askIn(await answer.text());
}

function isSignedIn(answer: Response): boolean {
  return answer.headers.get("Content-Type")?.startsWith("application/json") ?? false;
}

/** The same person goes on, with the token of the new session. Nobody else may see or send what is on this page. */
function goOn({ user, token }: SignedIn): boolean {
  if (user !== document.body.dataset["user"]) {
    letGo();
    document.body.hidden = true;
    location.replace(location.pathname + location.search);
    return false;
  }
  document.querySelector("meta[name=csrf-token]")?.setAttribute("content", token);
  for (const field of all<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) field.value = token;
  return true;
}

function draw(dialog: HTMLDialogElement, html: string): void {
  dialog.innerHTML = html;
  const name = dialog.querySelector<HTMLInputElement>("[name=login]");
  if (name && !name.value) name.value = document.body.dataset["email"] ?? "";
  dialog.querySelector<HTMLElement>("[aria-invalid], [name=password], button")?.focus();
}

function askIn(html: string): Promise<boolean> {
  const dialog = make("dialog", { class: "box again", "aria-labelledby": "again-title" });
  document.body.append(dialog);
  dialog.showModal();
  draw(dialog, html);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(false);
    });
    dialog.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (form.method === "dialog") return;
      event.preventDefault();
      event.stopPropagation();
      void send(form, dialog).then((who) => {
        if (!who) return;
        resolve(goOn(who));
        dialog.close();
      });
    });
  });
}

/** Tries a password; what the server says about it is drawn into the dialog. */
async function send(form: HTMLFormElement, dialog: HTMLDialogElement): Promise<SignedIn | null> {
  const button = form.querySelector<HTMLButtonElement>("[type=submit]");
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
    if (isSignedIn(answer)) return (await answer.json()) as SignedIn;
    if (answer.headers.get("Content-Type")?.startsWith("text/html")) draw(dialog, await answer.text());
    else throw new Error(String(answer.status));
  } catch {
    showToast({ text: word("noNetwork"), level: "error" });
    if (button) button.disabled = false;
  }
  return null;
}

/** Whether an answer says that the session, or the token of this page, is over. */
function isOver(xhr: XMLHttpRequest): boolean {
  return xhr.status === 401 || (xhr.status === 403 && xhr.getResponseHeader("X-Page-Stale") !== null);
}

function repeat(event: Event): void {
  const { elt, xhr, etc, requestConfig } = (event as CustomEvent<Answered>).detail;
  if (!isOver(xhr) || repeated.has(elt)) {
    repeated.delete(elt);
    return;
  }
  event.preventDefault();
  repeated.add(elt);
  void signInAgain().then((signedIn) => {
    const { verb, path } = requestConfig;
    if (!signedIn || !elt.isConnected) repeated.delete(elt);
    else void htmx.ajax(verb, path, { source: elt, ...(etc.swapOverride && { swap: etc.swapOverride }) });
  });
}

/** A form that replaces the page goes only when the session is sure to take it. */
function hold(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.getAttribute("method") !== "post" || form.matches("[hx-post],[data-sign-out]")) return;
  if (passed.delete(form)) return;
  event.preventDefault();
  if (asked.has(form)) return;
  asked.add(form);
  const confirmed = "confirmed" in form.dataset;
  void signInAgain().then((signedIn) => {
    asked.delete(form);
    if (!signedIn) return;
    passed.add(form);
    if (confirmed) form.dataset["confirmed"] = "";
    form.requestSubmit(event.submitter);
    delete form.dataset["confirmed"];
  });
}

export function startAgain(): void {
  if (!door()) return;
  document.addEventListener("htmx:beforeOnLoad", repeat);
  document.addEventListener("submit", hold);
}
