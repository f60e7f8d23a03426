import { describe, expect, test } from "@jest/globals";
import type { ObservedStack } from "../../src/model/observed-stack.ts";
import { ownershipTags } from "../../src/model/ownership.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { Step } from "../../src/model/plan.ts";
import type { StackDetails } from "../../src/model/stack-details.ts";
import { bindAll } from "../../src/plan/bind.ts";
import { observedByApp, planAccount, type PlanInput } from "../../src/plan/plan-account.ts";
import { changeSetName } from "../../src/model/change-set-name.ts";
import { boundStack, changeSetOf, deployedStack, desiredStack, templateOf } from "../support/stacks.ts";

interface Given {
  readonly desired?: readonly DesiredStack[];
  readonly observed?: readonly ObservedStack[];
  readonly heldApps?: readonly string[];
  readonly details?: Readonly<Record<string, StackDetails>>;
}

/** `details` by stack name. */
function draft({ desired = [], observed = [], heldApps = [], details = {} }: Given) {
  const named = { repository: "acme", account: "test", heldApps, observed };
  const input: PlanInput = {
    ...named,
    bindings: bindAll(desired, observedByApp({ ...named, desired })),
    details: new Map(observed.map((stack) => [stack.id, details[stack.name] ?? {}])),
  };
  return planAccount(input);
}

function steps(given: Given): readonly Step[] {
  const drafted = draft(given);
  if (drafted.kind === "open") throw new Error(`open: ${JSON.stringify(drafted.asks)}`);
  return drafted.plan.steps;
}

function deployed(app: string, given: Partial<ObservedStack> = {}): ObservedStack {
  return deployedStack(boundStack({ app }), given);
}

/** A template as `apply` writes it. */
function written(dependsOn: readonly string[], type = "AWS::SNS::Topic"): StackDetails {
  const body = templateOf("1", { Resources: { Main: { Type: type } }, Metadata: { Mooring: { dependsOn } } });
  return { template: { body }, operations: [] };
}

const brief = (step: Step): string => `${step.kind} ${step.app}`;

describe("wanted stacks", () => {
  const network = desiredStack({ app: "network" });
  const catalog = desiredStack({ app: "catalog", dependsOn: ["network"] });
  const storefront = desiredStack({ app: "storefront", dependsOn: ["catalog"] });

  test("hold for what they depend on, and say what that one is doing", () => {
    expect(
      steps({ desired: [storefront, catalog, network] }).map(({ app, reason }) => `${app}: ${reason}`),
    ).toEqual([
      "network: not deployed yet",
      "catalog: waits for network, which has to be created first",
      "storefront: waits for catalog, which itself waits",
    ]);
  });

  test.each<[string, ObservedStack, StackDetails, string]>([
    ["is in progress", deployed("network", { phase: "busy" }), {}, "waits for network, which is in progress"],
    [
      "failed to be created",
      deployed("network", { phase: "dead" }),
      { operations: [] },
      "waits for network, which failed to be created",
    ],
    [
      "has to recover",
      deployed("network", { phase: "update-failed" }),
      { operations: [] },
      "waits for network, which has to recover from a failed update first",
    ],
    ["is held", deployed("network", { phase: "stuck" }), {}, "waits for network, which is held"],
  ])("hold for one that %s, in these words", (_title, observed, details, reason) => {
    const given = { desired: [network, catalog], observed: [observed], details: { "acme-network": details } };
    expect(steps(given)[1]).toMatchObject({ kind: "hold", app: "catalog", reason });
  });

  test("go on when what they depend on is in sync", () => {
    expect(
      steps({ desired: [storefront, catalog, network], observed: [deployed("network")] }).map(brief),
    ).toEqual(["keep network", "create catalog", "hold storefront"]);
  });

  test("hold for a held app, whose stack is left as it is", () => {
    const given = { desired: [catalog, storefront], heldApps: ["network"], observed: [deployed("network")] };
    expect(steps(given)).toMatchObject([
      { kind: "hold", app: "catalog", because: { kind: "dependency", on: ["network"] } },
      { kind: "hold", app: "storefront" },
      { kind: "hold", app: "network", stack: "acme-network", because: { kind: "invalid" } },
    ]);
  });
});

describe("stacks that the repository no longer mentions", () => {
  test("are asked for their template, and deleted", () => {
    const observed = [deployed("report")];
    expect(draft({ observed })).toMatchObject({
      kind: "open",
      asks: [{ app: "report", question: { kind: "template" } }],
    });
    expect(steps({ observed, details: { "acme-report": written([]) } })).toMatchObject([
      {
        kind: "delete",
        app: "report",
        write: { kind: "delete-stack", stackId: observed[0]?.id },
        stateful: [],
        changes: [{ action: "remove", logicalId: "Main", policy: "delete" }],
      },
    ]);
  });

  test("name what they hold, and count as holding everything when nobody can read them", () => {
    const observed = [deployed("db"), deployed("old")];
    const details = {
      "acme-db": written([], "AWS::DynamoDB::Table"),
      "acme-old": { template: { body: "Resources: {}" } },
    };
    expect(steps({ observed, details })).toMatchObject([
      { app: "old", stateful: [expect.stringContaining("could not be read")] },
      { app: "db", stateful: ["Main (AWS::DynamoDB::Table)"] },
    ]);
  });

  test("go in reverse order of dependency, the zone last", () => {
    const observed = ["zone", "network", "catalog", "storefront"].map((app) => deployed(app));
    const details = {
      "acme-zone": written([]),
      "acme-network": written(["zone"]),
      "acme-catalog": written([]),
      "acme-storefront": written(["catalog"]),
    };
    expect(steps({ observed, details }).map(brief)).toEqual([
      "delete storefront",
      "hold catalog",
      "hold network",
      "hold zone",
    ]);
    expect(steps({ observed: observed.slice(0, 3), details }).map(brief)).toEqual([
      "delete catalog",
      "hold network",
      "hold zone",
    ]);
  });

  test("wait for a wanted stack that was deployed with them, until it has been updated", () => {
    const wanted = desiredStack({ template: templateOf("new") });
    const observed = [deployed("storefront"), deployed("catalog")];
    const details = {
      "acme-storefront": {
        ...written(["catalog"]),
        changeSets: new Map([
          [
            changeSetName({ digest: boundStack({ template: templateOf("new") }).digest, attempt: 1 }),
            undefined,
          ],
        ]),
      },
      "acme-catalog": written([]),
    };
    expect(steps({ desired: [wanted], observed, details }).map(brief)).toEqual([
      "update storefront",
      "hold catalog",
    ]);
    const updated = [deployedStack(boundStack({ template: templateOf("new") })), deployed("catalog")];
    expect(steps({ desired: [wanted], observed: updated, details }).map(brief)).toEqual([
      "keep storefront",
      "delete catalog",
    ]);
  });

  test.each<[Partial<ObservedStack>, string]>([
    [{ phase: "busy" }, "wait"],
    [{ phase: "shell" }, "delete"],
    [{ phase: "dead" }, "delete"],
    [{ phase: "rolled-back" }, "delete"],
    [{ phase: "rollback-failed" }, "delete"],
    [{ phase: "delete-failed" }, "delete"],
    [{ phase: "stuck" }, "hold"],
    [{ phase: "unknown" }, "hold"],
  ])("%j: %s", (given, kind) => {
    const details = { "acme-report": written([]) };
    expect(steps({ observed: [deployed("report", given)], details }).map((step) => step.kind)).toEqual([
      kind,
    ]);
  });

  test.each<[string, Partial<ObservedStack>]>([
    ["nested ones, although they carry the tags of their parent", { isNested: true }],
    [
      "of another repository",
      { tags: ownershipTags({ repository: "other", account: "test", app: "report" }) },
    ],
    [
      "of another account folder",
      { tags: ownershipTags({ repository: "acme", account: "dev", app: "report" }) },
    ],
    ["without all of our tags", { tags: { "mooring:repository": "acme", "mooring:account": "test" } }],
  ])("are not: %s", (_title, given) => {
    expect(steps({ observed: [deployed("report", given)] })).toEqual([]);
  });

  test("are not the stacks of held apps", () => {
    expect(steps({ heldApps: ["report"], observed: [deployed("report")] }).map(brief)).toEqual([
      "hold report",
    ]);
  });

  test("are not a wanted stack that carries the tag of another app", () => {
    const tags = ownershipTags({ repository: "acme", account: "test", app: "old-name" });
    const name = changeSetName({ digest: boundStack().digest, attempt: 1 });
    const details = { "acme-storefront": { operations: [], changeSets: new Map([[name, undefined]]) } };
    const given = { desired: [desiredStack()], observed: [deployed("storefront", { tags })], details };
    expect(steps(given).map(brief)).toEqual(["update storefront"]);
  });
});

describe("shells without tags", () => {
  const shell = deployed("report", { phase: "shell", tags: {} });
  const ours = changeSetOf(boundStack({ app: "report" }), {
    description: "acme/report 1: commit 0123456789ab by Ann",
  });
  const known = (description: string, names: readonly string[] = [ours.name]): StackDetails => ({
    changeSetNames: names,
    changeSets: new Map([[ours.name, { ...ours, description }]]),
  });

  test("that a change set of ours reserved for a dropped app are deleted", () => {
    expect(
      steps({ observed: [shell], details: { "acme-report": known("acme/report 1: commit 0123") } }).map(
        brief,
      ),
    ).toEqual(["delete report"]);
  });

  test.each<[string, StackDetails]>([
    ["without a change set", { changeSetNames: [] }],
    ["with a change set of somebody else", known("acme/report", [ours.name, "release-7"])],
    ["of a repository whose name begins like ours", known("acme-report/x 1")],
    ["of an app whose name begins like it", known("acme/report-daily 1")],
  ])("%s are left alone", (_title, details) => {
    expect(steps({ observed: [shell], details: { "acme-report": details } })).toEqual([]);
  });
});
