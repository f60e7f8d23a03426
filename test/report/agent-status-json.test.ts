import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { agentStatusJson } from "../../src/report/agent-status-json.ts";
import { firstStatus, production, status } from "../support/agent-status.ts";
import { agentStatusSchemaErrors } from "../support/agent-status-schema.ts";
import { golden } from "../support/golden.ts";

describe("the status of an agent for programs", () => {
  test.each([
    ["with a bit of everything", status],
    ["of an agent that was just started", firstStatus],
    [
      "with a survey that failed",
      {
        ...status,
        accounts: [
          { ...production, drift: { ...production.drift!, failure: { message: "no", mayRetry: true } } },
        ],
      },
    ],
  ])("%s keeps to the schema", (_title, each) => {
    expect(agentStatusSchemaErrors(JSON.parse(agentStatusJson(each)))).toEqual([]);
  });

  test("the schema refuses what it does not describe", () => {
    expect(agentStatusSchemaErrors({ ...JSON.parse(agentStatusJson(status)), more: 1 })).not.toEqual([]);
  });

  test("is what readers know", () => {
    const file = new URL("golden/agent-status.json", import.meta.url);
    expect(agentStatusJson(status)).toBe(golden(file, agentStatusJson(status)));
  });

  test("tells where something drifted, and no value of it", () => {
    const [account] = JSON.parse(agentStatusJson(status)).accounts;
    expect(account.drift.properties[0]).toEqual({
      layer: "resource",
      app: "storefront",
      stack: "acme-storefront",
      resource: "Service",
      type: "AWS::ECS::Service",
      property: "/DesiredCount",
      since: "2026-01-31T11:00:00.000Z",
    });
  });

  test("tells what is to happen to a stack, and no value of its properties", () => {
    const [account] = JSON.parse(agentStatusJson(status)).accounts;
    const update = account.steps.find((step: { app: string }) => step.app === "storefront");
    expect(update).toMatchObject({ verdict: "update", version: { deployed: "2.7.1", wanted: "2.7.2" } });
    expect(JSON.stringify(account.steps)).not.toContain("DesiredCount");
  });

  test("is pure ASCII, so that a terminal acts on nothing in it", () => {
    const odd = { ...status, unready: ["\u001b[2J\u009b\u202e"] };
    expect(agentStatusJson(odd)).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(agentStatusJson(odd)).unready).toEqual(odd.unready);
  });

  test("every property of the schema is described", () => {
    const schema: unknown = JSON.parse(
      readFileSync(new URL("../../schema/agent-status.schema.json", import.meta.url), "utf8"),
    );
    expect(undescribed(schema, "")).toEqual([]);
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
