import { describe, expect, test } from "@jest/globals";
import { place } from "../../src/blueprints/place.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { AppSpec, Placement } from "../../src/model/repository.ts";
import { aDatabase, anAccount, aService, aWorker } from "../support/placements.ts";
import { specificationProblems } from "../support/resource-specification.ts";
import { propertiesOf } from "../support/template-targets.ts";

const release = { command: ["migrate", "up"], timeoutSeconds: 600, cpu: 512, memory: 1024 } as const;
const somewhere = { file: "accounts/dev/apps.yaml", line: 1, column: 1 };

function stacksOf(spec: AppSpec, uses: Placement["uses"] = []): readonly DesiredStack[] {
  const placement = {
    app: "shop",
    version: "1.0",
    spec,
    uses,
    adopt: false,
    allow: [],
    ignoreDrift: [],
    place: somewhere,
  };
  const account = anAccount({ placements: [placement] });
  return place("acme", account).filter(({ app }) => app !== "zone" && app !== "network");
}

function pair(stacks: readonly DesiredStack[]): readonly [hook: DesiredStack, app: DesiredStack] {
  const [hook, app] = stacks;
  if (hook === undefined || app === undefined) throw new Error("there are not two stacks");
  return [hook, app];
}

function containerOf(stack: DesiredStack): Readonly<Record<string, unknown>> {
  const { ContainerDefinitions: containers } = propertiesOf(stack, "TaskDefinition") as {
    readonly ContainerDefinitions: readonly Readonly<Record<string, unknown>>[];
  };
  return containers[0] ?? {};
}

describe("a release", () => {
  test("has a stack of its own that comes before the app's", () => {
    const [hook, app] = pair(stacksOf(aService({ release })));
    expect(hook).toMatchObject({ app: "shop-release", name: "acme-shop-release", kind: "Release" });
    expect(hook.dependsOn).toEqual(["network"]);
    expect(app.dependsOn).toEqual(["network", "shop-release"]);
    expect(app.release).toMatchObject({
      app: "shop-release",
      command: ["migrate", "up"],
      timeoutSeconds: 600,
    });
  });

  test("runs its command in the app's container, at its own size, and serves nothing", () => {
    const [hook] = pair(stacksOf(aService({ release, environment: { MODE: "live" } })));
    expect(propertiesOf(hook, "TaskDefinition")).toMatchObject({ Cpu: "512", Memory: "1024" });
    const container = containerOf(hook);
    expect(container).toMatchObject({
      Name: "shop-release",
      Command: ["migrate", "up"],
      Environment: [{ Name: "MODE", Value: "live" }],
    });
    expect(container).not.toHaveProperty("PortMappings");
    expect(containerOf(pair(stacksOf(aWorker({ release })))[0])).not.toHaveProperty("HealthCheck");
  });

  test("is as large as its app where it says nothing of that", () => {
    const { cpu: _cpu, ...less } = release;
    const [hook] = pair(stacksOf(aService({ release: less, cpu: 256, memory: 2048 })));
    expect(propertiesOf(hook, "TaskDefinition")).toMatchObject({ Cpu: "256", Memory: "1024" });
  });

  test("reaches what the app uses, from a security group of its own", () => {
    const names = Object.fromEntries(
      ["HOST", "PORT", "NAME", "SECRET_ARN", "SECRET", "USERNAME", "PASSWORD"].map((fact) => [
        fact,
        `DB_${fact}`,
      ]),
    );
    const use = { app: "shop-db", spec: aDatabase(), access: "both", names } as const;
    const [hook, app] = pair(stacksOf(aService({ release }), [use]));
    expect(hook.dependsOn).toEqual(["network", "shop-db"]);
    expect(propertiesOf(hook, "ShopDbIngress")).toMatchObject({
      SourceSecurityGroupId: { "Fn::GetAtt": ["SecurityGroup", "GroupId"] },
    });
    expect(containerOf(hook)["Environment"]).toEqual(containerOf(app)["Environment"]);
    expect(containerOf(hook)["Secrets"]).toEqual(containerOf(app)["Secrets"]);
  });

  test("gives all that running it takes as outputs", () => {
    const [hook, app] = pair(stacksOf(aService({ release })));
    const own = Object.values(app.release?.outputs ?? {}).filter(({ stack }) => stack === "shop-release");
    const { Outputs: outputs } = JSON.parse(hook.template) as { readonly Outputs: object };
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(own.map(({ output }) => output)));
  });

  test("keeps to the resource specification", () => {
    const [hook] = pair(stacksOf(aService({ release })));
    expect(specificationProblems(hook.template)).toEqual([]);
  });

  test("changes nothing in the app's own template", () => {
    const [, app] = pair(stacksOf(aService({ release })));
    const [without] = stacksOf(aService());
    expect(app.template).toBe(without?.template);
    expect(without?.release).toBeUndefined();
  });
});
