/** Words that the islands say, translated by the server and handed over in the page. */
let cached: Record<string, string> | undefined;

export function word(key: string): string {
  cached ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<string, string>;
  return cached[key] ?? key;
}
