import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parseChangeSetName } from "../../src/model/change-set-name.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { Pass, PassWork } from "../../src/reconcile/pass.ts";
import { deploy } from "../support/sandbox-stacks.ts";
import { liveAccount, liveAccountIn, type LiveAccount } from "../support/live-account.ts";
import { aService, aTemplate, placedIn } from "../support/placements.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
let live: LiveAccount;

const spec = aTemplate({
  body: {
    Resources: {
      Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: "one" } },
      Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 30, DelaySeconds: 1 } },
      Group: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: {
          GroupDescription: "shop",
          SecurityGroupIngress: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, CidrIp: "10.0.0.0/8" }],
        },
      },
    },
  },
});
const desired = placedIn(liveAccount, spec)
  .filter(({ app }) => app === "shop")
  .map((stack): DesiredStack => ({ ...stack, selfHeal: true, dependsOn: [] }));

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  live = liveAccountIn(sandbox, desired);
  await live.deploy();
});

async function survey(work: Partial<PassWork> = {}): Promise<Partial<PassWork>> {
  return { ...work, drift: await live.survey(work) };
}

async function surveyAndSettle(work: Partial<PassWork> = {}): Promise<Pass> {
  return live.settle(await survey(work));
}

async function drifted(): Promise<readonly string[]> {
  return (await live.survey()).properties.map(({ resource, property }) => `${resource}${property}`);
}

function refusals({ report }: Pass): readonly string[] {
  return report.steps.flatMap((step) => step.refusals.map(({ rule, why }) => `${rule}: ${why}`));
}

async function shop() {
  const stack = (await live.cloud.sweep()).find(({ name }) => name === "acme-shop");
  if (stack === undefined) throw new Error("acme-shop is gone");
  return stack;
}

describe("a stack that heals itself", () => {
  test("is as its template says again, and in sync by its digest", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    await live.drift("acme-shop", "Queue", { unset: ["/DelaySeconds"] });
    expect(await drifted()).toEqual(["Queue/DelaySeconds", "Topic/DisplayName"]);
    expect(await surveyAndSettle()).toMatchObject({ standing: "settled", isSettled: true });
    expect(await drifted()).toEqual([]);
    expect(parseChangeSetName((await shop()).lastChangeSet ?? "")).toMatchObject({ attempt: 2, heal: {} });
    expect(await live.pass()).toMatchObject({ standing: "settled" });
  });

  test("gets a resource back that was deleted", async () => {
    await live.drift("acme-shop", "Topic", { delete: true });
    await surveyAndSettle();
    expect(await drifted()).toEqual([]);
  });

  test("counts as settled while it is healed, so that nobody waits for it", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    expect(await live.pass(await survey())).toMatchObject({ isSettled: true, standing: "moving" });
  });

  test("is not healed without a survey, nor where selfHeal is off", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    await live.settle();
    await surveyAndSettle({ desired: desired.map((stack) => ({ ...stack, selfHeal: false })) });
    expect(await drifted()).toEqual(["Topic/DisplayName"]);
  });

  test("is not healed by a survey from before its last update", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    const old = await survey();
    await live.settle(old);
    await live.change("acme-shop", "Topic", { "/DisplayName": "once more" });
    const pass = await live.pass(old);
    expect(pass.report.steps.map(({ step }) => step.kind)).toEqual(["keep"]);
  });

  test("is healed three times of the same difference, then held, and says so", async () => {
    for (let round = 0; round < 3; round += 1) {
      await live.change("acme-shop", "Topic", { "/DisplayName": `by hand ${round}` });
      expect(await surveyAndSettle()).toMatchObject({ standing: "settled" });
      expect(await drifted()).toEqual([]);
    }
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand again" });
    live = liveAccountIn(sandbox, desired);
    const pass = await surveyAndSettle();
    expect(pass).toMatchObject({ standing: "blocked", isSettled: true });
    expect(refusals(pass)).toEqual([
      "heal: the same drift was healed 3 times and came back: Topic/DisplayName",
    ]);
    expect(await drifted()).toEqual(["Topic/DisplayName"]);
  });

  test("that failed to heal is rolled back to what was there, and not tried again", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    await sandbox.control("POST", "faults", [
      { effect: "fail-resource", logicalId: "Topic", on: ["update"], reason: "not today" },
    ]);
    expect(await surveyAndSettle()).toMatchObject({ standing: "settled", isSettled: true });
    const pass = await surveyAndSettle();
    expect(refusals(pass)).toEqual([
      expect.stringMatching(/^heal: healing it was tried and failed: .*not today/),
    ]);
  });
});

describe("a service in which AWS has reordered lists as well", () => {
  test("is healed of what drifted, and the order of lists is no hindrance", async () => {
    const spec = aService({
      expose: ["public"],
      scale: { min: 1, max: 4, cpu: 60 },
      environment: { A: "1", B: "2" },
      permissions: [{ actions: ["s3:GetObject", "s3:PutObject"], resources: ["*"] }],
    });
    const whole = placedIn(liveAccount, spec).map((stack) => ({ ...stack, selfHeal: true }));
    live = liveAccountIn(sandbox, whole);
    await sandbox.control("POST", "reset");
    await live.deploy();
    for (const resource of ["Service", "TaskRole", "CpuAlarm"])
      await live.drift("acme-shop", resource, { noise: ["order"] });
    await live.drift("acme-shop", "Service", { noise: ["autoscaling"] });
    await live.change("acme-shop", "LogGroup", { "/RetentionInDays": 1 });
    expect(await drifted()).toEqual(["LogGroup/RetentionInDays"]);
    const pass = await surveyAndSettle();
    expect(refusals(pass)).toEqual([]);
    expect(await drifted()).toEqual([]);
  });
});

describe("a heal that was interrupted", () => {
  test("goes on with the change set that a killed pass made", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    const work = await survey();
    await live.pass(work);
    live = liveAccountIn(sandbox, desired);
    await live.settle(work);
    expect(await drifted()).toEqual([]);
    expect(await live.cloud.changeSetNames((await shop()).id)).toEqual([(await shop()).lastChangeSet]);
  });

  test("leaves nothing behind when the drift is gone meanwhile", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    await live.pass(await survey());
    await live.change("acme-shop", "Topic", { "/DisplayName": "one" });
    live = liveAccountIn(sandbox, desired);
    expect(await live.cloud.changeSetNames((await shop()).id)).toHaveLength(2);
    expect(await surveyAndSettle()).toMatchObject({ standing: "settled" });
    expect(await live.cloud.changeSetNames((await shop()).id)).toEqual([(await shop()).lastChangeSet]);
  });
});

describe("healing is refused", () => {
  test("where a rule of the group is another stack's", async () => {
    const group = (await live.cloud.stackResources((await shop()).id)).find(
      (each) => each.logicalId === "Group",
    );
    const template = {
      Resources: {
        Rule: {
          Type: "AWS::EC2::SecurityGroupIngress",
          Properties: {
            GroupId: group?.physicalId,
            IpProtocol: "tcp",
            FromPort: 443,
            ToPort: 443,
            CidrIp: "10.0.0.0/8",
          },
        },
      },
    };
    await deploy(sandbox.cloudformation({ account: liveAccount.id }), "CREATE", {
      stack: "theirs",
      template,
    });
    await live.change("acme-shop", "Group", { "/SecurityGroupIngress/0/CidrIp": "0.0.0.0/0" });
    expect(refusals(await surveyAndSettle())).toEqual([
      "heal: SecurityGroupIngress of Group may hold what Rule of theirs puts there, and healing would take that away",
    ]);
  });

  test("where the change set would change what a person wants left alone", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    await live.change("acme-shop", "Queue", { "/VisibilityTimeout": 99 });
    const ignoreDrift = [{ resource: "Queue", property: "*", reason: "tried out" }];
    const pass = await surveyAndSettle({ desired: desired.map((stack) => ({ ...stack, ignoreDrift })) });
    expect(refusals(pass)).toEqual([
      "heal: the change set does more than bring back the drift that was seen: it changes Queue VisibilityTimeout",
    ]);
  });

  test("while the app is paused", async () => {
    await live.change("acme-shop", "Topic", { "/DisplayName": "by hand" });
    const pass = await surveyAndSettle({ pauses: [{ covers: { kind: "account", account: "dev" } }] });
    expect(refusals(pass)).toEqual(["paused: dev is paused"]);
  });
});
