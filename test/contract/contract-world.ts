import { setTimeout as delay } from "node:timers/promises";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { ChangeSet } from "../../src/model/change-set.ts";
import type { ChangeSetRequest, Cloud, CloudOf, WriteResult } from "../../src/model/cloud.ts";
import type { ObservedStack } from "../../src/model/observed-stack.ts";
import { TEST_KEYS, testAccount } from "../aws/test-account.ts";

/** The account that the suite works in. */
export const ACCOUNT = testAccount({
  name: "production",
  id: "222222222222",
  roles: { deployer: "arn:aws:iam::222222222222:role/mooring-deployer", externalId: "acme-42" },
});

/** An account in which nothing must happen. */
export const OTHER_ACCOUNT = testAccount({
  name: "test",
  id: "333333333333",
  roles: { deployer: "arn:aws:iam::333333333333:role/mooring-deployer" },
});

/** The clouds of an AWS-like endpoint, with fresh connections. */
export function cloudsAt(endpoint: string): CloudOf {
  return sdkClouds({
    endpoint,
    keys: TEST_KEYS,
    sessionName: "mooring-acme-contract",
    tuning: { attempts: 1 },
  });
}

/** A template with nothing but queues; every part that CloudFormation demands and some that it only allows. */
export function queues(
  properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  more: object = {},
): string {
  const resources = Object.entries(properties).map(([id, it]) => [
    id,
    { Type: "AWS::SQS::Queue", Properties: it },
  ]);
  return JSON.stringify({
    AWSTemplateFormatVersion: "2010-09-09",
    Resources: Object.fromEntries(resources),
    ...more,
  });
}

/** A request with everything that is not said left out. */
export function request(
  stack: string,
  name: string,
  differences: Partial<ChangeSetRequest> = {},
): ChangeSetRequest {
  return {
    stack,
    name,
    type: "CREATE",
    description: "storefront 2.7.1",
    template: queues({ Jobs: { VisibilityTimeout: 30 } }),
    parameters: {},
    tags: { "mooring:repository": "acme", "mooring:app": "storefront" },
    capabilities: [],
    rollbackTriggers: [],
    ...differences,
  };
}

/** Waits until a change set has been computed. */
export async function computed(cloud: Cloud, stack: string, name: string): Promise<ChangeSet> {
  return eventually(async () => {
    const changeSet = await cloud.changeSet(stack, name);
    if (changeSet === undefined) throw new Error(`change set ${name} of ${stack} is not there`);
    return changeSet.state === "pending" ? undefined : changeSet;
  });
}

/** Waits until no operation runs on a stack; `undefined` when it is gone. */
export async function rested(cloud: Cloud, name: string): Promise<ObservedStack | undefined> {
  const found = await eventually(async () => {
    const stack = await observe(cloud, name);
    return stack?.phase === "busy" ? undefined : { stack };
  });
  return found.stack;
}

/** The stack of that name in one sweep. */
export async function observe(cloud: Cloud, name: string): Promise<ObservedStack | undefined> {
  const stacks = await cloud.sweep();
  return stacks.find((stack) => stack.name === name);
}

/** Makes or updates a stack the whole way and waits for the end. Throws when a write is not accepted. */
export async function deploy(
  cloud: Cloud,
  wanted: ChangeSetRequest,
  token = wanted.name,
): Promise<ObservedStack> {
  accept(await cloud.createChangeSet(wanted));
  const changeSet = await computed(cloud, wanted.stack, wanted.name);
  if (changeSet.state !== "ready")
    throw new Error(`change set is ${changeSet.state}: ${changeSet.reason ?? ""}`);
  accept(await cloud.executeChangeSet(changeSet, { token }));
  const stack = await rested(cloud, wanted.stack);
  if (stack === undefined) throw new Error(`stack ${wanted.stack} is gone`);
  return stack;
}

/** Throws when a write was not accepted. */
export function accept(result: WriteResult): void {
  if (result.kind !== "accepted") throw new Error(`${result.kind}: ${result.message}`);
}

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await delay(20);
  }
  throw new Error("it did not come to rest");
}
