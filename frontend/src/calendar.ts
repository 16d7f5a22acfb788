/** Days, months and names of the Gregorian and the Persian calendar. Days are UTC noons, so no zone moves them. */

export type CalendarName = "gregory" | "persian";

export interface Parts {
  year: number;
  month: number;
  day: number;
}

const DAY_MS = 86_400_000;
const readers = new Map<CalendarName, Intl.DateTimeFormat>();

export function addDays(day: Date, count: number): Date {
  return new Date(day.getTime() + count * DAY_MS);
}

export function today(): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate(), 12));
}

export function parts(day: Date, calendar: CalendarName): Parts {
  let reader = readers.get(calendar);
  if (!reader) {
    const options = { year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC" } as const;
    reader = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, options);
    readers.set(calendar, reader);
  }
  const found = Object.fromEntries(reader.formatToParts(day).map(({ type, value }) => [type, Number.parseInt(value, 10)]));
  return { year: found["year"] ?? 0, month: found["month"] ?? 0, day: found["day"] ?? 0 };
}

/** The day that a calendar calls so, or null when it has no such day. */
export function dayOf({ year, month, day }: Parts, calendar: CalendarName): Date | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  let guess = new Date(Date.UTC(year, month - 1, day, 12));
  if (calendar === "persian") {
    const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
    guess = addDays(new Date(Date.UTC(year + 621, 2, 20, 12)), before + day - 1);
  }
  for (const shift of [0, 1, 2, -1]) {
    const candidate = addDays(guess, shift);
    const is = parts(candidate, calendar);
    if (is.year === year && is.month === month && is.day === day) return candidate;
  }
  return null;
}

export function firstOfMonth(day: Date, calendar: CalendarName): Date {
  return addDays(day, 1 - parts(day, calendar).day);
}

/** The same day of a month some months away, or that month's last day. */
export function addMonths(day: Date, count: number, calendar: CalendarName): Date {
  const { year, month, day: number } = parts(day, calendar);
  const index = year * 12 + (month - 1) + count;
  for (let wanted = number; wanted > 0; wanted--) {
    const found = dayOf({ year: Math.floor(index / 12), month: (index % 12) + 1, day: wanted }, calendar);
    if (found) return found;
  }
  return day;
}

/** 0 Sunday … 6 Saturday: the day on which a week begins where the language is spoken. */
export function firstWeekday(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  if (locale.language === "fa") return 6;
  const info = locale.getWeekInfo?.() ?? locale.weekInfo;
  return locale.language === "en" && !locale.region ? 1 : (info?.firstDay ?? 1) % 7;
}

const PERSIAN_ZERO = 0x06f0;

export function toLatinDigits(text: string): string {
  return text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - PERSIAN_ZERO))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
}

export function toPersianDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(PERSIAN_ZERO + Number(digit)));
}

/** Writes a day in a form such as YYYY-MM-DD or DD.MM.YYYY. */
export function write(day: Date, form: string, calendar: CalendarName): string {
  const { year, month, day: number } = parts(day, calendar);
  const two = (value: number): string => String(value).padStart(2, "0");
  return form.replace("YYYY", String(year)).replace("MM", two(month)).replace("DD", two(number));
}

/** Reads a day written in a form; null when it is not one. */
export function read(text: string, form: string, calendar: CalendarName): Date | null {
  const numbers = toLatinDigits(text).match(/\d+/g)?.map(Number);
  const order = form.match(/YYYY|MM|DD/g);
  if (numbers?.length !== 3 || order?.length !== 3) return null;
  const value = (token: string): number => numbers[order.indexOf(token)] ?? 0;
  return dayOf({ year: value("YYYY"), month: value("MM"), day: value("DD") }, calendar);
}
