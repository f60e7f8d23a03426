import { describe, expect, test } from "@jest/globals";
import type { HoldStep, Step, UpdateStep } from "../../src/model/plan.ts";
import { hold } from "../../src/plan/situation.ts";
import { planMarkdown } from "../../src/report/plan-markdown.ts";
import { planText } from "../../src/report/plan-text.ts";
import { reportJson, standingsJson } from "../../src/report/report-json.ts";
import { syncText } from "../../src/report/status-text.ts";
import { stepLine } from "../../src/report/step-line.ts";
import { reportSchemaErrors } from "../support/report-schema.ts";
import { releaseTask, releasing } from "../support/releases.ts";
import { deployedStack, desiredStack } from "../support/stacks.ts";
import { account, allowed, report } from "./sample-report.ts";

const to = releasing();
const from = deployedStack(to);
const unbound = { ...desiredStack(), ...(to.release === undefined ? {} : { release: to.release }) };
const about = { app: to.app, stack: to.name, from, to } as const;

const update: UpdateStep = {
  kind: "update",
  ...about,
  reason: "differs in the template",
  write: { kind: "create-change-set", type: "UPDATE", name: "n" },
};

const failed: HoldStep = {
  kind: "hold",
  ...about,
  reason: "its release failed: exit code 1",
  because: { kind: "release", taskDefinition: releaseTask.taskDefinition, attempt: 1 },
  remedy: "correct the content",
  next: "update",
  lines: ["connecting", "no such table `orders` \u001b[31m@team"],
};

const reportOf = (step: Step) => ({ ...report, problems: [], accounts: [account([allowed(step)])] });

describe("a plan with a release", () => {
  test("says what runs before", () => {
    expect(planText(reportOf(update), { colour: false, isVerbose: false })).toContain(
      "its release runs first: migrate up",
    );
    expect(planMarkdown(reportOf(update))).toContain("**storefront**: its release runs first: `migrate up`");
    expect(JSON.parse(reportJson(reportOf(update)))).toMatchObject({
      accounts: [{ steps: [{ release: ["migrate", "up"] }] }],
    });
  });

  test("says so of the first version of an app too, whose release cannot be described yet", () => {
    const why = { because: { kind: "dependency", on: ["network"] }, reason: "waits for network" } as const;
    const first = hold(unbound, undefined, { ...why, next: "create" });
    expect(planText(reportOf(first), { colour: false, isVerbose: false })).toContain(
      "its release runs first: migrate up",
    );
    const stuck = hold(unbound, undefined, {
      because: { kind: "missing-image" },
      reason: "no image",
    });
    expect(planMarkdown(reportOf(stuck))).not.toContain("runs first");
  });

  test("says it once: not when it is about to run, nor when it is done", () => {
    const running = { ...update, write: { kind: "run-release", release: releaseTask, attempt: 1 } } as const;
    expect(planText(reportOf(running), { colour: false, isVerbose: false })).not.toContain("runs first");
  });

  test("quotes a release that failed, harmlessly", () => {
    const text = planText(reportOf(failed), { colour: false, isVerbose: false });
    expect(text).toContain("| connecting");
    expect(text).toContain("| no such table `orders` \\u{1b}[31m@team");
    expect(planMarkdown(reportOf(failed))).toContain(
      "```text\nconnecting\nno such table `orders` \\u{1b}[31m@team\n```",
    );
  });

  test("is quoted where a sync ends, too", () => {
    const end = { elapsedMs: 1000, isTimeout: false, isInterrupted: false };
    expect(syncText(reportOf(failed), end, { colour: false, isVerbose: false })).toContain(
      "! production/storefront failed: its release failed: exit code 1\n    | connecting\n",
    );
  });

  test("keeps to the schema of the JSON", () => {
    const json = reportJson(reportOf(failed));
    expect(reportSchemaErrors(JSON.parse(json))).toEqual([]);
    expect(JSON.parse(json)).toMatchObject({
      accounts: [
        { steps: [{ state: "failed", because: { kind: "release", attempt: 1 }, lines: failed.lines }] },
      ],
    });
  });

  test("has its log lines in the log of this machine, and not in what everybody may see", () => {
    expect(stepLine(allowed(failed), undefined).fields["log"]).toContain("no such table");
    expect(JSON.stringify(standingsJson([allowed(failed)]))).not.toContain("no such table");
  });
});
