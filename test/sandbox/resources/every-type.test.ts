import { describe, expect, test } from "@jest/globals";
import { specDatabase } from "../../../src/sandbox/spec/database.ts";
import type { JsonObject } from "../../../src/sandbox/json.ts";
import { findResourceType } from "../../../src/sandbox/spec/resource-type.ts";
import type { SampleLife } from "../../support/sandbox-sample-properties.ts";
import { sampleLife } from "../../support/sandbox-sample-properties.ts";
import type { Answer, Engine } from "../cloudformation/engine.ts";
import { createEngine } from "../cloudformation/engine.ts";

/** What the specification does not ask for, but the type's behaviour does. */
const given: Readonly<Record<string, JsonObject>> = {
  "AWS::DynamoDB::Table": { KeySchema: [{ AttributeName: "sample", KeyType: "HASH" }] },
  "AWS::ECS::ClusterCapacityProviderAssociations": { Cluster: { Ref: "Cluster" } },
  "AWS::ECS::Service": { TaskDefinition: { Ref: "Task" }, Cluster: "default" },
  "AWS::IAM::Group": { Path: "/", ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
  "AWS::IAM::InstanceProfile": { Path: "/", Roles: ["sample"] },
  "AWS::IAM::Role": { Path: "/" },
  "AWS::Lambda::Function": { Role: "arn:aws:iam::111111111111:role/sample" },
  "AWS::Logs::LogGroup": { RetentionInDays: 60 },
  "AWS::Route53::HostedZone": { Name: "every.example" },
  "AWS::Route53::RecordSetGroup": { HostedZoneId: { Ref: "Zone" } },
  "AWS::SQS::Queue": { ReceiveMessageWaitTimeSeconds: 20 },
};

const text = (Name: string, TTL: string): JsonObject => {
  const HostedZoneId = { Ref: "Zone" };
  return { HostedZoneId, Name, TTL, Type: "TXT", ResourceRecords: ['"a"'] };
};

/** A record set needs members that fit each other. */
const recordSet: SampleLife = {
  created: text("a.sample.example", "60"),
  updated: text("a.sample.example", "61"),
  replaced: text("b.sample.example", "60"),
};

/** An alias says so in its name. */
const alias: SampleLife = {
  created: { AliasName: "alias/sample-0", TargetKeyId: "sample-0" },
  updated: { AliasName: "alias/sample-0", TargetKeyId: "sample-1" },
  replaced: { AliasName: "alias/sample-1", TargetKeyId: "sample-0" },
};

const written: Readonly<Record<string, SampleLife>> = {
  "AWS::KMS::Alias": alias,
  "AWS::Route53::RecordSet": recordSet,
};

const lifeOf = (type: string): SampleLife => written[type] ?? sampleLife(type, given[type]);

/** What some of the above refer to. */
const surroundings = {
  Zone: { Type: "AWS::Route53::HostedZone", Properties: { Name: "sample.example" } },
  Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "surrounding" } },
  Task: { Type: "AWS::ECS::TaskDefinition", Properties: { Family: "sample" } },
};

/** Not made by the sandbox (`stack/check-types.ts`), or made of a template or of waiting. */
const elsewhere =
  /^AWS::CloudFormation::(?:CustomResource|Stack|Macro|StackSet|.*Hook.*|ModuleVersion|ModuleDefaultVersion|WaitCondition)$/;

const everyType = [...specDatabase().all("resource")]
  .map(({ cloudFormationType }) => cloudFormationType)
  .filter((type) => !elsewhere.test(type))
  .toSorted();

const perStack = 60;
const groups = Array.from({ length: Math.ceil(everyType.length / perStack) }, (_, index) => index);

/** Every tenth group of types or, with `npm run test:types`, all of them. */
const chosen =
  process.env["SANDBOX_EVERY_TYPE"] === undefined ? groups.filter((index) => index % 10 === 0) : groups;

const idOf = (type: string): string => type.replaceAll("::", "");

/** A stack of one resource of each type, in the state that `stateOf` picks. */
function template(
  lives: ReadonlyMap<string, SampleLife>,
  stateOf: (life: SampleLife) => JsonObject,
): { readonly Resources: JsonObject; readonly Outputs: JsonObject } {
  const members = [...lives].map(([type, life]) => [idOf(type), { Type: type, Properties: stateOf(life) }]);
  return {
    Resources: { ...surroundings, ...Object.fromEntries(members) },
    Outputs: Object.fromEntries([...lives.keys()].map((type) => [idOf(type), { Value: attributesOf(type) }])),
  };
}

/** All attributes of a resource, in one text. */
function attributesOf(type: string): JsonObject {
  const names = [...(findResourceType(type)?.attributes ?? [])];
  const texts = names.map(([name, shape]) => {
    const attribute = { "Fn::GetAtt": [idOf(type), name] };
    return shape === "list" ? { "Fn::Join": [",", attribute] } : attribute;
  });
  return { "Fn::Join": ["|", [type, ...texts]] };
}

function failures(engine: Engine): readonly string[] {
  return engine
    .call("DescribeStackEvents", { StackName: "types" })
    .StackEvents.filter(({ ResourceStatus }: { ResourceStatus: string }) =>
      /_FAILED$|ROLLBACK_IN/.test(ResourceStatus),
    )
    .map((event: Answer) => [event.ResourceType, event.ResourceStatusReason].join(": "));
}

function physicalIds(engine: Engine): ReadonlyMap<string, string> {
  const { StackResources } = engine.call("DescribeStackResources", { StackName: "types" });
  return new Map(
    StackResources.map((each: JsonObject) => [each["ResourceType"], each["PhysicalResourceId"]]),
  );
}

function events(engine: Engine, reason: string): readonly string[] {
  return engine
    .call("DescribeStackEvents", { StackName: "types" })
    .StackEvents.filter((event: JsonObject) => event["ResourceStatusReason"] === reason)
    .map((event: JsonObject) => event["ResourceType"]);
}

describe("every type of the specification lives generically", () => {
  test.each(chosen)("types of group %i are created, updated, replaced and deleted", (index) => {
    const types = everyType.slice(index * perStack, (index + 1) * perStack);
    const lives = new Map(types.map((type) => [type, lifeOf(type)]));
    const engine = createEngine();
    const run = (stateOf: (life: SampleLife) => JsonObject): string => {
      const { StackStatus, StackStatusReason = "" } = engine.deploy("types", template(lives, stateOf), {
        Capabilities: ["CAPABILITY_NAMED_IAM"],
      });
      return `${StackStatus} ${StackStatusReason}${failures(engine).join("\n")}`;
    };

    expect(run(({ created }) => created)).toBe("CREATE_COMPLETE ");
    const first = physicalIds(engine);
    expect(types.filter((type) => (first.get(type) ?? "") === "")).toEqual([]);
    expect(engine.stack("types").Outputs).toHaveLength(types.length);

    expect(run(({ created, updated }) => updated ?? created)).toBe("UPDATE_COMPLETE ");
    const second = physicalIds(engine);
    expect(types.filter((type) => second.get(type) !== first.get(type))).toEqual([]);

    expect(run(({ created, replaced }) => replaced ?? created)).toBe("UPDATE_COMPLETE ");
    expect(
      events(
        engine,
        "Requested update requires the creation of a new physical resource; hence creating one.",
      ).toSorted(),
    ).toEqual(types.filter((type) => lives.get(type)?.replaced !== undefined));

    engine.call("DeleteStack", { StackName: "types" });
    expect(
      engine.call("ListStacks").StackSummaries.map(({ StackStatus }: { StackStatus: string }) => StackStatus),
    ).toEqual(["DELETE_COMPLETE"]);
  });
});
