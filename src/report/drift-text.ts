import type { DriftedProperty, IgnoredProperty, UnknownDrift } from "../model/drift.ts";
import {
  driftedLayers,
  driftedResources,
  driftRemedies,
  driftSum,
  hasDrift,
  type DriftedResource,
  type DriftReport,
  type DriftView,
} from "./drift-report.ts";
import { formatTime } from "./duration.ts";
import { palette, type Paint } from "./palette.ts";
import { failureLines } from "./plan-text.ts";
import { problemsText } from "./problems-text.ts";
import { revisionLine } from "./revision-line.ts";
import { UNREADABLE } from "./tally.ts";
import { oneLine } from "./untrusted.ts";

/** How the text for a terminal looks. */
export interface DriftTextOptions {
  readonly colour: boolean;
  /** Adds what is ignored, and since when things are as they are. */
  readonly isVerbose: boolean;
}

/** What is not as the repository says, property by property, what is not known, and what to do. */
export function driftText(report: DriftReport, options: DriftTextOptions): string {
  const paint = palette(options.colour);
  return `${[
    paint("strong", revisionLine(report)),
    ...(report.problems.length === 0 ? [] : [problemsText(report.problems, options).trimEnd()]),
    ...report.accounts.map((account) => accountBlock(account, paint, options)),
    ...report.heldAccounts.map((name) => heldBlock(name, paint)),
    ...remedies(report, paint),
    sum(report, paint),
  ].join("\n\n")}\n`;
}

function accountBlock(account: DriftView, paint: Paint, { isVerbose }: DriftTextOptions): string {
  const head = `${paint("strong", oneLine(account.account))}  ${paint("quiet", `${account.id} ${account.region}`)}`;
  const lines = [
    ...driftedResources(account).flatMap((drifted) => resourceLines(drifted, paint, isVerbose)),
    ...account.unknown.map((unknown) => unknownLine(unknown, paint)),
    ...(isVerbose ? account.ignored.map((ignored) => ignoredLine(ignored, paint)) : []),
    ...(account.failure === undefined ? [] : failureLines(account.failure, paint)),
  ];
  return [head, ...(lines.length === 0 ? [`  ${paint("good", "no drift")}`] : lines)].join("\n");
}

function resourceLines(drifted: DriftedResource, paint: Paint, isVerbose: boolean): readonly string[] {
  const { app, resource, type, properties } = drifted;
  return [
    `  ${paint("update", "~")} ${oneLine(app)}  ${oneLine(resource)} ${paint("quiet", `(${oneLine(type)})`)}`,
    ...properties.map((property) => `      ${propertyText(property, paint, isVerbose)}`),
  ];
}

/** Values of a few words; all of them are in the JSON form. */
const LONGEST = 200;

function propertyText(property: DriftedProperty, paint: Paint, isVerbose: boolean): string {
  const since = isVerbose ? paint("quiet", `  since ${formatTime(property.since)}`) : "";
  return `${differenceText(property, paint)}${since}`;
}

function differenceText({ property, expected, actual }: DriftedProperty, paint: Paint): string {
  if (property === "" && actual === undefined)
    return paint("danger", `is gone; expected ${oneLine(expected ?? "", LONGEST)}`);
  if (property === "" && expected === undefined)
    return paint("danger", `is declared nowhere: ${oneLine(actual ?? "", LONGEST)}`);
  const from = expected === undefined ? "nothing" : oneLine(expected, LONGEST);
  const to = actual === undefined ? "nothing" : oneLine(actual, LONGEST);
  const place = property === "" ? "" : `${oneLine(property)}: `;
  return `${place}expected ${from}, is ${paint("update", to)}`;
}

function unknownLine({ app, resource, why }: UnknownDrift, paint: Paint): string {
  const what = resource === undefined ? oneLine(app) : `${oneLine(app)}  ${oneLine(resource)}`;
  return `  ${paint("wait", "?")} ${what}  ${paint("quiet", `not known: ${oneLine(why)}`)}`;
}

function ignoredLine({ property, because }: IgnoredProperty, paint: Paint): string {
  const { app, resource, property: place } = property;
  const what = `${oneLine(app)}  ${oneLine(resource)} ${oneLine(place)}`.trimEnd();
  return paint("quiet", `  · ${what}: ignored, ${oneLine(because)}`);
}

function heldBlock(name: string, paint: Paint): string {
  return `${paint("strong", oneLine(name))}\n  ${paint("danger", "! held: its manifest has problems")}`;
}

function remedies(report: DriftReport, paint: Paint): readonly string[] {
  const lines = driftedLayers(report).map(
    (layer) => `${paint("wait", "→")} ${paint("strong", layer)}: ${driftRemedies[layer]}`,
  );
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function sum(report: DriftReport, paint: Paint): string {
  if (report.repository === undefined) return paint("danger", UNREADABLE);
  return paint(hasDrift(report) ? "danger" : "strong", `${driftSum(report)}.`);
}
