import { describe, expect, test } from "@jest/globals";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { Subject } from "../../src/model/preflight.ts";
import type { Account, AppSpec } from "../../src/model/repository.ts";
import { checksOf } from "../../src/preflight/checks-of.ts";
import type { Scene } from "../../src/preflight/scene.ts";
import { aDatabase, aJob, anAccount, aService, aTemplate, placedIn } from "../support/placements.ts";
import { boundStack, deployedStack } from "../support/stacks.ts";

const NETWORK = {
  CertificateArn: "arn:certificate",
  PublicListenerArn: "arn:public",
  InternalListenerArn: "arn:internal",
};

/** The checks of an app `shop`, or of `zone` or `network`. */
function subjectsOf(
  spec: AppSpec,
  {
    app = "shop",
    account = {},
    scene = {},
  }: { app?: string; account?: Partial<Account>; scene?: Partial<Scene> },
): readonly Subject[] {
  const placement = {
    app: "shop",
    spec,
    uses: [],
    adopt: false,
    allow: [],
    ignoreDrift: [],
    place: { file: "accounts/dev/apps.yaml", line: 1, column: 1 },
  };
  const owner = anAccount(account);
  const stack = stackOf(placedIn(owner, spec), app);
  return checksOf(stack, {
    account: { ...owner, placements: [placement] },
    network: NETWORK,
    priorityOf: (parameter) => (parameter.startsWith("Public") ? 20001 : 20002),
    ...scene,
  }).map(({ subject }) => subject);
}

function stackOf(stacks: readonly DesiredStack[], app: string): DesiredStack {
  const found = stacks.find((stack) => stack.app === app);
  if (found === undefined) throw new Error(`no stack ${app}`);
  return found;
}

const kindsOf = (subjects: readonly Subject[]) => subjects.map(({ kind }) => kind);
const deployed = (parameters: Readonly<Record<string, string>>) =>
  deployedStack(boundStack({ app: "shop", parameters }));

describe("a container", () => {
  test("needs its image, and every secret and parameter once, whatever reads which key of it", () => {
    const secrets = {
      USER: "secretsmanager:shop/stripe#user",
      KEY: "secretsmanager:shop/stripe#key",
      SESSION: "ssm:/shop/session-key",
    };
    expect(subjectsOf(aJob({ secrets }), {})).toMatchObject([
      { kind: "image", image: { tag: { repository: "shop", tag: "1.0.0" }, architecture: "x86_64" } },
      { kind: "secret", id: "shop/stripe" },
      { kind: "parameter", name: "/shop/session-key" },
      { kind: "quota", of: { what: "stacks" }, adds: 1 },
    ]);
  });

  test("needs the further zones that its names are in, and no other", () => {
    const zones = { "acme-shop.example": "Z1", "shop.example": "Z2" };
    const spec = aService({
      hostnames: ["www.acme-shop.example", "acme-shop.example", "x.dev.acme.example"],
    });
    const subjects = subjectsOf(spec, { account: { zones } }).filter(({ kind }) => kind === "zone");
    expect(subjects).toEqual([{ kind: "zone", id: "Z1", domain: "acme-shop.example" }]);
  });
});

test("the release of an app needs what the app reads, and no place behind a load balancer", () => {
  const release = { command: ["migrate"], timeoutSeconds: 60, cpu: 256, memory: 512 } as const;
  const spec = aService({ expose: ["public"], secrets: { KEY: "ssm:/shop/key" }, release });
  expect(kindsOf(subjectsOf(spec, { app: "shop-release" }))).toEqual(["image", "parameter", "quota"]);
});

describe("a service behind load balancers", () => {
  const spec = aService({ expose: ["public", "internal"], hosts: ["shop", "www"] });

  test("needs a certificate for its names, a free priority and room on each of them", () => {
    expect(subjectsOf(spec, {}).slice(1, -1)).toEqual([
      {
        kind: "certificate",
        arn: "arn:certificate",
        names: [
          "shop.dev.acme.example",
          "www.dev.acme.example",
          "shop.internal.dev.acme.example",
          "www.internal.dev.acme.example",
        ],
      },
      { kind: "priority", listener: "arn:public", balancer: "public", priority: 20001 },
      { kind: "quota", of: { what: "rules", listener: "arn:public", balancer: "public" }, adds: 1 },
      { kind: "priority", listener: "arn:internal", balancer: "internal", priority: 20002 },
      { kind: "quota", of: { what: "rules", listener: "arn:internal", balancer: "internal" }, adds: 1 },
      {
        kind: "quota",
        of: { what: "target groups of a balancer", listener: "arn:public", balancer: "public" },
        adds: 1,
      },
      {
        kind: "quota",
        of: { what: "target groups of a balancer", listener: "arn:internal", balancer: "internal" },
        adds: 1,
      },
      { kind: "quota", of: { what: "target groups" }, adds: 2 },
    ]);
  });

  test("that is there keeps its priority, and takes no more room", () => {
    const there = deployed({ PublicRule1Priority: "20001", InternalRule1Priority: "20002" });
    expect(kindsOf(subjectsOf(spec, { scene: { deployed: there } }))).toEqual(["image", "certificate"]);
  });

  test("that gets a second rule asks about that one only", () => {
    const hosts = ["a", "b", "c", "d", "e", "f"];
    const scene = { deployed: deployed({ PublicRule1Priority: "30000" }) };
    const subjects = subjectsOf(aService({ expose: ["public"], hosts }), { scene });
    expect(subjects.slice(2)).toEqual([
      { kind: "priority", listener: "arn:public", balancer: "public", priority: 20001 },
      { kind: "quota", of: { what: "rules", listener: "arn:public", balancer: "public" }, adds: 1 },
    ]);
  });

  test("asks nothing of a network that is not there yet", () => {
    expect(kindsOf(subjectsOf(spec, { scene: { network: {} } }))).toEqual(["image", "quota", "quota"]);
  });
});

describe("the ground", () => {
  test("of a network that is to be made has to be free", () => {
    expect(subjectsOf(aJob(), { app: "network" })[0]).toEqual({ kind: "range", cidr: "10.0.0.0/16" });
    const there = { deployed: deployed({}) };
    expect(subjectsOf(aJob(), { app: "network", scene: there })).toEqual([]);
  });

  test("that was there before has to be as it is described", () => {
    const existing = {
      vpc: "vpc-1",
      publicSubnets: ["subnet-1", "subnet-2"],
      privateSubnets: ["subnet-3", "subnet-4"],
      tasks: "private" as const,
    };
    const network = { ...anAccount().network, existing };
    const { tasks: _tasks, ...vpc } = existing;
    const hostedZone = { existing: "Z1", caa: [] };
    expect([
      subjectsOf(aJob(), { app: "network", account: { network } })[0],
      subjectsOf(aJob(), { app: "zone", account: { hostedZone } })[0],
    ]).toEqual([
      { kind: "vpc", cidr: "10.0.0.0/16", ...vpc },
      { kind: "zone", id: "Z1", domain: "dev.acme.example" },
    ]);
  });
});

test("a service with names elsewhere needs room for their certificates, and for two target groups where one follows the other", () => {
  const zones = { "shop.example": "Z1" };
  const hostnames = ["www.shop.example", "offers.dev.acme.example"];
  const spec = aService({ expose: ["public"], hostnames, strategy: "blue-green" });
  const subjects = subjectsOf(spec, { account: { zones } });
  const rooms = subjects.flatMap((each) => (each.kind === "quota" ? [[each.of.what, each.adds]] : []));
  expect(subjects.find(({ kind }) => kind === "certificate")).toMatchObject({
    names: ["shop.dev.acme.example", "offers.dev.acme.example"],
  });
  expect(rooms).toEqual([
    ["rules", 1],
    ["target groups of a balancer", 2],
    ["certificates", 1],
    ["target groups", 2],
    ["stacks", 1],
  ]);
});

test("what holds data needs room for its stack and nothing else", () => {
  expect(kindsOf(subjectsOf(aDatabase(), {}))).toEqual(["quota"]);
});

test.each([
  ["is too large for a request", 52_000, ["bucket", "quota"]],
  ["may be so by what is put on when it is submitted", 51_000, ["bucket", "quota"]],
  ["fits whatever is put on", 48_000, ["quota"]],
])("a template that %s needs these", (_title, length, kinds) => {
  const body = { Resources: { Topic: { Type: "AWS::SNS::Topic", Metadata: "x".repeat(length) } } };
  expect(kindsOf(subjectsOf(aTemplate({ body }), {}))).toEqual(kinds);
});

test("the bucket has to be that of the account", () => {
  const body = { Resources: { Topic: { Type: "AWS::SNS::Topic", Metadata: "x".repeat(52_000) } } };
  expect(subjectsOf(aTemplate({ body }), {})[0]).toEqual({
    kind: "bucket",
    name: "mooring-artifacts-222222222222-eu-west-1",
    owner: "222222222222",
  });
});
