import Table from "cli-table3";
import { formatTime } from "./duration.ts";
import type { Paint } from "./palette.ts";
import { stateTones, type StatusRow } from "./status-rows.ts";
import { oneLine } from "./untrusted.ts";

const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ",
};

const HEAD = ["stack", "state", "version", "since", "why"];
const NARROWEST_WHY = 24;

/** The rows as a table without borders; `columns` is the terminal's width, without it no line is broken. */
export function statusTable(rows: readonly StatusRow[], paint: Paint, columns?: number): string {
  const cells = rows.map((row) => cellsOf(row));
  const widths = HEAD.slice(0, -1).map((head, column) =>
    Math.max(head.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const taken = widths.reduce((sum, width) => sum + width + 3, 0);
  const rest = columns === undefined ? undefined : Math.max(NARROWEST_WHY, columns - taken - 1);
  const table = new Table({
    head: HEAD.map((head) => paint("quiet", rows.some(isExplained) || head !== "why" ? head : "")),
    chars: NO_BORDERS,
    style: { head: [], border: [], "padding-left": 2, "padding-right": 0 },
    wordWrap: true,
    ...(rest === undefined ? {} : { colWidths: [null, null, null, null, rest] }),
  });
  for (const [index, row] of rows.entries()) table.push(painted(cells[index] ?? [], row, paint));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function cellsOf(row: StatusRow): readonly string[] {
  return [
    oneLine(row.app, 80),
    row.state,
    versionCell(row),
    row.since === undefined ? "" : formatTime(row.since),
    isExplained(row) ? oneLine(row.why, 600) : "",
  ];
}

/** What is in sync needs no reason. */
function isExplained(row: StatusRow): boolean {
  return row.state !== "in sync";
}

function versionCell(row: StatusRow): string {
  const { deployed, wanted } = row;
  if (deployed === undefined || wanted === undefined || deployed === wanted) {
    return oneLine(wanted ?? deployed ?? "", 60);
  }
  return `${oneLine(deployed, 60)} → ${oneLine(wanted, 60)}`;
}

function painted(cells: readonly string[], row: StatusRow, paint: Paint): string[] {
  const [app = "", state = "", version = "", since = "", why = ""] = cells;
  return [app, paint(stateTones[row.state], state), version, paint("quiet", since), why];
}
