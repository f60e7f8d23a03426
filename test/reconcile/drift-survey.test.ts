import { ChangeResourceRecordSetsCommand, type ResourceRecordSet } from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { AccountDrift } from "../../src/model/drift.ts";
import { deploy } from "../support/sandbox-stacks.ts";
import { liveAccount, liveAccountIn, type LiveAccount } from "../support/live-account.ts";
import { aService, placedIn } from "../support/placements.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
let live: LiveAccount;
const desired = placedIn(liveAccount, aService({ expose: ["public"], scale: { min: 1, max: 4, cpu: 60 } }));

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  live = liveAccountIn(sandbox, desired);
  await live.deploy();
});

/** `resource property: expected → actual`. */
function shown({ properties }: Pick<AccountDrift, "properties">): readonly string[] {
  return properties.map(
    ({ layer, stack, resource, property, expected, actual }) =>
      `${layer} ${stack} ${resource} ${property}: ${expected ?? "nothing"} → ${actual ?? "nothing"}`,
  );
}

async function zoneId(): Promise<string> {
  const zone = (await live.cloud.sweep()).find(({ name }) => name === "acme-zone");
  return zone?.outputs["ZoneId"] ?? "";
}

async function changeRecord(action: "UPSERT" | "DELETE", record: ResourceRecordSet): Promise<void> {
  const client = sandbox.route53({ account: liveAccount.id });
  await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: await zoneId(),
      ChangeBatch: { Changes: [{ Action: action, ResourceRecordSet: record }] },
    }),
  );
}

const cname = (name: string, value: string): ResourceRecordSet => ({
  Name: `${name}.dev.acme.example.`,
  Type: "CNAME",
  TTL: 300,
  ResourceRecords: [{ Value: value }],
});

describe("an account that nobody touched", () => {
  test("has no drift, and nothing is unknown", async () => {
    expect(await live.survey()).toMatchObject({
      account: "dev",
      stacks: 3,
      properties: [],
      ignored: [],
      unknown: [],
    });
  });
});

describe("a resource that was changed by hand", () => {
  test("is reported with what was expected and what is there, and since the first survey that saw it", async () => {
    await live.change("acme-shop", "LogGroup", { "/RetentionInDays": 1 });
    const first = await live.survey();
    expect(shown(first)).toEqual(["resource acme-shop LogGroup /RetentionInDays: 30 → 1"]);
    const second = await live.survey({ before: first });
    expect(second.checkedAt).toBeGreaterThan(first.checkedAt);
    expect(second.properties).toEqual(first.properties);
  });

  test("and was deleted, is reported as a whole", async () => {
    await live.drift("acme-shop", "CpuAlarm", { delete: true });
    const { properties } = await live.survey();
    expect(properties).toMatchObject([{ resource: "CpuAlarm", property: "", layer: "resource" }]);
    expect(properties[0]?.actual).toBeUndefined();
  });

  test("is left out where ignoreDrift says so, and not any more when that has ended", async () => {
    await live.change("acme-shop", "LogGroup", { "/RetentionInDays": 1 });
    const rule = { resource: "LogGroup", property: "/RetentionInDays", reason: "tried out" };
    const ignoring = (until: number) =>
      desired.map((stack) => ({ ...stack, ignoreDrift: [{ ...rule, until }] }));
    const ignored = await live.survey({ desired: ignoring(Date.now() + 60_000) });
    expect(ignored).toMatchObject({ properties: [], ignored: [{ because: "ignoreDrift: tried out" }] });
    expect(shown(await live.survey({ desired: ignoring(Date.now() - 60_000) }))).toHaveLength(1);
  });

  test("that cannot be read is unknown, neither drifted nor in sync", async () => {
    await sandbox.control("POST", "faults", [
      { effect: "fail-resource", logicalId: "LogGroup", on: ["read"], reason: "no permission" },
    ]);
    const { properties, unknown } = await live.survey();
    expect({ properties, unknown }).toMatchObject({
      properties: [],
      unknown: [{ stack: "acme-shop", resource: "LogGroup" }],
    });
  });
});

describe("noise", () => {
  test.each(["defaults", "order", "tags"])("of the kind %s is not reported", async (noise) => {
    await live.drift("acme-shop", "Service", { noise: [noise] });
    await live.drift("acme-shop", "TaskDefinition", { noise: [noise] });
    expect(shown(await live.survey())).toEqual([]);
  });

  test("of autoscaling is not reported, and said to be ignored", async () => {
    await live.drift("acme-shop", "Service", { noise: ["autoscaling"] });
    const { properties, ignored } = await live.survey();
    expect({ properties, ignored }).toMatchObject({
      properties: [],
      ignored: ignored.map(() => ({ because: "Application Auto Scaling sets it" })),
    });
  });
});

describe("the zone", () => {
  test("a record that a stack declares and that is gone is reported as missing", async () => {
    const records = (await live.cloud.zoneRecords(await zoneId())) ?? [];
    const record = records.find(({ type, alias }) => type === "A" && alias !== undefined);
    await changeRecord("DELETE", {
      Name: record?.name ?? "",
      Type: "A",
      AliasTarget: {
        DNSName: record?.alias?.name,
        HostedZoneId: record?.alias?.zoneId,
        EvaluateTargetHealth: false,
      },
    });
    expect(shown(await live.survey())).toEqual([
      "dns acme-shop Records /RecordSets/0: shop.dev.acme.example A → nothing",
    ]);
  });

  test("a record that leads elsewhere is reported with both targets", async () => {
    await changeRecord("UPSERT", {
      Name: "shop.dev.acme.example",
      Type: "A",
      AliasTarget: {
        DNSName: "elsewhere.example",
        HostedZoneId: "Z32O12XQLNTSW2",
        EvaluateTargetHealth: false,
      },
    });
    const found = shown(await live.survey());
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^dns acme-shop Records \/RecordSets\/0\/AliasTarget\/DNSName: .+ → elsewhere\.example$/,
    );
  });

  test("a record that no stack declares is stray, and belongs to the zone", async () => {
    await changeRecord("UPSERT", cname("old", "old.example.com"));
    await changeRecord("UPSERT", cname("*.wild", "old.example.com"));
    expect(shown(await live.survey())).toEqual([
      String.raw`dns acme-zone \052.wild.dev.acme.example CNAME : nothing → old.example.com`,
      "dns acme-zone old.dev.acme.example CNAME : nothing → old.example.com",
    ]);
  });

  test("a record of somebody else's stack, a validation and a delegation are not stray", async () => {
    const template = {
      Resources: {
        Record: {
          Type: "AWS::Route53::RecordSet",
          Properties: {
            HostedZoneId: await zoneId(),
            Name: "theirs.dev.acme.example.",
            Type: "CNAME",
            TTL: "60",
            ResourceRecords: ["theirs.example.com"],
          },
        },
      },
    };
    await deploy(sandbox.cloudformation({ account: liveAccount.id }), "CREATE", {
      stack: "theirs",
      template,
    });
    await changeRecord("UPSERT", cname(`_${"a".repeat(32)}`, `_${"b".repeat(32)}.xyz.acm-validations.aws.`));
    await changeRecord("UPSERT", { ...cname("sub", "ns-1.example.com."), Type: "NS" });
    expect(shown(await live.survey())).toEqual([]);
  });
});

describe("scaling policies", () => {
  test("one that aims at something else is reported", async () => {
    await live.change("acme-shop", "CpuScaling", {
      "/TargetTrackingScalingPolicyConfiguration/TargetValue": 90,
    });
    expect(shown(await live.survey())).toEqual([
      "scaling acme-shop CpuScaling /TargetTrackingScalingPolicyConfiguration/TargetValue: 60 → 90",
    ]);
  });

  test("one that is gone is reported", async () => {
    await live.drift("acme-shop", "CpuScaling", { delete: true });
    expect((await live.survey()).properties).toMatchObject([
      { layer: "scaling", resource: "CpuScaling", property: "" },
    ]);
  });
});

describe("what a survey must not do", () => {
  test("with credentials of another account it asks nothing further", async () => {
    const drift = await live.survey({ account: { ...liveAccount, id: "999999999999" } });
    expect(drift).toMatchObject({ stacks: 0, properties: [] });
    expect(drift.failure?.message).toContain("are of AWS account 222222222222");
  });

  test("a stack deleted in the middle of it is no error", async () => {
    const survey = live.begin();
    await survey.step();
    await live.cloud.deleteStack("acme-shop", { token: "by-hand" });
    const drift = await live.end(survey);
    expect(drift).toMatchObject({ properties: [], unknown: [] });
    expect(drift.failure).toBeUndefined();
  });

  test("a stack updated in the middle of it is looked at once more", async () => {
    await live.change("acme-shop", "LogGroup", { "/RetentionInDays": 1 });
    const survey = live.begin();
    for (let step = 0; step < 3; step += 1) await survey.step();
    const updated = desired.map((stack) =>
      stack.app === "shop"
        ? { ...stack, template: stack.template.replace('"RetentionInDays":30', '"RetentionInDays":60') }
        : stack,
    );
    await live.settle({ desired: updated });
    expect(shown(await live.end(survey))).toEqual([]);
  });
});
