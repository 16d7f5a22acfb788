/** A calendar beside text fields marked data-date; the text stays the truth and is read by the server. */
import * as calendars from "./calendar";
import type { CalendarName } from "./calendar";
import { all, enhance, icon, isRtl, make } from "./dom";
import { place } from "./menus";
import { word } from "./words";

let serial = 0;

class DateEntry {
  private readonly calendar: CalendarName;
  private readonly form: string;
  private readonly language = document.documentElement.lang || "en";
  private readonly button = make("button", { type: "button", "aria-label": word("chooseDate") }, icon("calendar"));
  private readonly popup = make("div", { class: "menu calendar", popover: "", role: "dialog", id: `calendar-${++serial}` });
  private shown = calendars.today();

  constructor(private readonly input: HTMLInputElement) {
    this.calendar = input.dataset["calendar"] === "persian" ? "persian" : "gregory";
    this.form = input.dataset["dateForm"] ?? (this.calendar === "persian" ? "YYYY/MM/DD" : "YYYY-MM-DD");
    this.popup.setAttribute("aria-label", word("chooseDate"));
    this.button.setAttribute("aria-haspopup", "dialog");
    const box = make("span", { class: "date-entry" });
    input.replaceWith(box);
    box.append(input, this.button, this.popup);
    this.button.addEventListener("click", () => this.open());
    this.popup.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" || !event.altKey) return;
      event.preventDefault();
      this.open();
    });
  }

  private chosen(): Date | null {
    return calendars.read(this.input.value, this.form, this.calendar);
  }

  private open(): void {
    this.shown = this.chosen() ?? calendars.today();
    this.draw();
    this.popup.showPopover();
    place(this.popup, this.button);
    this.focusDay();
  }

  private choose(day: Date): void {
    const text = calendars.write(day, this.form, this.calendar);
    this.input.value = this.language.startsWith("fa") ? calendars.toPersianDigits(text) : text;
    this.popup.hidePopover();
    this.input.focus();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private goTo(day: Date): void {
    this.shown = day;
    this.draw();
    this.focusDay();
  }

  private format(day: Date, options: Intl.DateTimeFormatOptions): string {
    const locale = `${this.language}-u-ca-${this.calendar}`;
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(day);
  }

  /** Month and year. Persian puts the month first and names no era, which Intl does not do by itself. */
  private title(): string {
    if (this.calendar === "gregory" && !this.language.startsWith("fa")) {
      return this.format(this.shown, { month: "long", year: "numeric" });
    }
    const { year } = calendars.parts(this.shown, this.calendar);
    return `${this.format(this.shown, { month: "long" })} ${this.digits(year)}`;
  }

  private digits(number: number): string {
    return this.language.startsWith("fa") ? calendars.toPersianDigits(String(number)) : String(number);
  }

  private head(): HTMLElement {
    const turn = (name: string, label: string, months: number): HTMLElement => {
      const button = make("button", { type: "button", class: "btn g icon-only", "aria-label": word(label) }, icon(name));
      button.addEventListener("click", () => {
        this.shown = calendars.addMonths(this.shown, months, this.calendar);
        this.draw();
        this.popup.querySelector<HTMLElement>(`[aria-label="${word(label)}"]`)?.focus();
      });
      return button;
    };
    const title = this.title();
    const [back, on] = isRtl() ? ["next", "previous"] : ["previous", "next"];
    return make("header", {}, turn(back, "previousMonth", -1), make("b", { "aria-live": "polite" }, title), turn(on, "nextMonth", 1));
  }

  private cell(day: Date, month: number): HTMLElement {
    const { month: own, day: number } = calendars.parts(day, this.calendar);
    const name = this.format(day, { dateStyle: "full" });
    const attributes = { type: "button", "data-day": String(day.getTime()), tabindex: "-1", "aria-label": name };
    const button = make("button", attributes, this.digits(number));
    if (own !== month) button.classList.add("other");
    if (day.getTime() === calendars.today().getTime()) button.setAttribute("aria-current", "date");
    button.setAttribute("aria-pressed", String(day.getTime() === this.chosen()?.getTime()));
    if (day.getTime() === this.shown.getTime()) button.tabIndex = 0;
    button.addEventListener("click", () => this.choose(day));
    return make("td", {}, button);
  }

  private draw(): void {
    const first = calendars.firstOfMonth(this.shown, this.calendar);
    const month = calendars.parts(this.shown, this.calendar).month;
    const begin = calendars.firstWeekday(this.language);
    let day = calendars.addDays(first, -((first.getUTCDay() - begin + 7) % 7));
    const names = make("tr");
    for (let i = 0; i < 7; i++) names.append(make("th", { scope: "col" }, this.format(calendars.addDays(day, i), { weekday: "narrow" })));
    const weeks = make("tbody");
    do {
      const week = make("tr");
      for (let i = 0; i < 7; i++, day = calendars.addDays(day, 1)) week.append(this.cell(day, month));
      weeks.append(week);
    } while (calendars.parts(day, this.calendar).month === month);
    const now = make("button", { type: "button", class: "btn g" }, word("today"));
    now.addEventListener("click", () => this.choose(calendars.today()));
    const table = make("table", {}, make("thead", {}, names), weeks);
    this.popup.replaceChildren(this.head(), table, make("footer", {}, now));
  }

  private focusDay(): void {
    all("[data-day][tabindex='0']", this.popup)[0]?.focus();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.input.focus();
    if (!(event.target as HTMLElement).dataset["day"]) return;
    const side = isRtl(this.popup) ? -1 : 1;
    const days: Record<string, number> = { ArrowRight: side, ArrowLeft: -side, ArrowDown: 7, ArrowUp: -7 };
    const months: Record<string, number> = { PageDown: event.shiftKey ? 12 : 1, PageUp: event.shiftKey ? -12 : -1 };
    const step = days[event.key];
    const turn = months[event.key];
    if (step === undefined && turn === undefined) return;
    event.preventDefault();
    this.goTo(step !== undefined ? calendars.addDays(this.shown, step) : calendars.addMonths(this.shown, turn ?? 0, this.calendar));
  }
}

export function startDates(): void {
  enhance<HTMLInputElement>("input[data-date]", (input) => new DateEntry(input));
}
