import type { Report } from "./report.ts";
import { oneLine } from "./untrusted.ts";

/** Digits of a commit id that people read. */
const SHORT_COMMIT = 12;

/** Which repository, commit and author a report is about; an uncommitted change is said. */
export function revisionLine(report: Pick<Report, "repository" | "revision">): string {
  const name = oneLine(report.repository ?? "environments repository");
  const { revision } = report;
  if (revision === undefined) return `${name}, not under git`;
  const commit = revision.commit.slice(0, SHORT_COMMIT);
  const dirty = revision.isDirty ? ", with uncommitted changes" : "";
  return `${name} at ${oneLine(commit)} by ${oneLine(revision.author, 100)}: ${oneLine(revision.subject, 120)}${dirty}`;
}
