import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { CloudError, type CloudErrorKind } from "../../src/model/cloud.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import { newMemory } from "../../src/reconcile/memory.ts";
import { runPass, type Pass } from "../../src/reconcile/pass.ts";
import { aDelegation, DOMAIN, parentWorld } from "../support/delegation.ts";
import { appOf } from "../support/job.ts";
import { memoryClock } from "../support/memory-clock.ts";
import { memoryCloud, type Interference, type Method } from "../support/memory-cloud.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { account, templateOf } from "../support/stacks.ts";

const ENOUGH = 60;
const RELEASE = "web-release";

/** A zone of before that is delegated, a network after it, an app with an image, one with a release, and one with neither. */
function everyStack(): readonly DesiredStack[] {
  const outputs = Object.fromEntries(
    ["TaskDefinitionArn", "Cluster", "Subnets", "Group", "Ip", "Logs"].map((name) => [name, { Value: name }]),
  );
  const from = (output: string) => ({ stack: RELEASE, output });
  const release = {
    app: RELEASE,
    command: ["migrate"],
    timeoutSeconds: 600,
    outputs: {
      taskDefinition: from("TaskDefinitionArn"),
      cluster: from("Cluster"),
      subnets: from("Subnets"),
      securityGroup: from("Group"),
      assignPublicIp: from("Ip"),
      logGroup: from("Logs"),
    },
  };
  return [
    appOf("test", "zone", "zone", {
      template: templateOf("zone", { Outputs: { ZoneId: { Value: "ZCHILD" } } }),
    }),
    appOf("test", "network", "network", { dependsOn: ["zone"] }),
    appOf("test", "api", "api", { parameters: imageParameters() }),
    appOf("test", RELEASE, "hook", { template: templateOf("hook", { Outputs: outputs }) }),
    appOf("test", "web", "web", { dependsOn: [RELEASE], release }),
    appOf("test", "plain", "plain"),
  ];
}

function imageParameters(): DesiredStack["parameters"] {
  const image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/api";
  const tag = { registry: "111111111111", region: "eu-west-1", repository: "api", tag: "1.0.0" };
  return {
    Version: { kind: "literal", value: "1.0.0" },
    Image: { kind: "image", image, tag, versionParameter: "Version", architecture: "arm64" },
  };
}

/** The account, with a zone of before, and that of the zone above. */
function newWorlds() {
  const world = new MemoryWorld();
  const values = ["ns-1.example", "ns-2.example"];
  world.hostedZones = [{ id: "ZCHILD", name: DOMAIN }];
  world.zones.set("ZCHILD", [{ name: DOMAIN, type: "NS", ttl: 60, values }]);
  return { world, above: parentWorld() };
}

/** Passes of one process under weather; `world` and `above` are what AWS has. */
function passing(weather: Interference, { world, above } = newWorlds()) {
  const cloud = memoryCloud(world, { interference: weather });
  const identity = { account: "333333333333", arn: "arn:aws:sts::333333333333:assumed-role/x/y" };
  const shared = memoryCloud(above, { interference: weather, identity });
  const memory = newMemory();
  const clock = memoryClock([world, above]);
  const pass = (): Promise<Pass> =>
    runPass({
      repository: "acme",
      revision: undefined,
      problems: [],
      account: { ...account, zone: DOMAIN, delegation: aDelegation() },
      desired: everyStack(),
      cloud,
      cloudOf: ({ name }) => (name === "shared" ? shared : cloud),
      memory,
      unsettledBefore: [],
      clock,
      mode: "apply",
    });
  return {
    world,
    above,
    memory,
    async passes(until: (pass: Pass) => boolean): Promise<Pass> {
      for (let count = 0; count < ENOUGH; count += 1) {
        const last = await pass();
        if (until(last)) return last;
        world.tick();
      }
      throw new Error(`not so after ${ENOUGH} passes`);
    },
  };
}

const isInSync =
  (...apps: readonly string[]) =>
  ({ report }: Pass): boolean =>
    report.failure === undefined &&
    apps.every((app) => report.steps.some(({ step }) => step.app === app && step.kind === "keep"));

/** Which part of the port is hit, and which apps it keeps. */
const parts: readonly (readonly [Method, readonly string[]])[] = [
  ["image", ["api"]],
  ["release", ["web"]],
  ["runRelease", ["web"]],
  ["markRelease", ["web"]],
  ["nameServers", ["network"]],
  ["hostedZones", ["network"]],
  ["recordsWithin", ["network"]],
  ["changeRecords", ["network"]],
];
const kinds: readonly CloudErrorKind[] = ["throttled", "unreachable", "denied", "unexpected"];
const cases = parts.flatMap(([method, kept]) => kinds.map((kind) => ({ method, kept, kind })));
const everyApp = everyStack().map(({ app }) => app);

describe("as long as AWS does not answer one kind of call", () => {
  test.each(cases)(
    "$method $kind: only $kept waits and says why, and goes on when it answers",
    async (it) => {
      let isStorm = true;
      const weather = passing({
        before(method) {
          if (isStorm && method === it.method) throw new CloudError(it.kind, `no ${it.method} today`);
        },
        after: () => undefined,
      });
      const others = everyApp.filter((app) => !it.kept.includes(app));
      const during = await weather.passes(isInSync(...others));
      const [stopped, ...more] = during.report.steps.filter(({ step }) => step.kind !== "keep");
      expect([stopped?.step.app, more]).toEqual([it.kept[0], []]);
      const said = JSON.stringify([stopped, during.report.outcomes]);
      expect(said).toContain(`no ${it.method} today`);
      expect(during.standing).toBe(
        it.kind === "throttled" || it.kind === "unreachable" ? "moving" : "blocked",
      );
      isStorm = false;
      weather.memory.forgetRejections();
      await weather.passes(isInSync(...everyApp));
      expect(weather.world.executions).toHaveLength(everyApp.length);
    },
  );

  test.each(parts)("the answer of %s is lost every other time: everything settles, and once", async (hit) => {
    let count = 0;
    const weather = passing({
      before: () => undefined,
      after(method) {
        if (method !== hit) return;
        count += 1;
        if (count % 2 === 1) throw new CloudError("unreachable", "the answer was lost");
      },
    });
    await weather.passes(isInSync(...everyApp));
    expect(weather.world.executions).toHaveLength(everyApp.length);
    expect([...weather.world.releases.values()].map(({ runs }) => runs.length)).toEqual([1]);
    expect(weather.above.zones.get("ZPARENT")).toHaveLength(2);
  });
});

describe("two agents over the same account", () => {
  test("run one release, write one delegation and execute every change set once, in whatever order they go", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 5, maxLength: 30 }), async (ticks) => {
        const worlds = newWorlds();
        const calm: Interference = { before: () => undefined, after: () => undefined };
        const agents = [passing(calm, worlds), passing(calm, worlds)] as const;
        const once = (): boolean => true;
        for (const isTick of ticks) {
          await Promise.all(agents.map((agent) => agent.passes(once)));
          if (isTick) worlds.world.tick();
        }
        await agents[0].passes(isInSync(...everyApp));
        await agents[1].passes(isInSync(...everyApp));
        const { executions, releases } = worlds.world;
        expect(executions).toHaveLength(everyApp.length);
        expect([...releases.values()].map(({ runs }) => runs.length)).toEqual([1]);
        expect(worlds.above.zones.get("ZPARENT")).toHaveLength(2);
      }),
      { numRuns: 15 },
    );
  });
});
