import { describe, expect, test } from "@jest/globals";
import { aDatabase, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate } from "../support/template-targets.ts";

const generated = placed(aDatabase({ username: "owner" }));
const rotated = placed(aDatabase({ rotateDays: 30 }));

function secretArn(stack: { readonly template: string }): unknown {
  return readTemplate(stack.template).Outputs?.["SecretArn"];
}

describe("the secret of a database", () => {
  test("is generated, and no password stands in the template", () => {
    expect(propertiesOf(generated, "Secret")).toMatchObject({
      GenerateSecretString: {
        SecretStringTemplate: '{"username":"owner"}',
        GenerateStringKey: "password",
        PasswordLength: 40,
        ExcludePunctuation: true,
      },
    });
    expect(propertiesOf(generated, "Database")).toMatchObject({
      MasterUsername: "owner",
      ManageMasterUserPassword: false,
      MasterUserPassword: { "Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:password}}" },
    });
    expect(secretArn(generated)).toEqual({ Value: { Ref: "Secret" } });
  });

  test.each([
    ["postgres", "AWS::RDS::DBInstance", "Database"],
    ["aurora-postgres", "AWS::RDS::DBCluster", "Cluster"],
  ] as const)("learns where the database is: %s is a %s", (engine, type, id) => {
    expect(propertiesOf(placed(aDatabase({ engine })), "SecretAttachment")).toEqual({
      SecretId: { Ref: "Secret" },
      TargetType: type,
      TargetId: { Ref: id },
    });
  });

  test("that rotates is RDS's own, and changes no sooner than it is due", () => {
    const arn = { "Fn::GetAtt": ["Database", "MasterUserSecret.SecretArn"] };
    expect(propertiesOf(rotated, "Rotation")).toEqual({
      SecretId: arn,
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediatelyOnUpdate: false,
    });
    expect(propertiesOf(rotated, "Database")).toMatchObject({ ManageMasterUserPassword: true });
    expect(propertiesOf(rotated, "Database")).not.toHaveProperty("MasterUserPassword");
    expect(readTemplate(rotated.template).Resources).not.toHaveProperty("Secret");
    expect(secretArn(rotated)).toEqual({ Value: arn });
  });

  test("that rotates is left to RDS when the stack goes: nobody can end its rotation", () => {
    expect(readTemplate(rotated.template).Resources["Rotation"]).toMatchObject({ DeletionPolicy: "Retain" });
  });
});
