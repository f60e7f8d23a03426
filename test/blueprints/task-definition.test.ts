import { describe, expect, test } from "@jest/globals";
import { aJob, aService, aWorker, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate } from "../support/template-targets.ts";

function containerOf(stack: { readonly template: string }): unknown {
  const { ContainerDefinitions } = propertiesOf(stack, "TaskDefinition") as {
    ContainerDefinitions: unknown[];
  };
  return ContainerDefinitions[0];
}

describe("the image", () => {
  const image = "ghcr.io/acme/shop";
  const digest = `sha256:${"0a".repeat(32)}`;
  test.each([
    ["2.7.1", `${image}:2.7.1`],
    [digest, `${image}@${digest}`],
  ])("at version %s", (version, expected) => {
    const stack = placed(aWorker({ image }), version);
    expect(stack.parameters["Image"]).toEqual({ kind: "literal", value: expected });
    expect(stack.version).toBe(version);
    expect(stack.template).not.toContain(version);
  });
});

test("every version is a revision of one family, the stack's own", () => {
  expect(propertiesOf(placed(aJob()), "TaskDefinition")).toMatchObject({
    Family: { Ref: "AWS::StackName" },
  });
});

describe("the container", () => {
  test("has what the app says, in an order of its own", () => {
    const spec = aService({
      command: ["serve"],
      entryPoint: ["/bin/app"],
      init: true,
      readOnlyFileSystem: true,
      environment: { B: "2", A: "1" },
      architecture: "arm64",
      ephemeralStorageGiB: 50,
    });
    expect(containerOf(placed(spec))).toMatchObject({
      Name: "shop",
      Command: ["serve"],
      EntryPoint: ["/bin/app"],
      Environment: [
        { Name: "A", Value: "1" },
        { Name: "B", Value: "2" },
      ],
      LinuxParameters: { InitProcessEnabled: true },
      ReadonlyRootFilesystem: true,
      PortMappings: [{ ContainerPort: 8080, Protocol: "tcp" }],
      StopTimeout: 30,
    });
    expect(propertiesOf(placed(spec), "TaskDefinition")).toMatchObject({
      Cpu: "256",
      Memory: "512",
      RuntimePlatform: { CpuArchitecture: "ARM64", OperatingSystemFamily: "LINUX" },
      EphemeralStorage: { SizeInGiB: 50 },
    });
  });

  test("leaves out what nobody asked for", () => {
    const container = containerOf(placed(aJob()));
    for (const name of ["Command", "EntryPoint", "Environment", "Secrets", "LinuxParameters", "StopTimeout"])
      expect(container).not.toHaveProperty(name);
  });

  test("of a worker has the worker's own health check", () => {
    const healthCheck = {
      command: ["CMD", "alive"],
      intervalSeconds: 30,
      timeoutSeconds: 5,
      retries: 3,
      graceSeconds: 60,
    };
    expect(containerOf(placed(aWorker({ healthCheck })))).toMatchObject({
      HealthCheck: { Command: ["CMD", "alive"], Interval: 30, Timeout: 5, Retries: 3, StartPeriod: 60 },
    });
  });

  test("gets other stacks' outputs through parameters, and literal text as it is", () => {
    const environment = {
      URL: "postgres://${catalog-db.Endpoint}/x?a=$${b}",
      HOST: "${catalog-db.Endpoint}",
    };
    const stack = placed(aWorker({ environment }));
    expect(containerOf(stack)).toMatchObject({
      Environment: [
        { Name: "HOST", Value: { Ref: "CatalogDbEndpoint" } },
        {
          Name: "URL",
          Value: { "Fn::Join": ["", ["postgres://", { Ref: "CatalogDbEndpoint" }, "/x?a=${b}"]] },
        },
      ],
    });
    expect(stack.parameters["CatalogDbEndpoint"]).toEqual({
      kind: "text",
      text: [{ stack: "catalog-db", output: "Endpoint" }],
    });
    expect(stack.dependsOn).toEqual(["catalog-db", "network"]);
  });
});

describe("the log group", () => {
  test("outlives the app", () => {
    expect(readTemplate(placed(aWorker()).template).Resources["LogGroup"]).toEqual({
      Type: "AWS::Logs::LogGroup",
      Properties: { RetentionInDays: 30 },
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
  });
});
