/** Picker: turns <select data-picker="/people/choices/"> into a search field; the select stays and is what is sent.
    Without an address it searches the select's own options. */
import { signInAgain } from "./again";
import { enhance, icon, make } from "./dom";
import { folded, word } from "./words";

interface Choice {
  id: string;
  label: string;
  hint?: string;
}

const WAIT_MS = 120;
const SHOWN = 50;
let serial = 0;

class Picker {
  private readonly id = `picker-${++serial}`;
  private readonly box = make("div", { class: "picker" });
  private readonly field = make("input", {
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${this.id}-list`,
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly list = make("div", { class: "options", id: `${this.id}-list`, role: "listbox" });
  private readonly clear = make("button", { type: "button", class: "clear", "aria-label": word("clear") }, icon("close"));
  private choices: Choice[] = [];
  private active = -1;
  private request: AbortController | undefined;
  private timer = 0;

  constructor(private readonly select: HTMLSelectElement) {
    this.takeOver();
    this.box.append(this.field, this.clear, this.list);
    this.list.hidden = true;
    select.hidden = true;
    select.after(this.box);
    this.listen();
    this.show();
  }

  /** The label, the help text and the duty to answer move from the select to the field. */
  private takeOver(): void {
    const { select, field } = this;
    const label = select.labels[0]?.textContent?.replace("*", "").trim() ?? select.getAttribute("aria-label") ?? "";
    this.list.setAttribute("aria-label", label);
    field.id = select.id || `${this.id}-field`;
    if (!select.id) field.setAttribute("aria-label", label);
    if (select.id) select.id = `${select.id}-value`;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const value = select.getAttribute(name);
      if (value) field.setAttribute(name, value);
    }
    field.disabled = select.disabled;
    if (select.required) field.setAttribute("aria-required", "true");
    field.required = select.required && !select.multiple;
    select.required = false;
    field.placeholder = select.dataset["placeholder"] ?? "";
  }

  private chosen(): HTMLOptionElement[] {
    return [...this.select.selectedOptions].filter((option) => option.value !== "");
  }

  private show(): void {
    const chosen = this.chosen();
    this.box.querySelectorAll(".token").forEach((token) => token.remove());
    if (this.select.multiple) {
      for (const option of chosen) this.field.before(this.token(option));
      this.field.value = "";
    } else {
      this.field.value = chosen[0]?.text ?? "";
    }
    this.clear.hidden = this.select.multiple || this.field.required || this.field.disabled || chosen.length === 0;
  }

  private token(option: HTMLOptionElement): HTMLElement {
    const name = `${word("remove")}: ${option.text}`;
    const drop = make("button", { type: "button", "aria-label": name }, icon("close"));
    drop.addEventListener("click", () => {
      option.selected = false;
      this.changed();
      this.field.focus();
    });
    return make("span", { class: "token" }, make("bdi", {}, option.text), drop);
  }

  private changed(): void {
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private choose(choice: Choice): void {
    const existing = [...this.select.options].find((option) => option.value === String(choice.id));
    const option = existing ?? new Option(choice.label, String(choice.id));
    if (!existing) this.select.add(option);
    option.selected = this.select.multiple ? !option.selected : true;
    this.close();
    this.changed();
    this.field.focus();
  }

  private close(): void {
    this.request?.abort();
    window.clearTimeout(this.timer);
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  private mark(index: number): void {
    const rows = [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
    this.active = rows.length ? (index + rows.length) % rows.length : -1;
    rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === this.active)));
    const row = rows[this.active];
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    row?.scrollIntoView({ block: "nearest" });
  }

  private draw(): void {
    const rows = this.choices.map((choice, index) => {
      const row = make("div", { class: "option", role: "option", id: `${this.id}-${index}` }, make("bdi", {}, choice.label));
      if (choice.hint) row.append(make("small", { dir: "auto" }, choice.hint));
      row.addEventListener("pointerdown", (event) => event.preventDefault());
      row.addEventListener("click", () => this.choose(choice));
      return row;
    });
    this.list.replaceChildren(...(rows.length ? rows : [make("p", { role: "presentation" }, word("noMatch"))]));
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.mark(0);
  }

  private own(query: string): Choice[] {
    const wanted = folded(query);
    return [...this.select.options]
      .filter(({ value, text }) => value !== "" && folded(text).includes(wanted))
      .slice(0, SHOWN)
      .map(({ value, text }) => ({ id: value, label: text }));
  }

  private async search(query: string): Promise<void> {
    this.request?.abort();
    if (!this.select.dataset["picker"]) {
      this.choices = this.own(query);
      this.draw();
      return;
    }
    this.request = new AbortController();
    const url = new URL(this.select.dataset["picker"] ?? "", location.href);
    url.searchParams.set("q", query);
    try {
      const response = await fetch(url, { signal: this.request.signal, headers: { Accept: "application/json", "HX-Request": "true" } });
      if (response.status === 401 && (await signInAgain())) {
        this.field.focus();
        return this.search(query);
      }
      if (!response.ok) return;
      this.choices = (await response.json()) as Choice[];
      if (document.activeElement === this.field) this.draw();
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.close();
    }
  }

  private listen(): void {
    const later = (): void => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.search(this.field.value.trim()), WAIT_MS);
    };
    this.field.addEventListener("input", later);
    this.field.addEventListener("click", () => this.list.hidden && void this.search(""));
    this.field.addEventListener("blur", () => {
      this.close();
      this.show();
    });
    this.clear.addEventListener("click", () => {
      this.select.value = "";
      for (const option of this.chosen()) option.selected = false;
      this.changed();
      this.field.focus();
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    const choice = this.choices[this.active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.mark(this.active + (event.key === "ArrowDown" ? 1 : -1));
      else void this.search("");
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (choice) this.choose(choice);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.show();
    } else if (event.key === "Backspace" && this.select.multiple && this.field.value === "") {
      const last = this.chosen().at(-1);
      if (last) last.selected = false;
      if (last) this.changed();
    }
  }
}

export function startPickers(): void {
  enhance<HTMLSelectElement>("select[data-picker]", (select) => new Picker(select));
}
