import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { reportJson } from "../../src/report/report-json.ts";
import { emptyReport } from "../../src/report/report.ts";
import { reportSchemaErrors } from "../support/report-schema.ts";
import { account, report, steps } from "./sample-report.ts";

const rejected = account(steps, {
  outcomes: [
    { app: "mailer", stack: "acme-mailer", step: "create", result: { kind: "rejected", message: "no" } },
    {
      app: "storefront",
      stack: "acme-storefront",
      step: "update",
      result: { kind: "accepted", write: "create-change-set" },
    },
  ],
});

describe("a report for programs", () => {
  test.each([
    ["a plan with a bit of everything", report],
    ["a sync with outcomes", { ...report, command: "sync" as const, accounts: [rejected] }],
    [
      "a status of nothing, because mooring.yaml is broken",
      emptyReport("status", report.problems, undefined),
    ],
  ])("%s keeps to the schema", (_title, value) => {
    expect(reportSchemaErrors(JSON.parse(reportJson(value)))).toEqual([]);
  });

  test("the schema refuses what it does not describe", () => {
    expect(reportSchemaErrors({ ...JSON.parse(reportJson(report)), more: 1 })).not.toEqual([]);
  });

  test("every property of the schema is described", () => {
    const schema: unknown = JSON.parse(
      readFileSync(new URL("../../schema/report.schema.json", import.meta.url), "utf8"),
    );
    expect(undescribed(schema, "")).toEqual([]);
  });

  test("steps carry reason, refusals, losses, changes and outcome; accounts their calls", () => {
    const { accounts, summary } = JSON.parse(reportJson({ ...report, accounts: [rejected] }));
    const byApp = Object.fromEntries(accounts[0].steps.map((step: { app: string }) => [step.app, step]));
    expect(summary).toEqual({
      create: 2,
      update: 1,
      recover: 0,
      delete: 1,
      refused: 2,
      held: 1,
      wait: 1,
      keep: 1,
    });
    expect(byApp["catalog-db"]).toMatchObject({
      verdict: "refused",
      refusals: [{ rule: "data-loss" }],
      losses: ["replaces Database (AWS::RDS::DBInstance)"],
    });
    expect(byApp["storefront"]).toMatchObject({
      verdict: "update",
      version: { deployed: "2.7.1", wanted: "2.7.2" },
      outcome: { kind: "accepted" },
    });
    expect(byApp["mailer"]).toMatchObject({ state: "failed", outcome: { kind: "rejected", message: "no" } });
    expect(byApp["search"]).toMatchObject({ kind: "hold", verdict: "create", next: "create" });
    expect(accounts[0].calls).toEqual({ DescribeStacks: 2, GetCallerIdentity: 1 });
  });

  test("it is pure ASCII, so that a terminal acts on nothing in it", () => {
    const text = reportJson({ ...report, repository: "\u001b[2J\u009b\u202eé" });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(text).repository).toBe("\u001b[2J\u009b\u202eé");
  });
});

/** Pointers of schema properties without a description. */
function undescribed(schema: unknown, at: string): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "properties"
      ? Object.entries<Record<string, unknown>>(value).flatMap(([name, property]) => [
          ...(property["description"] === undefined ? [`${at}/${name}`] : []),
          ...undescribed(property, `${at}/${name}`),
        ])
      : undescribed(value, `${at}/${key}`),
  );
}
