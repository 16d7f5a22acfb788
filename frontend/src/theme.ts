/** Theme switch: a cookie that the server reads, so that the next page comes in the right colours at once. */
import { all } from "./dom";

const YEAR = 60 * 60 * 24 * 365;

function choose(theme: string): void {
  document.documentElement.dataset["theme"] = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  document.querySelector("meta[name=color-scheme]")?.setAttribute("content", theme === "auto" ? "light dark" : theme);
  for (const button of all("[data-set-theme]")) {
    button.setAttribute("aria-checked", String(button.dataset["setTheme"] === theme));
  }
}

export function startTheme(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-set-theme]");
    if (button?.dataset["setTheme"]) choose(button.dataset["setTheme"]);
  });
}
