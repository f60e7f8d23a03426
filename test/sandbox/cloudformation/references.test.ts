import { describe, expect, test } from "@jest/globals";
import { ssmParameters } from "../../../src/sandbox/resources/ssm/records.ts";
import { storeParameter } from "../../../src/sandbox/resources/ssm/store.ts";
import { secrets } from "../../../src/sandbox/secretsmanager/records.ts";
import { storeSecret } from "../../../src/sandbox/secretsmanager/store.ts";
import type { Answer, Engine } from "./engine.ts";
import { createEngine } from "./engine.ts";

const account = "111111111111";
const place = (engine: Engine, region = "eu-west-1", of = account) => engine.world.region(of, region);
const store = (engine: Engine, name: string, value: string, type = "String") =>
  storeParameter(place(engine), { name, value, type });

/** A stack whose one resource is a stored parameter: what it holds is what the reference stood for. */
const holding = (value: unknown, extra: object = {}) => ({
  Resources: {
    Copy: {
      Type: "AWS::SSM::Parameter",
      Properties: { Name: "/copy", Type: "String", Value: value, ...extra },
    },
  },
});
const copyOf = (engine: Engine) => place(engine).table(ssmParameters).get("/copy")?.value;

function failure(engine: Engine, stack: string): string | undefined {
  return engine
    .call("DescribeStackEvents", { StackName: stack })
    .StackEvents.find((event: Answer) => event.ResourceStatus === "CREATE_FAILED")?.ResourceStatusReason;
}

describe("a dynamic reference to a parameter", () => {
  test.each<[string, unknown, string]>([
    ["alone", "{{resolve:ssm:/a}}", "two"],
    ["at a version", "{{resolve:ssm:/a:1}}", "one"],
    ["amid text, and twice", "x-{{resolve:ssm:/a}}-{{resolve:ssm:/a:1}}", "x-two-one"],
    ["put together by a function", { "Fn::Join": ["", ["{{resolve:ssm:", "/a", "}}"]] }, "two"],
    ["within Fn::Sub", { "Fn::Sub": "{{resolve:ssm:/a}} in ${AWS::Region}" }, "two in eu-west-1"],
    ["of AWS", "{{resolve:ssm:/aws/service/ami-x/latest:1}}", "ami-…"],
  ])("%s becomes its value in the resource", (_, value, expected) => {
    const engine = createEngine();
    store(engine, "/a", "one");
    store(engine, "/a", "two");
    expect(engine.deploy("web", holding(value)).StackStatus).toBe("CREATE_COMPLETE");
    expect(copyOf(engine)?.replace(/[0-9a-f]{17}$/, "…")).toBe(expected);
  });

  test("stays text in change sets, templates and outputs", () => {
    const engine = createEngine();
    store(engine, "/a", "one");
    const template = {
      ...holding("{{resolve:ssm:/a}}"),
      Outputs: { Text: { Value: "{{resolve:ssm:/a}}" } },
    };
    const made = engine.changeSet("web", template);
    expect(JSON.parse(made.Changes[0].ResourceChange.AfterContext).Properties.Value).toBe(
      "{{resolve:ssm:/a}}",
    );
    const stack = engine.deploy("web", template);
    expect(stack.Outputs[0].OutputValue).toBe("{{resolve:ssm:/a}}");
    expect(engine.call("GetTemplate", { StackName: "web" }).TemplateBody).toContain("{{resolve:ssm:/a}}");
  });

  test("is read anew in every update, so that an equal template changes what has moved, and is rolled back to what it was", () => {
    const engine = createEngine();
    store(engine, "/a", "one");
    const template = holding("{{resolve:ssm:/a}}");
    engine.deploy("web", template);
    expect(engine.changeSet("web", template).Status).toBe("FAILED");
    store(engine, "/a", "two");
    const [change] = engine.changeSet("web", template).Changes;
    expect(change.ResourceChange.Details[0].Target).toMatchObject({ BeforeValue: "one", AfterValue: "two" });
    expect(engine.deploy("web", template).StackStatus).toBe("UPDATE_COMPLETE");
    expect(copyOf(engine)).toBe("two");
    store(engine, "/a", "three");
    const clash = { Name: "/copy", Type: "String", Value: "x" };
    const failing = {
      Resources: {
        ...template.Resources,
        Clash: { Type: "AWS::SSM::Parameter", DependsOn: "Copy", Properties: clash },
      },
    };
    engine.call("UpdateStack", { StackName: "web", TemplateBody: JSON.stringify(failing) });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(copyOf(engine)).toBe("two");
  });

  test.each<[string, unknown, string]>([
    ["a parameter that is not there", "{{resolve:ssm:/b}}", "Parameters: [ssm:/b] cannot be found."],
    ["a version that is not there", "{{resolve:ssm:/a:7}}", "Parameters: [ssm:/a:7] cannot be found."],
    [
      "a label",
      "{{resolve:ssm:/a:prod}}",
      "Incorrect format is used in the following SSM reference: [{{resolve:ssm:/a:prod}}]",
    ],
    ["a secure parameter", "{{resolve:ssm:/s}}", "Non-secure ssm prefix was used for secure parameter /s"],
    [
      "a secure value where it is not taken",
      "{{resolve:ssm-secure:/s:1}}",
      "SSM Secure reference is not supported in: [AWS::SSM::Parameter/Properties/Value]",
    ],
    ["too much", Array.from({ length: 61 }, () => "{{resolve:ssm:/a}}").join(""), "maximum allowed, 60"],
  ])("to %s is refused at once", (_, value, message) => {
    const engine = createEngine();
    store(engine, "/a", "one");
    store(engine, "/s", "hush", "SecureString");
    expect(() => engine.changeSet("web", holding(value))).toThrow(message);
    expect(() =>
      engine.call("CreateStack", { StackName: "web", TemplateBody: JSON.stringify(holding(value)) }),
    ).toThrow(message);
  });

  test("that a function puts together and that leads nowhere fails the change set", () => {
    const engine = createEngine();
    const made = engine.changeSet("web", holding({ "Fn::Sub": "{{resolve:ssm:/${AWS::StackName}}}" }));
    expect(made).toMatchObject({ Status: "FAILED", StatusReason: "Parameters: [ssm:/web] cannot be found." });
  });

  test("that is secure reaches a property that takes it", () => {
    const engine = createEngine();
    store(engine, "/s", "hush", "SecureString");
    const user = (password: string) => ({
      Resources: {
        User: { Type: "AWS::IAM::User", Properties: { LoginProfile: { Password: password } } },
      },
    });
    const iam = { Capabilities: ["CAPABILITY_IAM"] };
    expect(engine.deploy("web", user("{{resolve:ssm-secure:/s}}"), iam).StackStatus).toBe("CREATE_COMPLETE");
    expect(() => engine.changeSet("no", user("{{resolve:ssm-secure:/t:1}}"), iam)).toThrow(
      "Parameters: [ssm-secure:/t:1] cannot be found.",
    );
  });

  test("without a version is refused as a parameter's default", () => {
    const engine = createEngine();
    store(engine, "/a", "one");
    const withDefault = (value: string) => ({
      Parameters: { P: { Type: "String", Default: value } },
      ...holding({ Ref: "P" }),
    });
    expect(() => engine.changeSet("web", withDefault("{{resolve:ssm:/a}}"))).toThrow(
      "Template error: parameter P should not contain ssm versionless resolver",
    );
    engine.deploy("web", withDefault("{{resolve:ssm:/a:1}}"));
    expect(copyOf(engine)).toBe("one");
  });
});

describe("a dynamic reference to a secret", () => {
  const secretly = (rest: string) => `{{resolve:secretsmanager:${rest}}}`;

  test.each<[string, string, string]>([
    ["as a whole", "shop", '{"password":"p2"}'],
    ["by its member", "shop:SecretString:password", "p2"],
    ["as it was before", "shop:SecretString:password:AWSPREVIOUS", "p1"],
    ["with empty parts", "shop:SecretString:password::", "p2"],
  ])("%s becomes its value", (_, rest, expected) => {
    const engine = createEngine();
    storeSecret(place(engine), "shop", '{"password":"p1"}');
    storeSecret(place(engine), "shop", '{"password":"p2"}');
    engine.deploy("web", holding(secretly(rest)));
    expect(copyOf(engine)).toBe(expected);
  });

  test("by ARN leads to another account, and by version to that version", () => {
    const engine = createEngine();
    const other = place(engine, "us-east-1", "222222222222");
    const { arn, versions } = storeSecret(other, "shop", "one");
    storeSecret(other, "shop", "two");
    engine.deploy("web", holding(secretly(`${arn}:SecretString:::${versions[0]?.id ?? ""}`)));
    expect(copyOf(engine)).toBe("one");
  });

  test("is read when its resource changes, not in every update", () => {
    const engine = createEngine();
    storeSecret(place(engine), "shop", "one");
    engine.deploy("web", holding(secretly("shop")));
    storeSecret(place(engine), "shop", "two");
    expect(engine.changeSet("web", holding(secretly("shop"))).Status).toBe("FAILED");
    expect(copyOf(engine)).toBe("one");
    engine.deploy("web", holding(secretly("shop"), { Description: "new" }));
    expect(copyOf(engine)).toBe("two");
  });

  test("reads what a resource of the same stack generates", () => {
    const engine = createEngine();
    const rules = {
      SecretStringTemplate: '{"user":"shop"}',
      GenerateStringKey: "password",
      PasswordLength: 20,
    };
    engine.deploy("web", {
      Resources: {
        Secret: { Type: "AWS::SecretsManager::Secret", Properties: { GenerateSecretString: rules } },
        ...holding({ "Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:password}}" }).Resources,
      },
    });
    const generated = [...place(engine).table(secrets).values()][0]?.versions[0]?.value ?? "";
    expect(JSON.parse(generated)).toEqual({ user: "shop", password: copyOf(engine) });
    expect(copyOf(engine)).toHaveLength(20);
    engine.call("DeleteStack", { StackName: "web" });
    engine.call("ListStacks");
    expect(place(engine).table(secrets).size).toBe(0);
  });

  test.each<[string, string, string]>([
    ["that is not there", "nothing", "Secrets Manager can't find the specified secret."],
    [
      "without such a member",
      "shop:SecretString:user",
      "Could not find a value associated with JSONKey in SecretString",
    ],
    ["that is no JSON", "plain:SecretString:user", "Could not parse SecretString JSON"],
    ["without such a stage", "shop:SecretString::AWSPENDING", "for staging label: AWSPENDING"],
  ])("%s fails the resource, not the change set", (_, rest, message) => {
    const engine = createEngine();
    storeSecret(place(engine), "shop", '{"password":"p1"}');
    storeSecret(place(engine), "plain", "text");
    expect(engine.deploy("web", holding(secretly(rest))).StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(failure(engine, "web")).toContain(message);
  });

  test("that asks for anything but the text is refused", () => {
    expect(() => createEngine().changeSet("web", holding(secretly("shop:SecretBinary")))).toThrow(
      "Incorrect format",
    );
  });
});

describe("a parameter of a Systems Manager type", () => {
  const typed = (type: string) => ({
    Parameters: { P: { Type: `AWS::SSM::Parameter::Value<${type}>`, Default: "/a" } },
    Resources: { Topic: { Type: "AWS::SNS::Topic" } },
  });

  test("is read anew with its previous name, and another value is a change even where nothing uses it", () => {
    const engine = createEngine();
    store(engine, "/a", "one");
    engine.deploy("web", typed("String"));
    const again = { Parameters: [{ ParameterKey: "P", UsePreviousValue: "true" }] };
    expect(engine.changeSet("web", typed("String"), again).Status).toBe("FAILED");
    store(engine, "/a", "two");
    const moved = engine.changeSet("web", typed("String"), again);
    expect(moved).toMatchObject({ Status: "CREATE_COMPLETE", Changes: [] });
    expect(moved.Parameters).toEqual([{ ParameterKey: "P", ParameterValue: "/a", ResolvedValue: "two" }]);
    expect(engine.deploy("web", typed("String"), again).Parameters[0].ResolvedValue).toBe("two");
  });

  test("takes a version, and trims the elements of a list", () => {
    const engine = createEngine();
    store(engine, "/a", "a, b ,c", "StringList");
    store(engine, "/a", "d", "StringList");
    const first = { Parameters: [{ ParameterKey: "P", ParameterValue: "/a:1" }] };
    expect(engine.deploy("web", typed("List<String>"), first).Parameters[0]).toMatchObject({
      ParameterValue: "/a:1",
      ResolvedValue: "a,b,c",
    });
  });

  test.each<[string, string, string, string]>([
    [
      "a text",
      "List<String>",
      "String",
      "Types for SSM parameters [/a] defined in CFN template and SSM are incompatible",
    ],
    ["a list", "String", "StringList", "are incompatible"],
    [
      "a secure text",
      "String",
      "SecureString",
      "Parameters [/a] referenced by template have types not supported by CloudFormation.",
    ],
  ])("refuses %s where %s is wanted", (_, wanted, stored, message) => {
    const engine = createEngine();
    store(engine, "/a", "one", stored);
    expect(() => engine.changeSet("web", typed(wanted))).toThrow(message);
  });
});
