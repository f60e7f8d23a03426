import { setDurations } from "../../../src/sandbox/clock.ts";
import { faults } from "../../../src/sandbox/faults.ts";
import type { StackStatus } from "../../../src/sandbox/cloudformation/records.ts";
import type { Input } from "../../../src/sandbox/cloudformation/api.ts";
import type { Answer, Engine } from "./engine.ts";

export const topic = (name = "one") => ({ Type: "AWS::SNS::Topic", Properties: { DisplayName: name } });
export const queue = (delay = 0) => ({
  Type: "AWS::SQS::Queue",
  DependsOn: "Topic",
  Properties: { DelaySeconds: delay },
});

/** What the stack `web` is made from, and what it is changed to in the statuses of an update. */
export const first = { Resources: { Topic: topic(), Queue: queue() } };
export const second = { Resources: { Topic: topic("two"), Queue: queue(2), New: topic() } };
export const third = { Resources: { Topic: topic("three"), Queue: queue(3) } };

const keptTopic = (TopicName: string) => ({
  Type: "AWS::SNS::Topic",
  DeletionPolicy: "Retain",
  Properties: { TopicName },
});

/** Resources that exist already, if `retain` was called. */
export const kept = { Kept: keptTopic("kept"), Other: { ...keptTopic("other"), DependsOn: "Kept" } };
export const adopting = { Resources: { ...first.Resources, ...kept } };

/** Lets steps of a resource fail from now on. */
export function failResource(
  engine: Engine,
  logicalId: string,
  on: "create" | "update" | "delete" | "rollback",
  count: number | "always" = 1,
): void {
  const id = `${logicalId}-${on}`;
  engine.world.table(faults).put(id, {
    id,
    effect: { kind: "fail-resource", on: [on], reason: `no ${on} today` },
    match: { logicalId },
    remaining: count,
  });
}

/** Nothing fails any more. */
export function healAll(engine: Engine): void {
  for (const [id] of engine.world.table(faults).entries()) engine.world.table(faults).delete(id);
}

/** Makes a change set and executes it, at full length when `scale` is 1. */
export function execute(
  engine: Engine,
  template: object,
  extra: { readonly changeSet?: Input; readonly execution?: Input; readonly scale?: 1 } = {},
): Answer {
  const made = engine.changeSet("web", template, extra.changeSet);
  if (made.Status !== "CREATE_COMPLETE") throw new Error(`${made.Status}: ${made.StatusReason}`);
  if (extra.scale !== undefined) setDurations(engine.world, { scale: extra.scale });
  engine.call("ExecuteChangeSet", { ChangeSetName: made.ChangeSetId, ...extra.execution });
  return made;
}

/** Leaves two topics in the world that no stack has. */
export function retain(engine: Engine): void {
  const { StackId } = engine.deploy("old", { Resources: kept });
  engine.call("DeleteStack", { StackName: StackId });
  engine.stack(StackId);
}

/** The request members of a change set that imports what `retain` left. */
export const importing: Input = {
  ChangeSetType: "IMPORT",
  ResourcesToImport: Object.entries(kept).map(([LogicalResourceId, { Type, Properties }]) => ({
    ResourceType: Type,
    LogicalResourceId,
    ResourceIdentifier: { TopicArn: `arn:aws:sns:eu-west-1:111111111111:${Properties.TopicName}` },
  })),
};

function startImport(engine: Engine, scale?: 1): string {
  retain(engine);
  engine.deploy("web", first);
  return execute(engine, adopting, { changeSet: importing, ...(scale && { scale }) }).StackId;
}

function failImport(engine: Engine, scale?: 1): string {
  retain(engine);
  engine.deploy("web", first);
  failResource(engine, "Other", "create");
  return execute(engine, adopting, { changeSet: importing, ...(scale && { scale }) }).StackId;
}

function failUpdate(engine: Engine, scale?: 1, execution: Input = {}): string {
  engine.deploy("web", first);
  failResource(engine, "Queue", "update");
  return execute(engine, second, { ...(scale && { scale }), execution }).StackId;
}

/** Brings a stack `web` into each status; answers its id. */
export const situations: Readonly<Record<StackStatus, (engine: Engine) => string>> = {
  REVIEW_IN_PROGRESS: (engine) => engine.changeSet("web", first).StackId,
  CREATE_IN_PROGRESS: (engine) => execute(engine, first, { scale: 1 }).StackId,
  CREATE_COMPLETE: (engine) => engine.deploy("web", first).StackId,
  CREATE_FAILED(engine) {
    failResource(engine, "Queue", "create");
    return execute(engine, first, { execution: { DisableRollback: "true" } }).StackId;
  },
  ROLLBACK_IN_PROGRESS(engine) {
    failResource(engine, "Queue", "create");
    const { StackId } = execute(engine, first, { scale: 1 });
    engine.advanceMs(9_000);
    return StackId;
  },
  ROLLBACK_COMPLETE(engine) {
    failResource(engine, "Queue", "create");
    return execute(engine, first).StackId;
  },
  ROLLBACK_FAILED(engine) {
    failResource(engine, "Queue", "create");
    failResource(engine, "Topic", "rollback");
    return execute(engine, first).StackId;
  },
  UPDATE_IN_PROGRESS(engine) {
    engine.deploy("web", first);
    return execute(engine, second, { scale: 1 }).StackId;
  },
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS(engine) {
    engine.deploy("web", first);
    const { StackId } = execute(engine, { Resources: { Topic: topic() } }, { scale: 1 });
    engine.advanceMs(1_000);
    return StackId;
  },
  UPDATE_COMPLETE(engine) {
    engine.deploy("web", first);
    return execute(engine, second).StackId;
  },
  UPDATE_FAILED: (engine) => failUpdate(engine, undefined, { DisableRollback: "true" }),
  UPDATE_ROLLBACK_IN_PROGRESS(engine) {
    const stackId = failUpdate(engine, 1);
    engine.advanceMs(9_000);
    return stackId;
  },
  UPDATE_ROLLBACK_FAILED(engine) {
    failResource(engine, "Topic", "rollback");
    return failUpdate(engine);
  },
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS(engine) {
    const stackId = failUpdate(engine, 1);
    engine.advanceMs(17_500);
    return stackId;
  },
  UPDATE_ROLLBACK_COMPLETE: (engine) => failUpdate(engine),
  DELETE_IN_PROGRESS(engine) {
    const { StackId } = engine.deploy("web", first);
    setDurations(engine.world, { scale: 1 });
    engine.call("DeleteStack", { StackName: "web" });
    return StackId;
  },
  DELETE_FAILED(engine) {
    const { StackId } = engine.deploy("web", first);
    failResource(engine, "Topic", "delete");
    engine.call("DeleteStack", { StackName: "web" });
    return StackId;
  },
  DELETE_COMPLETE(engine) {
    const { StackId } = engine.deploy("web", first);
    engine.call("DeleteStack", { StackName: "web" });
    return StackId;
  },
  IMPORT_IN_PROGRESS: (engine) => startImport(engine, 1),
  IMPORT_COMPLETE: (engine) => startImport(engine),
  IMPORT_ROLLBACK_IN_PROGRESS(engine) {
    const stackId = failImport(engine, 1);
    engine.advanceMs(9_000);
    return stackId;
  },
  IMPORT_ROLLBACK_COMPLETE: (engine) => failImport(engine),
  IMPORT_ROLLBACK_FAILED(engine) {
    failResource(engine, "Kept", "rollback");
    return failImport(engine);
  },
};
