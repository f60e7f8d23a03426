import { describe, expect, test } from "@jest/globals";
import { lineProgress } from "../../src/cli/line-progress.ts";
import type { Log, LogFields } from "../../src/model/ports.ts";
import { account, steps } from "../report/sample-report.ts";

function recorder(): {
  readonly log: Log;
  readonly lines: (readonly [string, string, LogFields | undefined])[];
} {
  const lines: (readonly [string, string, LogFields | undefined])[] = [];
  const at = (level: string) => (message: string, fields?: LogFields) =>
    void lines.push([level, message, fields]);
  return { lines, log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") } };
}

const revision = { commit: "0123456789abcdef", author: "Ann", subject: "s", isDirty: false };

describe("a sync as log lines", () => {
  test("every stack gets a line with its step and reason, a refusal with what allows it", () => {
    const { log, lines } = recorder();
    lineProgress(log, revision).passed(account(steps).last, "moving");
    const commit = "0123456789ab";
    expect(lines).toContainEqual([
      "warn",
      "step refused",
      {
        account: "production",
        stack: "acme-catalog-db",
        app: "catalog-db",
        step: "update",
        rule: "data-loss",
        why: "Database (AWS::RDS::DBInstance) would be replaced and its data deleted",
        allowBy: "write `allow: [Database]` under catalog-db in accounts/production/apps.yaml",
        commit,
      },
    ]);
    expect(lines.filter(([level]) => level === "debug").map(([, message]) => message)).toEqual([
      "stack in sync",
    ]);
    expect(lines.at(-1)).toEqual(["info", "account passed", { account: "production", standing: "moving" }]);
  });

  test("a pass that brings nothing new says nothing", () => {
    const { log, lines } = recorder();
    const progress = lineProgress(log, revision);
    progress.passed(account(steps).last, "moving");
    const before = lines.length;
    progress.passed(account(steps).last, "moving");
    expect(lines).toHaveLength(before);
    progress.passed(account(steps).last, "blocked");
    expect(lines.slice(before)).toEqual([
      ["info", "account passed", { account: "production", standing: "blocked" }],
    ]);
  });

  test("what was written is told, what AWS rejected is a warning with its words", () => {
    const { log, lines } = recorder();
    const outcomes = [
      {
        app: "mailer",
        stack: "acme-mailer",
        step: "create",
        result: { kind: "accepted", write: "created change set x" },
      },
      {
        app: "storefront",
        stack: "acme-storefront",
        step: "update",
        result: { kind: "rejected", message: "no" },
      },
    ] as const;
    lineProgress(log, undefined).passed(account(steps, { outcomes }).last, "moving");
    expect(lines).toContainEqual([
      "info",
      "step taken",
      expect.objectContaining({ app: "mailer", write: "created change set x" }),
    ]);
    expect(lines).toContainEqual([
      "warn",
      "step rejected",
      expect.objectContaining({ app: "storefront", why: "no" }),
    ]);
  });

  test("a pass that failed and a resource that failed are warnings", () => {
    const { log, lines } = recorder();
    const progress = lineProgress(log, undefined);
    progress.passed(account([], { failure: { message: "no connection", mayRetry: true } }).last, "moving");
    progress.moved("production", "shop", [
      {
        id: "1",
        at: 0,
        logicalId: "Vpc",
        type: "AWS::EC2::VPC",
        status: "CREATE_FAILED",
        reason: "r",
        isFailure: true,
      },
    ]);
    expect(lines).toEqual([
      ["warn", "pass failed", { account: "production", why: "no connection", mayRetry: true }],
      [
        "warn",
        "resource event",
        {
          account: "production",
          app: "shop",
          logicalId: "Vpc",
          type: "AWS::EC2::VPC",
          status: "CREATE_FAILED",
          reason: "r",
        },
      ],
    ]);
  });
});
