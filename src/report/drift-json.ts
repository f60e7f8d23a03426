import type { DriftedProperty, IgnoredProperty } from "../model/drift.ts";
import { driftedResources, type DriftReport, type DriftView } from "./drift-report.ts";
import { problemJson } from "./report-json.ts";
import { harmlessJson } from "./untrusted.ts";

/** Raised when a reader of the JSON would have to change; additions do not count. */
const DRIFT_VERSION = 1;

/** The report for programs, as `schema/drift.schema.json` describes it. Ends with a line break. */
export function driftJson(report: DriftReport): string {
  return `${harmlessJson({
    version: DRIFT_VERSION,
    repository: report.repository,
    revision: report.revision,
    problems: report.problems.map(problemJson),
    heldAccounts: report.heldAccounts,
    accounts: report.accounts.map(accountJson),
  })}\n`;
}

function accountJson(account: DriftView): object {
  return {
    name: account.account,
    id: account.id,
    region: account.region,
    checkedAt: timeOf(account.checkedAt),
    summary: {
      stacks: account.stacks,
      driftedResources: driftedResources(account).length,
      driftedProperties: account.properties.length,
      ignored: account.ignored.length,
      unknown: account.unknown.length,
    },
    properties: account.properties.map(propertyJson),
    ignored: account.ignored.map(ignoredJson),
    unknown: account.unknown,
    failure: account.failure,
  };
}

function propertyJson(drifted: DriftedProperty): object {
  const { layer, app, stack, resource, type, physicalId, property, expected, actual, since } = drifted;
  return { layer, app, stack, resource, type, physicalId, property, expected, actual, since: timeOf(since) };
}

function ignoredJson({ property, because }: IgnoredProperty): object {
  return { ...propertyJson(property), because };
}

function timeOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
