/** Words that the islands say, translated by the server and handed over in the page. */
let cached: Record<string, string> | undefined;

/** Letters as people mean them: without case and accents, Arabic ye and kaf as Persian ones. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ي/g, "ی").replace(/ك/g, "ک").toLocaleLowerCase();
}

export function word(key: string): string {
  cached ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<string, string>;
  return cached[key] ?? key;
}
