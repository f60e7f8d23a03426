import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../src/sandbox/json.ts";
import type { Answer } from "../cloudformation/engine.ts";
import { createEngine } from "../cloudformation/engine.ts";

const database = { DBInstanceClass: "db.t4g.micro", Engine: "postgres" };

test.each<[string, string, JsonObject, JsonObject, boolean]>([
  ["another snapshot", "AWS::RDS::DBInstance", database, { ...database, DBSnapshotIdentifier: "s" }, true],
  ["a second zone", "AWS::RDS::DBInstance", database, { ...database, MultiAZ: true }, false],
  [
    "another source",
    "AWS::RDS::DBInstance",
    { SourceDBInstanceIdentifier: "a" },
    { SourceDBInstanceIdentifier: "b" },
    true,
  ],
  ["no source any more", "AWS::RDS::DBInstance", { SourceDBInstanceIdentifier: "a" }, {}, false],
  [
    "dedicated tenancy",
    "AWS::EC2::VPC",
    { CidrBlock: "10.0.0.0/16" },
    { CidrBlock: "10.0.0.0/16", InstanceTenancy: "dedicated" },
    true,
  ],
  [
    "default tenancy",
    "AWS::EC2::VPC",
    { CidrBlock: "10.0.0.0/16", InstanceTenancy: "dedicated" },
    { CidrBlock: "10.0.0.0/16", InstanceTenancy: "default" },
    false,
  ],
])("%s shows as conditional, and replaces only where it has to", (_, type, before, after, isReplaced) => {
  const engine = createEngine();
  const template = (Properties: JsonObject) => ({
    Resources: { It: { Type: type, Properties } },
    Outputs: { Id: { Value: { Ref: "It" } } },
  });
  const [first] = engine.deploy("one", template(before)).Outputs;
  const changes: Answer = engine.changeSet("one", template(after)).Changes;
  expect(changes).toMatchObject([{ ResourceChange: { Replacement: "Conditional" } }]);
  const { StackStatus, Outputs } = engine.deploy("one", template(after));
  expect(StackStatus).toBe("UPDATE_COMPLETE");
  expect(Outputs[0].OutputValue !== first.OutputValue).toBe(isReplaced);
});
