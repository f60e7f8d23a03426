import { describe, expect, test } from "@jest/globals";
import { setDurations } from "../../../src/sandbox/clock.ts";
import { setMissingImages } from "../../../src/sandbox/ecr/images.ts";
import { createEngine } from "./engine.ts";
import { execute, failResource, first, second, topic } from "./situations.ts";

const express = { DeploymentConfig: { Mode: "EXPRESS" } };
const balancer = { Resources: { Balancer: { Type: "AWS::ElasticLoadBalancingV2::LoadBalancer" } } };
const renamed = (TopicName: string) => ({
  Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName } } },
});

const service = {
  Resources: {
    Task: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: { ContainerDefinitions: [{ Name: "app", Image: "shop:1" }] },
    },
    Service: {
      Type: "AWS::ECS::Service",
      Properties: {
        TaskDefinition: { Ref: "Task" },
        DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
      },
    },
  },
};

describe("EXPRESS", () => {
  test("is echoed by change set and stack, until an operation says nothing", () => {
    const engine = createEngine();
    const made = execute(engine, first, { changeSet: express });
    expect(made.DeploymentConfig).toEqual({ Mode: "EXPRESS" });
    expect(engine.stack("web")).toMatchObject({
      StackStatus: "CREATE_COMPLETE",
      DeploymentConfig: { Mode: "EXPRESS" },
      DisableRollback: true,
    });
    execute(engine, second);
    expect(engine.stack("web")).toMatchObject({ DisableRollback: false });
    expect(engine.stack("web").DeploymentConfig).toBeUndefined();
  });

  test.each([
    ["EXPRESS", express, "CREATE_COMPLETE"],
    ["STANDARD", { DeploymentConfig: { Mode: "STANDARD" } }, "CREATE_IN_PROGRESS"],
  ])(
    "a load balancer that takes two minutes is there with %s after ten seconds: %s",
    (_mode, config, status) => {
      const engine = createEngine();
      setDurations(engine.world, { scale: 1 });
      engine.call("CreateStack", { StackName: "web", TemplateBody: JSON.stringify(balancer), ...config });
      engine.advanceMs(10_000);
      expect(engine.stack("web").StackStatus).toBe(status);
    },
  );

  test("updates and deletions are as quick", () => {
    const engine = createEngine();
    const { StackId } = engine.deploy("web", balancer);
    setDurations(engine.world, { scale: 1 });
    engine.call("DeleteStack", { StackName: "web", ...express });
    engine.advanceMs(3_000);
    expect(engine.stack(StackId).StackStatus).toBe("DELETE_COMPLETE");
  });

  test("a failure stays as it is, unless rollback is asked for", () => {
    for (const [disableRollback, status] of [
      [undefined, "CREATE_FAILED"],
      ["true", "CREATE_FAILED"],
      ["false", "ROLLBACK_COMPLETE"],
    ] as const) {
      const engine = createEngine();
      failResource(engine, "Queue", "create");
      const DeploymentConfig = {
        Mode: "EXPRESS",
        ...(disableRollback === undefined ? {} : { DisableRollback: disableRollback }),
      };
      execute(engine, first, { changeSet: { DeploymentConfig } });
      expect([disableRollback, engine.stack("web").StackStatus]).toEqual([disableRollback, status]);
    }
  });

  test.each([
    ["EXPRESS", "CREATE_COMPLETE"],
    ["STANDARD", "ROLLBACK_COMPLETE"],
  ])("with %s a service that trips its circuit breaker ends in %s", (Mode, status) => {
    const engine = createEngine();
    setMissingImages(engine.world, ["*"]);
    const DeploymentConfig = { Mode, DisableRollback: "false" };
    engine.call("CreateStack", {
      StackName: "web",
      TemplateBody: JSON.stringify(service),
      DeploymentConfig,
    });
    expect(engine.stack("web").StackStatus).toBe(status);
  });
});

describe("rollback that is off", () => {
  test("by DeploymentConfig is off in STANDARD too", () => {
    const engine = createEngine();
    failResource(engine, "Queue", "create");
    const config = { DeploymentConfig: { DisableRollback: "true" } };
    engine.call("CreateStack", { StackName: "web", TemplateBody: JSON.stringify(first), ...config });
    expect(engine.stack("web")).toMatchObject({
      StackStatus: "CREATE_FAILED",
      DeploymentConfig: { DisableRollback: true },
    });
  });

  test.each([
    [{ DisableRollback: "true" }, {}],
    [{}, { DeploymentConfig: { DisableRollback: "true" } }],
    [{}, { OnStackFailure: "DO_NOTHING" }],
  ])("forbids replacements when a person turned it off: %j %j", (execution, changeSet) => {
    const engine = createEngine();
    execute(engine, renamed("one"));
    expect(() => execute(engine, renamed("two"), { changeSet, execution })).toThrow(
      "Replacement type updates not supported on stack with disable-rollback.",
    );
  });

  test("lets replacements pass when it is EXPRESS that turned it off", () => {
    const engine = createEngine();
    execute(engine, renamed("one"));
    execute(engine, renamed("two"), { changeSet: express });
    expect(engine.stack("web").StackStatus).toBe("UPDATE_COMPLETE");
  });

  test("at execution overrides what the change set says", () => {
    const engine = createEngine();
    failResource(engine, "Queue", "create");
    execute(engine, first, { changeSet: express, execution: { DisableRollback: "false" } });
    expect(engine.stack("web").StackStatus).toBe("ROLLBACK_COMPLETE");
  });

  test("cannot be said twice", () => {
    const engine = createEngine();
    const twice = { DeploymentConfig: { DisableRollback: "true" }, DisableRollback: "true" };
    expect(() =>
      engine.call("CreateStack", { StackName: "web", TemplateBody: JSON.stringify(first), ...twice }),
    ).toThrow("but not more than one");
    const { ChangeSetId } = engine.changeSet("web", first, { OnStackFailure: "ROLLBACK" });
    expect(() =>
      engine.call("ExecuteChangeSet", { ChangeSetName: ChangeSetId, DisableRollback: "false" }),
    ).toThrow(
      "Cannot specify DisableRollback when executing a change set that was created with OnStackFailure.",
    );
  });
});

test("RetainExceptOnCreate is shown by the stack, and deletes new resources that are to be retained", () => {
  const engine = createEngine();
  const keep = { Resources: { ...first.Resources, Topic: { ...topic(), DeletionPolicy: "Retain" } } };
  failResource(engine, "Queue", "create");
  execute(engine, keep, { execution: { RetainExceptOnCreate: "true" } });
  expect(engine.stack("web")).toMatchObject({ StackStatus: "ROLLBACK_COMPLETE", RetainExceptOnCreate: true });
  expect(engine.history("web")).toContain("Topic DELETE_COMPLETE");
});
