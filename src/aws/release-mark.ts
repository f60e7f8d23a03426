import type { ReleaseMark } from "../model/release.ts";

/** Of a tag's value, as AWS allows it. */
const MAX_LENGTH = 256;

/** A mark as the value of a tag: `succeeded 1`, `failed 1 <task id> exit code 1`, `asked 2`. */
export function formatMark(mark: ReleaseMark): string {
  const words = `${mark.kind} ${mark.attempt}`;
  if (mark.kind !== "failed") return words;
  return allowedText(`${words} ${taskIdOf(mark.task)} ${mark.why}`);
}

/** Reads a mark back, of a task its id alone; `undefined` for anything that is not one. */
export function parseMark(value: string | undefined): ReleaseMark | undefined {
  const [, kind, number, task, why] = MARK.exec(value ?? "") ?? [];
  const attempt = Number(number);
  if (kind === "succeeded" || kind === "asked") return { kind, attempt };
  return kind === "failed" && task !== undefined
    ? { kind, attempt, task, why: why ?? "nobody noted why" }
    : undefined;
}

const MARK = /^(succeeded|failed|asked) ([1-9][0-9]{0,5})(?: ([0-9A-Za-z-]+)(?: (.+))?)?$/;

/** The id at the end of a task's ARN. */
export function taskIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** Tags take letters, digits, blanks and a few signs (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html). */
function allowedText(text: string): string {
  return text
    .replaceAll(";", " -")
    .replaceAll(/[^\p{L}\p{N} _.:/=+@-]/gu, "")
    .replaceAll(/ {2,}/g, " ")
    .slice(0, MAX_LENGTH)
    .trim();
}
