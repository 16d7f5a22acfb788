/** The permission matrix: a cell's colour follows its choice; arrow keys with Alt walk through the grid. */
import { all, isRtl } from "./dom";

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

function move(cell: HTMLTableCellElement, [across, down]: [number, number]): void {
  const rows = all<HTMLTableRowElement>("tr:has(select)", cell.closest("table") ?? document);
  const row = rows[rows.indexOf(cell.parentElement as HTMLTableRowElement) + down];
  const column = cell.cellIndex + (isRtl(cell) ? -across : across);
  row?.cells[column]?.querySelector("select")?.focus();
}

export function startScopes(): void {
  document.addEventListener("change", (event) => {
    const select = event.target as HTMLElement;
    if (select instanceof HTMLSelectElement && "scope" in select.dataset) select.dataset["scope"] = select.value;
  });
  document.addEventListener("keydown", (event) => {
    const cell = (event.target as Element).closest?.<HTMLTableCellElement>(".matrix td");
    const step = STEPS[event.key];
    if (!cell || !step || !(event.altKey || event.key === "ArrowLeft" || event.key === "ArrowRight")) return;
    event.preventDefault();
    move(cell, step);
  });
}
