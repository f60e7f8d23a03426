import { describe, expect, test } from "@jest/globals";
import type { PropertyDifference, ResourceDrift } from "../../src/model/cloud-drift.ts";
import type { Attachment } from "../../src/model/drift.ts";
import { resourceFindings, type Subject } from "../../src/drift/resource-drift.ts";

const subject: Subject = {
  account: "test",
  app: "storefront",
  stack: "acme-storefront",
  ignoreDrift: [],
  secrets: [],
  surroundings: { scalableTargets: [], attachments: [], neighbours: [] },
  now: 5000,
};

function resource(
  given: Partial<ResourceDrift> & { readonly difference?: PropertyDifference },
): ResourceDrift {
  const { difference, ...rest } = given;
  return {
    logicalId: "It",
    physicalId: "it-1",
    type: "AWS::SNS::Topic",
    state: "modified",
    differences: difference === undefined ? [] : [difference],
    ...rest,
  };
}

function changed(path: string, expected: string, actual: string): PropertyDifference {
  return { path, expected, actual, kind: "changed" };
}

function added(path: string, actual: unknown): PropertyDifference {
  return { path, actual: typeof actual === "string" ? actual : JSON.stringify(actual), kind: "added" };
}

/** How many differences are reported, and why others are not. */
function judged(drift: ResourceDrift, given: Partial<Subject> = {}) {
  const { properties, ignored } = resourceFindings([drift], { ...subject, ...given });
  return { reported: properties.length, ignored: ignored.map(({ because }) => because) };
}

describe("the state of a resource", () => {
  test.each(["in-sync", "not-checked", "unsupported"] as const)("%s is no news", (state) => {
    expect(resourceFindings([resource({ state })], subject)).toEqual({
      properties: [],
      ignored: [],
      unknown: [],
    });
  });

  test("unknown is told, with CloudFormation's reason", () => {
    const { unknown } = resourceFindings([resource({ state: "unknown", reason: "no permission" })], subject);
    expect(unknown).toEqual([
      {
        app: "storefront",
        stack: "acme-storefront",
        resource: "It",
        type: "AWS::SNS::Topic",
        why: "no permission",
      },
    ]);
  });

  test("deleted is one difference of the whole resource, of which nothing is there", () => {
    const { properties } = resourceFindings([resource({ state: "deleted" })], subject);
    expect(properties).toMatchObject([{ property: "", expected: "it-1", since: 5000 }]);
    expect(properties[0]).not.toHaveProperty("actual");
  });
});

describe("noise", () => {
  const count = changed("/DesiredCount", "2", "5");
  const service = resource({
    type: "AWS::ECS::Service",
    physicalId: "arn:aws:ecs:eu-west-1:111111111111:service/main/web",
    difference: count,
  });
  const scaledBy = (target: string) => ({
    surroundings: { ...subject.surroundings, scalableTargets: [`${target}|ecs:service:DesiredCount|ecs`] },
  });

  test("a count that autoscaling sets is noise, and another service's autoscaling explains nothing", () => {
    expect(judged(service, scaledBy("service/main/web"))).toEqual({
      reported: 0,
      ignored: ["Application Auto Scaling sets it"],
    });
    expect(judged(service, scaledBy("service/main/web2"))).toMatchObject({ reported: 1 });
    expect(judged(service)).toMatchObject({ reported: 1 });
  });

  test("autoscaling explains the count of a service, and nothing else of it", () => {
    const other = { ...service, differences: [changed("/LaunchType", "FARGATE", "EC2")] };
    expect(judged(other, scaledBy("service/main/web"))).toMatchObject({ reported: 1 });
  });

  test.each([
    ["a newer minor version", "15.4", "15.7", {}, 0],
    ["an older one", "15.7", "15.4", {}, 1],
    ["another major version", "15.4", "16.1", {}, 1],
    ["one where upgrades are switched off", "15.4", "15.7", { AutoMinorVersionUpgrade: false }, 1],
  ])("of a database %s", (_what, expected, actual, declared, reported) => {
    const database = resource({
      type: "AWS::RDS::DBInstance",
      difference: changed("/EngineVersion", expected, actual),
      expected: JSON.stringify(declared),
    });
    expect(judged(database)).toMatchObject({ reported });
  });

  test.each([
    ["AWS::RDS::DBInstance", "16", "16.14", 0],
    ["AWS::RDS::DBInstance", "8.4", "8.4.8", 0],
    ["AWS::RDS::DBCluster", "8.0", "8.0.mysql_aurora.3.10.0", 0],
    ["AWS::RDS::DBCluster", "17", "17.7", 0],
    ["AWS::RDS::DBCluster", "17", "16.8", 1],
    ["AWS::RDS::DBCluster", "1", "17.7", 1],
    ["AWS::RDS::DBCluster", "17.7", "17.9", 1],
  ])("the version of a %s declared as %s that is %s", (type, expected, actual, reported) => {
    const difference = changed("/EngineVersion", expected, actual);
    expect(judged(resource({ type, difference }))).toMatchObject({ reported });
  });

  test("a list in another order is the same, although every element differs", () => {
    const rules = [
      { FromPort: 80, CidrIp: "10.0.0.0/8" },
      { FromPort: 443, CidrIp: "10.0.0.0/8" },
    ];
    const group = resource({
      type: "AWS::EC2::SecurityGroup",
      difference: changed("/SecurityGroupIngress/0/FromPort", "80", "443"),
      expected: JSON.stringify({ SecurityGroupIngress: rules }),
      actual: JSON.stringify({ SecurityGroupIngress: rules.toReversed() }),
    });
    const { properties, ignored } = resourceFindings([group], subject);
    expect({ properties, ignored }).toMatchObject({ properties: [], ignored: [{ isHarmless: true }] });
  });

  test.each([
    ["a member that is off by default", "/Encrypted", "false", 0],
    ["an empty list", "/Layers", "[]", 0],
    ["a member that somebody switched off", "/HealthCheckEnabled", "false", 1],
    ["a member that somebody switched on", "/Encrypted", "true", 1],
  ])("added: %s", (_what, path, actual, reported) => {
    expect(judged(resource({ difference: added(path, actual) }))).toMatchObject({ reported });
  });

  test("a tag of AWS is noise, anybody else's is not", () => {
    const tag = (Key: string) => resource({ difference: added("/Tags/1", { Key, Value: "x" }) });
    expect(judged(tag("aws:backup:source"))).toMatchObject({ reported: 0 });
    expect(judged(tag("cost-centre"))).toMatchObject({ reported: 1 });
  });

  test("the note of a release is noise on a task definition, and nowhere else", () => {
    const difference = added("/Tags/1", { Key: "mooring:release", Value: "succeeded 1" });
    expect(judged(resource({ difference, type: "AWS::ECS::TaskDefinition" }))).toMatchObject({ reported: 0 });
    expect(judged(resource({ difference }))).toMatchObject({ reported: 1 });
  });
});

describe("what another resource puts there", () => {
  const rule = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, CidrIp: "10.0.0.0/8" };
  const attachment: Attachment = {
    stack: "theirs",
    logicalId: "Rule",
    type: "AWS::EC2::SecurityGroupIngress",
    targets: ["sg-1"],
    adds: JSON.stringify({ GroupId: "sg-1", ...rule }),
  };
  const group = (actual: object) =>
    resource({
      type: "AWS::EC2::SecurityGroup",
      physicalId: "sg-1",
      difference: added("/SecurityGroupIngress/1", actual),
    });
  const attached = (...attachments: readonly Attachment[]) => ({
    surroundings: { ...subject.surroundings, attachments },
  });

  test("a rule that a stack adds to the group is noise", () => {
    expect(judged(group(rule), attached(attachment))).toMatchObject({ reported: 0 });
  });

  test("another rule in the same group is drift", () => {
    expect(judged(group({ ...rule, CidrIp: "0.0.0.0/0" }), attached(attachment))).toMatchObject({
      reported: 1,
    });
  });

  test.each<[string, Attachment]>([
    ["of another group", { ...attachment, targets: ["sg-2"] }],
    [
      "of an unknown group",
      { stack: "theirs", logicalId: "Rule", type: attachment.type, adds: JSON.stringify(rule) },
    ],
    ["that goes out", { ...attachment, type: "AWS::EC2::SecurityGroupEgress" }],
  ])("a rule %s explains nothing", (_what, other) => {
    expect(judged(group(rule), attached(other))).toMatchObject({ reported: 1 });
  });

  test("a managed policy of a stack that attaches itself to the role is noise, another one is drift", () => {
    const policy: Attachment = {
      stack: "theirs",
      logicalId: "Policy",
      type: "AWS::IAM::ManagedPolicy",
      physicalId: "arn:aws:iam::111111111111:policy/theirs",
      targets: ["role-1"],
      adds: "{}",
    };
    const role = (arn: string) =>
      resource({
        type: "AWS::IAM::Role",
        physicalId: "role-1",
        difference: added("/ManagedPolicyArns/0", arn),
      });
    expect(judged(role(policy.physicalId ?? ""), attached(policy))).toMatchObject({ reported: 0 });
    expect(judged(role("arn:aws:iam::aws:policy/AdministratorAccess"), attached(policy))).toMatchObject({
      reported: 1,
    });
  });
});

describe("ignoreDrift", () => {
  const drift = resource({ difference: changed("/Rules/0/Port", "1", "2") });
  test.each([
    ["the very property", { resource: "It", property: "/Rules/0/Port" }, 0],
    ["what is above it", { resource: "It", property: "/Rules" }, 0],
    ["the whole resource", { resource: "It", property: "*" }, 0],
    ["every resource", { resource: "*", property: "/Rules" }, 0],
    ["a name that only begins alike", { resource: "It", property: "/Rule" }, 1],
    ["another resource", { resource: "Other", property: "*" }, 1],
    ["a time to come", { resource: "It", property: "*", until: 5001 }, 0],
    ["a time that is over", { resource: "It", property: "*", until: 5000 }, 1],
  ])("that names %s", (_what, rule, reported) => {
    expect(judged(drift, { ignoreDrift: [{ reason: "known", ...rule }] })).toMatchObject({ reported });
  });
});

describe("what must not be shown", () => {
  test("a value that the stack was given in confidence is masked wherever it stands", () => {
    const drift = resource({ difference: changed("/Url", "https://u:hunter22@x", "https://u:other@x") });
    const { properties } = resourceFindings([drift], { ...subject, secrets: ["hunter22"] });
    expect(properties).toMatchObject([{ expected: "https://u:****@x", actual: "https://u:other@x" }]);
  });

  test.each(["/MasterUserPassword", "/AuthToken", "/SecretString"])("%s shows no value", (path) => {
    const { properties } = resourceFindings([resource({ difference: changed(path, "a", "b") })], subject);
    expect(properties).toMatchObject([{ expected: "****", actual: "****" }]);
  });
});
