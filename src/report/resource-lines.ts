import type { PropertyChange, ResourceChange } from "../model/change-set.ts";
import { counted } from "./counted.ts";
import type { Line } from "./line.ts";
import type { Tone } from "./palette.ts";
import { oneLine } from "./untrusted.ts";
import { diffValue, type DiffLine } from "./value-diff.ts";

/** More additions, or removals, than this are told by type, unless every one is asked for. */
const FEW = 4;
/** Lines of one property's difference, unless all are asked for. */
const DIFF_LINES = 40;

/** What happens to the resources of one stack. `depth` is that of the lines. */
export function resourceLines(
  changes: readonly ResourceChange[],
  depth: number,
  isVerbose: boolean,
): readonly Line[] {
  const additions = changes.filter(isAddition);
  const removals = changes.filter(isPlainRemoval);
  const others = changes.filter((change) => !isAddition(change) && !isPlainRemoval(change));
  const many = (group: readonly ResourceChange[]): boolean => !isVerbose && group.length > FEW;
  return [
    ...(many(additions) ? [byType(additions, depth)] : additions.map((change) => head(change, depth))),
    ...others.flatMap((change) => oneResource(change, depth, isVerbose)),
    ...(many(removals) ? [byType(removals, depth)] : removals.map((change) => head(change, depth))),
  ];
}

function isAddition(change: ResourceChange): boolean {
  return change.action === "add";
}

/** What goes and leaves nothing: no snapshot, nothing that stays in the account. */
function isPlainRemoval(change: ResourceChange): boolean {
  return change.action === "remove" && (change.policy ?? "delete") === "delete";
}

/** Several resources with the same fate, by their types; the most frequent first. */
function byType(changes: readonly ResourceChange[], depth: number): Line {
  const counts = new Map<string, number>();
  for (const { type } of changes) counts.set(type, (counts.get(type) ?? 0) + 1);
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = ranked
    .slice(0, 4)
    .map(([type, n]) => (n === 1 ? shortType(type) : `${n} ${shortType(type)}`));
  const rest = ranked.slice(4).reduce((sum, [, n]) => sum + n, 0);
  const list = rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
  const look = changes.every(isAddition)
    ? { sign: "+", tone: "create" as const }
    : { sign: "-", tone: "delete" as const, note: "are deleted" };
  return { depth, ...look, text: `${counted(changes.length, "resource")}: ${list}`, detail: "resource" };
}

function shortType(type: string): string {
  return oneLine(type.replace(/^AWS::/, ""));
}

function oneResource(change: ResourceChange, depth: number, isVerbose: boolean): readonly Line[] {
  return [
    head(change, depth),
    ...change.properties.flatMap((property) => propertyLines(property, depth + 1, isVerbose)),
    ...resourceLines(change.nested ?? [], depth + 1, isVerbose),
  ];
}

function head(change: ResourceChange, depth: number): Line {
  const { sign, tone, note } = fate(change);
  const name = `${oneLine(change.logicalId)} (${oneLine(change.type)})`;
  return { depth, sign, tone, text: name, ...(note === "" ? {} : { note }), detail: "resource" };
}

interface Fate {
  readonly sign: string;
  readonly tone: Tone;
  readonly note: string;
}

function fate(change: ResourceChange): Fate {
  switch (change.action) {
    case "add":
      return { sign: "+", tone: "create", note: "" };
    case "import":
      return { sign: "+", tone: "create", note: "is imported" };
    case "remove":
      return { sign: "-", tone: "delete", note: leaving(change) };
    case "modify":
      return modification(change);
    case "sync":
      return { sign: "~", tone: "update", note: "is brought back to what the template says" };
    case "dynamic":
      return { sign: "~", tone: "update", note: "CloudFormation cannot tell beforehand what will happen" };
    case "unknown":
      return { sign: "!", tone: "danger", note: "CloudFormation names an action this version does not know" };
  }
}

function modification(change: ResourceChange): Fate {
  switch (change.replacement) {
    case "never":
      return { sign: "~", tone: "update", note: scope(change) };
    case "always":
      return { sign: "-/+", tone: "replace", note: `is replaced; the old one ${leaving(change)}` };
    case "conditional":
      return { sign: "-/+", tone: "replace", note: `may be replaced; the old one then ${leaving(change)}` };
    case "unknown":
      return { sign: "!", tone: "danger", note: "CloudFormation does not say whether it is replaced" };
  }
}

function scope(change: ResourceChange): string {
  const others = change.scope.filter((part) => part !== "Properties");
  if (change.properties.length > 0 || others.length === 0) return "";
  return `changes: ${others.map((part) => oneLine(part)).join(", ")}`;
}

const leavings: Readonly<Record<NonNullable<ResourceChange["policy"]>, string>> = {
  delete: "is deleted",
  retain: "stays in the account (Retain)",
  snapshot: "is deleted after a snapshot",
  unknown: "goes by a policy this version does not know",
};

function leaving(change: ResourceChange): string {
  return leavings[change.policy ?? "delete"];
}

function propertyLines(property: PropertyChange, depth: number, isVerbose: boolean): readonly Line[] {
  const name = oneLine(property.path.replaceAll("/", "."));
  const note = { never: "", conditional: "may force the replacement", always: "forces the replacement" }[
    property.causesReplacement
  ];
  const base: Line = {
    depth,
    sign: "",
    text: name,
    tone: "plain",
    ...(note === "" ? {} : { note }),
    detail: "property",
  };
  const diff = diffValue(property.before, property.after?.replaceAll(LATER, "(known afterwards)"));
  if (diff.kind === "short") return [{ ...base, text: `${name}: ${short(diff.before, diff.after)}` }];
  const shown = isVerbose ? diff.lines : diff.lines.slice(0, DIFF_LINES);
  const left = diff.lines.length - shown.length;
  return [
    { ...base, text: `${name}:` },
    ...shown.map((line) => diffLine(line, depth + 1)),
    ...(left === 0 ? [] : [diffLine({ kind: "gap", text: `… ${left} more lines` }, depth + 1)]),
  ];
}

/** What CloudFormation puts where a value depends on the change itself. */
const LATER = "{{changeSet:KNOWN_AFTER_APPLY}}";

function short(before: string | undefined, after: string | undefined): string {
  if (before === undefined && after === undefined) return "changes (values not given)";
  if (before === undefined) return `set to ${quoted(after ?? "")}`;
  if (after === undefined) return `${quoted(before)} is removed`;
  return `${quoted(before)} → ${quoted(after)}`;
}

function quoted(value: string): string {
  return /^(?:[\w./:@-]+|\(known afterwards\)|[[{].*)$/.test(value)
    ? oneLine(value, 400)
    : `"${oneLine(value, 400)}"`;
}

const diffLooks: Readonly<Record<DiffLine["kind"], { readonly sign: string; readonly tone: Tone }>> = {
  same: { sign: " ", tone: "quiet" },
  gap: { sign: " ", tone: "quiet" },
  added: { sign: "+", tone: "create" },
  removed: { sign: "-", tone: "delete" },
};

function diffLine(line: DiffLine, depth: number): Line {
  return { depth, ...diffLooks[line.kind], text: oneLine(line.text, 400), detail: "property" };
}
