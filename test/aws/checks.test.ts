import { describe, expect, test } from "@jest/globals";
import { onScriptedAws, xml } from "./on-scripted-aws.ts";
import { fault, json, ok, type Script, type WireAnswer } from "./scripted-aws.ts";

const ask = <T>(script: Script, work: Parameters<typeof onScriptedAws<T>>[1]) => onScriptedAws(script, work);
const missing = (): WireAnswer =>
  json({ __type: "ResourceNotFoundException", message: "no such thing" }, 400);

describe("a secret", () => {
  const stateOf = (answer: WireAnswer, id = "shop/stripe") =>
    ask(
      () => answer,
      async ({ aws, cloud }) => ({ state: await cloud.checks.secret(id), input: aws.calls[0]?.input }),
    );

  test.each([
    ["there", json({ Name: "shop/stripe" })],
    ["deleted", json({ Name: "shop/stripe", DeletedDate: 1_795_000_000 })],
    ["missing", missing()],
  ] as const)("is %s", async (state, answer) => {
    expect(await stateOf(answer)).toEqual({ state, input: { SecretId: "shop/stripe" } });
  });

  test("that may not be seen is no missing one", async () => {
    const denied = json({ __type: "AccessDeniedException", message: "User: arn:x is not authorized" }, 400);
    await expect(stateOf(denied)).rejects.toMatchObject({ name: "CloudError", kind: "denied" });
  });
});

describe("parameters", () => {
  test("are asked for by fifty names at a time, to the end, without their values", async () => {
    const names = Array.from({ length: 51 }, (_, index) => `/shop/${index}`);
    const pages = [{ Parameters: [], NextToken: "more" }, { Parameters: [{ Name: "/shop/1" }] }, {}];
    const { found, inputs } = await ask(
      (_call, nth) => json(pages[nth] ?? {}),
      async ({ aws, cloud }) => ({
        found: await cloud.checks.parameters(names),
        inputs: aws.callsTo("DescribeParameters").map(({ input }) => input),
      }),
    );
    const filter = (Values: readonly string[]) => [{ Key: "Name", Option: "Equals", Values }];
    expect([...found]).toEqual(["/shop/1"]);
    expect(inputs).toEqual([
      { ParameterFilters: filter(names.slice(0, 50)), MaxResults: 50 },
      { ParameterFilters: filter(names.slice(0, 50)), MaxResults: 50, NextToken: "more" },
      { ParameterFilters: filter(["/shop/50"]), MaxResults: 50 },
    ]);
  });
});

describe("a certificate", () => {
  const arn = "arn:aws:acm:eu-west-1:222222222222:certificate/1";

  test("tells its status and every name once", async () => {
    const Certificate = {
      Status: "ISSUED",
      DomainName: "acme.example",
      SubjectAlternativeNames: ["acme.example", "*.ACME.example"],
    };
    expect(
      await ask(
        () => json({ Certificate }),
        ({ cloud }) => cloud.checks.certificate(arn),
      ),
    ).toEqual({ status: "ISSUED", names: ["acme.example", "*.acme.example"] });
  });

  test("that is gone is none", async () => {
    expect(await ask(missing, ({ cloud }) => cloud.checks.certificate(arn))).toBeUndefined();
  });
});

describe("load balancers", () => {
  const rules = {
    Rules: [
      { Priority: "default", IsDefault: "true" },
      {
        Priority: "20001",
        Conditions: [
          { Field: "host-header", Values: ["a.example"], HostHeaderConfig: { Values: ["a.example"] } },
          { Field: "path-pattern", PathPatternConfig: { Values: ["/api/*"] } },
        ],
        Actions: [
          {
            Type: "forward",
            TargetGroupArn: "tg-1",
            ForwardConfig: { TargetGroups: [{ TargetGroupArn: "tg-1" }] },
          },
        ],
      },
    ],
    NextMarker: "2",
  };
  const more = { Rules: [{ Priority: "3", Actions: [{ Type: "fixed-response" }] }] };

  test("list the rules of a listener to the last page, its default one left out", async () => {
    const { found, markers } = await ask(
      (_call, nth) => ok("DescribeRules", xml(nth === 0 ? rules : more)),
      async ({ aws, cloud }) => ({
        found: await cloud.checks.listenerRules("arn:listener"),
        markers: aws.calls.map(({ form }) => [form["ListenerArn"], form["Marker"]]),
      }),
    );
    expect(found).toEqual([
      { priority: 20001, conditions: ["a.example", "/api/*"], targetGroups: ["tg-1"] },
      { priority: 3, conditions: [], targetGroups: [] },
    ]);
    expect(markers).toEqual([
      ["arn:listener", undefined],
      ["arn:listener", "2"],
    ]);
  });

  test("have no rules where there is no listener", async () => {
    const script = () => fault("ListenerNotFound", "One or more listeners not found");
    expect(await ask(script, ({ cloud }) => cloud.checks.listenerRules("arn:listener"))).toBeUndefined();
  });

  test("count the certificates of a listener besides its default one", async () => {
    const Certificates = [{ CertificateArn: "c-1", IsDefault: "true" }, { CertificateArn: "c-2" }];
    const script = () => ok("DescribeListenerCertificates", xml({ Certificates }));
    expect(await ask(script, ({ cloud }) => cloud.checks.certificateCount("arn:listener"))).toBe(1);
  });

  test("tell their limits, as far as they know them, and count target groups", async () => {
    const limits = [
      { Name: "rules-per-application-load-balancer", Max: "100" },
      { Name: "target-groups", Max: "3000" },
      { Name: "certificates-per-application-load-balancer", Max: "25" },
    ];
    const groups = [{ TargetGroupArn: "tg-1" }, { TargetGroupArn: "tg-2" }];
    const script: Script = ({ operation }) =>
      ok(
        operation,
        xml(operation === "DescribeTargetGroups" ? { TargetGroups: groups } : { Limits: limits }),
      );
    const told = await ask(script, async ({ cloud }) => [
      await cloud.checks.balancingLimits(),
      await cloud.checks.targetGroupCount(),
    ]);
    expect(told).toEqual([{ rulesPerBalancer: 100, targetGroups: 3000, certificatesPerBalancer: 25 }, 2]);
  });
});

describe("networks", () => {
  const items = (values: readonly object[]) => values.map((value) => `<item>${xml(value)}</item>`).join("");
  const ec2 = (operation: string, body: string): WireAnswer => ({
    status: 200,
    body: `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId>${body}</${operation}Response>`,
  });

  test("show their ranges, also further ones, and their names", async () => {
    const associated = items([
      { cidrBlock: "10.0.0.0/16", cidrBlockState: { state: "associated" } },
      { cidrBlock: "100.64.0.0/16", cidrBlockState: { state: "associated" } },
      { cidrBlock: "10.9.0.0/16", cidrBlockState: { state: "disassociated" } },
    ]);
    const vpc = `<item>${xml({ vpcId: "vpc-1", cidrBlock: "10.0.0.0/16" })}<cidrBlockAssociationSet>${associated}</cidrBlockAssociationSet><tagSet>${items([{ key: "Name", value: "legacy" }])}</tagSet></item>`;
    expect(
      await ask(
        () => ec2("DescribeVpcs", `<vpcSet>${vpc}</vpcSet>`),
        ({ cloud }) => cloud.checks.vpcs(),
      ),
    ).toEqual([{ id: "vpc-1", cidrs: ["10.0.0.0/16", "100.64.0.0/16"], name: "legacy" }]);
  });

  test("show those subnets that are there, and no failure for the others", async () => {
    const subnet = items([{ subnetId: "subnet-1", vpcId: "vpc-1", availabilityZone: "eu-west-1a" }]);
    const { subnets, form } = await ask(
      () => ec2("DescribeSubnets", `<subnetSet>${subnet}</subnetSet>`),
      async ({ aws, cloud }) => ({
        subnets: await cloud.checks.subnets(["subnet-1", "subnet-2"]),
        form: aws.calls[0]?.form,
      }),
    );
    expect(subnets).toEqual([{ id: "subnet-1", vpc: "vpc-1", zone: "eu-west-1a" }]);
    expect(form).toMatchObject({
      "Filter.1.Name": "subnet-id",
      "Filter.1.Value.1": "subnet-1",
      "Filter.1.Value.2": "subnet-2",
    });
  });
});

describe("the limit of stacks", () => {
  const limitOf = (limits: readonly object[]) =>
    ask(
      () => ok("DescribeAccountLimits", xml({ AccountLimits: limits })),
      ({ cloud }) => cloud.checks.stackLimit(),
    );

  test("is told or not", async () => {
    expect(
      await limitOf([
        { Name: "StackOutputsLimit", Value: 200 },
        { Name: "StackLimit", Value: 2000 },
      ]),
    ).toBe(2000);
    expect(await limitOf([])).toBeUndefined();
  });
});

describe("a bucket", () => {
  test.each([
    [200, "there"],
    [404, "missing"],
    [403, "unseen"],
  ] as const)("answered with %d is %s", async (status, state) => {
    const { found, calls } = await ask(
      () => ({ status, body: "" }),
      async ({ aws, cloud }) => ({
        found: await cloud.checks.bucket("artifacts", "222222222222"),
        calls: aws.calls,
      }),
    );
    expect([found, calls[0]?.operation, calls[0]?.path]).toEqual([state, "HEAD", "/artifacts/"]);
  });
});
