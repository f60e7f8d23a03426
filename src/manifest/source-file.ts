import type { Place } from "../model/place.ts";

/** A file of the repository as text, with what it takes to turn an offset into a line and a column. */
export interface SourceFile {
  /** Path inside the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of every line; the first is 0. */
  readonly lineStarts: readonly number[];
}

/** A stretch of a file, in UTF-16 code units; `end` is exclusive. */
export interface Origin {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Makes a source file. Lines end where an editor ends them: at LF, CR LF or a lone CR. */
export function sourceFile(path: string, text: string): SourceFile {
  const lineStarts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) lineStarts.push(match.index + match[0].length);
  return { path, text, lineStarts };
}

/** The beginning of a file: where a problem of the file as a whole stands. */
export function startOf(file: SourceFile): Origin {
  return { file, start: 0, end: 0 };
}

/** The line and column of the beginning of an origin; always inside the file. */
export function placeOf({ file, start }: Origin): Place {
  const offset = Math.max(0, Math.min(start, file.text.length));
  const index = lineIndex(file.lineStarts, offset);
  return { file: file.path, line: index + 1, column: offset - (file.lineStarts[index] ?? 0) + 1 };
}

function lineIndex(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
