import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Cloud, CloudOf } from "../../src/model/cloud.ts";
import {
  accept,
  ACCOUNT,
  cloudsAt,
  computed,
  deploy,
  observe,
  OTHER_ACCOUNT,
  queues,
  request,
  rested,
} from "./contract-world.ts";
import type { Tolerances } from "./tolerances.ts";
import { runnerFor } from "./tolerances.ts";

/** An AWS-like endpoint that the suite runs on. */
export interface ContractHost {
  /** Where it listens; asked for when the tests run. */
  url(): string;
  /** Makes every account empty. */
  reset(): Promise<void>;
  readonly tolerances: Tolerances;
}

/** What everything behind the `Cloud` port has to do. One suite for every host. */
export function cloudContract(name: string, host: ContractHost): void {
  describe(`the Cloud port on ${name}`, () => {
    let cloudOf: CloudOf;
    let cloud: Cloud;
    const unless = runnerFor(host.tolerances);

    beforeEach(async () => {
      await host.reset();
      cloudOf = cloudsAt(host.url());
      cloud = cloudOf(ACCOUNT);
    });

    describe("accounts", () => {
      test("an identity is the account's role under the session name that tells who acts", async () => {
        expect(await cloud.identify()).toEqual({
          account: ACCOUNT.id,
          arn: `arn:aws:sts::${ACCOUNT.id}:assumed-role/mooring-deployer/mooring-acme-contract`,
        });
      });

      test("an account without stacks sweeps to nothing", async () => {
        expect(await cloud.sweep()).toEqual([]);
      });

      test("two accounts do not see each other's stacks", async () => {
        const stack = await deploy(cloud, request("acme-storefront", "first"));
        expect(await cloudOf(OTHER_ACCOUNT).sweep()).toEqual([]);
        expect(stack.id).toContain(`:${ACCOUNT.id}:stack/acme-storefront/`);
      });
    });

    describe("a stack's creation", () => {
      test("a change set for a new stack leaves a shell without a template until it is executed", async () => {
        accept(await cloud.createChangeSet(request("acme-storefront", "first")));
        const changeSet = await computed(cloud, "acme-storefront", "first");
        const shell = await observe(cloud, "acme-storefront");
        expect(changeSet).toMatchObject({ name: "first", state: "ready", isIncomplete: false, findings: [] });
        expect(changeSet.changes).toMatchObject([
          { action: "add", logicalId: "Jobs", type: "AWS::SQS::Queue", replacement: "never" },
        ]);
        expect(shell).toMatchObject({ phase: "shell", id: changeSet.stackId });
        expect(shell).not.toHaveProperty("lastChangeSet");
      });

      test("an executed change set makes a settled stack with the tags and parameters that were given", async () => {
        const template = queues(
          { Jobs: { VisibilityTimeout: { Ref: "Patience" } } },
          { Parameters: { Patience: { Type: "Number" } } },
        );
        const stack = await deploy(
          cloud,
          request("acme-storefront", "first", {
            template,
            parameters: { Patience: "45" },
            tags: { a: "1", b: "2" },
          }),
        );
        expect(stack).toMatchObject({
          name: "acme-storefront",
          phase: "settled",
          parameters: { Patience: "45" },
          tags: { a: "1", b: "2" },
          isProtected: false,
          isNested: false,
        });
        expect(stack.createdAt).toBeGreaterThan(Date.now() - 3_600_000);
      });

      test("values with characters that have a meaning in XML or JSON come back as they were", async () => {
        const awkward = `a<b>&"c"'d'\\e=%f+g`;
        const template = queues({ Jobs: {} }, { Parameters: { Value: { Type: "String" } } });
        const stack = await deploy(
          cloud,
          request("acme-storefront", "first", { template, parameters: { Value: awkward } }),
        );
        expect(stack.parameters["Value"]).toBe(awkward);
      });

      test("the deployed template comes back as it was submitted", async () => {
        const template = queues({ Jobs: { VisibilityTimeout: 31 } });
        const stack = await deploy(cloud, request("acme-storefront", "first", { template }));
        expect(JSON.parse((await cloud.template(stack.id)) ?? "")).toEqual(JSON.parse(template));
      });

      unless("outputs")("outputs are read with the stack", async () => {
        const template = queues(
          { Jobs: {} },
          { Outputs: { Name: { Value: { "Fn::GetAtt": ["Jobs", "QueueName"] } } } },
        );
        const stack = await deploy(cloud, request("acme-storefront", "first", { template }));
        expect(stack.outputs["Name"]).toMatch(/^acme-storefront-Jobs/);
      });

      unless("last-change-set")("the stack names the change set that was executed last", async () => {
        await deploy(cloud, request("acme-storefront", "first"));
        const template = queues({ Jobs: { VisibilityTimeout: 60 } });
        const stack = await deploy(cloud, request("acme-storefront", "second", { type: "UPDATE", template }));
        expect(stack.lastChangeSet).toBe("second");
      });
    });

    describe("an update", () => {
      const changed = queues({ Jobs: { VisibilityTimeout: 60 } });

      test("an executed change set makes the template of the same stack what was given", async () => {
        const before = await deploy(cloud, request("acme-storefront", "first"));
        const after = await deploy(
          cloud,
          request("acme-storefront", "second", { type: "UPDATE", template: changed }),
        );
        expect(after).toMatchObject({ id: before.id, phase: "settled" });
        expect(JSON.parse((await cloud.template(after.id)) ?? "")).toEqual(JSON.parse(changed));
      });

      unless("tags-on-update")("the tags become what was given, no more and no less", async () => {
        await deploy(cloud, request("acme-storefront", "first", { tags: { a: "1", b: "2" } }));
        const next = request("acme-storefront", "second", {
          type: "UPDATE",
          template: changed,
          tags: { a: "3" },
        });
        expect((await deploy(cloud, next)).tags).toEqual({ a: "3" });
      });

      unless("update-time")("an update has a time", async () => {
        const before = await deploy(cloud, request("acme-storefront", "first"));
        const after = await deploy(
          cloud,
          request("acme-storefront", "second", { type: "UPDATE", template: changed }),
        );
        expect(after.createdAt).toBe(before.createdAt);
        expect(after.updatedAt).toBeGreaterThanOrEqual(before.createdAt);
      });

      unless("change-details")("a changed property is told with both values and what it causes", async () => {
        await deploy(cloud, request("acme-storefront", "first"));
        accept(
          await cloud.createChangeSet(
            request("acme-storefront", "second", { type: "UPDATE", template: changed }),
          ),
        );
        const changeSet = await computed(cloud, "acme-storefront", "second");
        expect(changeSet.changes).toMatchObject([
          {
            action: "modify",
            logicalId: "Jobs",
            replacement: "never",
            scope: ["Properties"],
            properties: [
              { path: "VisibilityTimeout", before: "30", after: "60", causesReplacement: "never" },
            ],
          },
        ]);
      });

      unless("change-details")(
        "a replacement and a removal say what becomes of the physical resource",
        async () => {
          const template = (name: string, more: object) => queues({ Jobs: { QueueName: name }, ...more });
          await deploy(
            cloud,
            request("acme-storefront", "first", { template: template("one", { Old: {} }) }),
          );
          const next = request("acme-storefront", "second", {
            type: "UPDATE",
            template: template("two", {}),
          });
          accept(await cloud.createChangeSet(next));
          const { changes } = await computed(cloud, "acme-storefront", "second");
          const byId = Object.fromEntries(changes.map((change) => [change.logicalId, change]));
          expect(byId["Jobs"]).toMatchObject({ action: "modify", replacement: "always", policy: "delete" });
          expect(byId["Old"]).toMatchObject({ action: "remove", policy: "delete" });
        },
      );

      test("content that changes nothing gives an empty change set, which is a value", async () => {
        await deploy(cloud, request("acme-storefront", "first"));
        accept(await cloud.createChangeSet(request("acme-storefront", "second", { type: "UPDATE" })));
        const changeSet = await computed(cloud, "acme-storefront", "second");
        expect(changeSet).toMatchObject({ state: "empty", changes: [] });
      });

      test("a change of nothing but an output is ready although it lists no change", async () => {
        await deploy(cloud, request("acme-storefront", "first"));
        const template = queues(
          { Jobs: { VisibilityTimeout: 30 } },
          { Outputs: { Where: { Value: "here" } } },
        );
        accept(
          await cloud.createChangeSet(request("acme-storefront", "second", { type: "UPDATE", template })),
        );
        expect(await computed(cloud, "acme-storefront", "second")).toMatchObject({
          state: "ready",
          changes: [],
        });
      });
    });

    describe("refusals", () => {
      unless("name-clashes")("a second change set of the same name is a conflict", async () => {
        accept(await cloud.createChangeSet(request("acme-storefront", "first")));
        expect(await cloud.createChangeSet(request("acme-storefront", "first"))).toMatchObject({
          kind: "conflict",
        });
      });

      unless("name-clashes")("creating a stack that is there is a conflict", async () => {
        await deploy(cloud, request("acme-storefront", "first"));
        expect(await cloud.createChangeSet(request("acme-storefront", "second"))).toMatchObject({
          kind: "conflict",
        });
      });

      test("updating a stack that is not there is a conflict", async () => {
        const update = request("acme-storefront", "first", { type: "UPDATE" });
        expect(await cloud.createChangeSet(update)).toMatchObject({ kind: "conflict" });
      });

      unless("broken-template")("a template that is none is rejected, with AWS's words", async () => {
        const broken = request("acme-storefront", "first", { template: "{ not: a template" });
        const result = await cloud.createChangeSet(broken);
        expect(result).toMatchObject({ kind: "rejected", message: expect.stringMatching(/templat/i) });
      });

      unless("capabilities")(
        "a role without the capability for it is rejected, and names the capability",
        async () => {
          const template = JSON.stringify({
            AWSTemplateFormatVersion: "2010-09-09",
            Resources: {
              Role: {
                Type: "AWS::IAM::Role",
                Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] } },
              },
            },
          });
          const wanted = request("acme-storefront", "first", { template });
          expect(await cloud.createChangeSet(wanted)).toMatchObject({
            kind: "rejected",
            message: expect.stringContaining("CAPABILITY_IAM"),
          });
          accept(
            await cloud.createChangeSet({ ...wanted, name: "allowed", capabilities: ["CAPABILITY_IAM"] }),
          );
        },
      );

      unless("missing-change-set")("executing a change set that is gone is a conflict", async () => {
        accept(await cloud.createChangeSet(request("acme-storefront", "first")));
        const changeSet = await computed(cloud, "acme-storefront", "first");
        accept(await cloud.deleteChangeSet(changeSet));
        expect(await cloud.executeChangeSet(changeSet, { token: "t" })).toMatchObject({ kind: "conflict" });
      });

      unless("rollback")("rolling back a stack at rest is not accepted", async () => {
        const stack = await deploy(cloud, request("acme-storefront", "first"));
        expect((await cloud.rollBack(stack.id, { token: "back" })).kind).not.toBe("accepted");
        expect((await cloud.continueRollback(stack.id, { token: "on" })).kind).not.toBe("accepted");
      });
    });

    describe("what is not there", () => {
      const missing = `arn:aws:cloudformation:eu-west-1:${ACCOUNT.id}:stack/acme-gone/00000000-0000-4000-8000-000000000000`;

      test("reads of a stack that is not there give nothing", async () => {
        expect(await cloud.template(missing)).toBeUndefined();
        expect(await cloud.changeSet("acme-gone", "first")).toBeUndefined();
        expect(await cloud.changeSetNames(missing)).toEqual([]);
        expect(await cloud.operations(missing)).toEqual([]);
        expect(await cloud.events(missing)).toEqual([]);
      });

      test("a stack is deleted once, and deleting it again is accepted", async () => {
        const stack = await deploy(cloud, request("acme-storefront", "first"));
        accept(await cloud.deleteStack(stack.id, { token: "delete-1" }));
        expect(await rested(cloud, "acme-storefront")).toBeUndefined();
        expect(await cloud.deleteStack(stack.id, { token: "delete-2" })).toEqual({ kind: "accepted" });
      });

      test("a change set that is deleted is gone, and the stack is still there", async () => {
        const stack = await deploy(cloud, request("acme-storefront", "first"));
        const template = queues({ Jobs: { VisibilityTimeout: 60 } });
        accept(
          await cloud.createChangeSet(request("acme-storefront", "second", { type: "UPDATE", template })),
        );
        const changeSet = await computed(cloud, "acme-storefront", "second");
        expect(await cloud.changeSetNames(stack.id)).toContain("second");
        accept(await cloud.deleteChangeSet(changeSet));
        expect(await cloud.changeSet("acme-storefront", "second")).toBeUndefined();
        expect(await cloud.changeSetNames(stack.id)).not.toContain("second");
        expect(await observe(cloud, "acme-storefront")).toMatchObject({ id: stack.id, phase: "settled" });
      });

      unless("missing-change-set")("deleting a change set again is accepted", async () => {
        accept(await cloud.createChangeSet(request("acme-storefront", "first")));
        const changeSet = await computed(cloud, "acme-storefront", "first");
        accept(await cloud.deleteChangeSet(changeSet));
        expect(await cloud.deleteChangeSet(changeSet)).toEqual({ kind: "accepted" });
      });

      unless("shell-template")("a shell has no template", async () => {
        accept(await cloud.createChangeSet(request("acme-storefront", "first")));
        const { stackId } = await computed(cloud, "acme-storefront", "first");
        expect(await cloud.template(stackId)).toBeUndefined();
      });

      test("a shell is deleted like a stack", async () => {
        accept(await cloud.createChangeSet(request("acme-storefront", "first")));
        const { stackId } = await computed(cloud, "acme-storefront", "first");
        accept(await cloud.deleteStack(stackId, { token: "delete-1" }));
        expect(await rested(cloud, "acme-storefront")).toBeUndefined();
      });
    });

    describe("history", () => {
      unless("operation-tokens")(
        "operations come newest first, each with the token it was asked for with",
        async () => {
          await deploy(cloud, request("acme-storefront", "first"), "token-1");
          const template = queues({ Jobs: { VisibilityTimeout: 60 } });
          const { id } = await deploy(
            cloud,
            request("acme-storefront", "second", { type: "UPDATE", template }),
            "token-2",
          );
          const operations = await cloud.operations(id);
          expect(operations).toMatchObject([
            { token: "token-2", kind: "update", outcome: "succeeded" },
            { token: "token-1", kind: "create", outcome: "succeeded" },
          ]);
          expect(operations[0]).not.toHaveProperty("cause");
        },
      );

      unless("resource-events")(
        "events are those of the newest operation, or those after one that is known",
        async () => {
          const { id } = await deploy(cloud, request("acme-storefront", "first"));
          const events = await cloud.events(id);
          expect(events[0]).toMatchObject({ logicalId: "acme-storefront", status: "CREATE_IN_PROGRESS" });
          expect(events.at(-1)).toMatchObject({ logicalId: "acme-storefront", status: "CREATE_COMPLETE" });
          expect(events.map((event) => event.logicalId)).toContain("Jobs");
          expect(await cloud.events(id, events.at(-2)?.id)).toEqual(events.slice(-1));
          expect(await cloud.events(id, events.at(-1)?.id)).toEqual([]);
        },
      );

      unless("rollback")(
        "a creation that fails is undone, and its operation tells the first real failure",
        async () => {
          const template = JSON.stringify({
            Resources: {
              Jobs: { Type: "AWS::SQS::Queue" },
              Lost: {
                Type: "AWS::Route53::RecordSet",
                Properties: {
                  HostedZoneId: "Z00000000NOBODY",
                  Name: "x.nobody.example.",
                  Type: "A",
                  TTL: "60",
                  ResourceRecords: ["192.0.2.1"],
                },
              },
            },
          });
          const stack = await deploy(cloud, request("acme-storefront", "first", { template }), "token-1");
          expect(stack.phase).toBe("dead");
          const [operation] = await cloud.operations(stack.id);
          expect(operation).toMatchObject({
            token: "token-1",
            kind: "create",
            outcome: "failed",
            cause: { stack: "acme-storefront", logicalId: "Lost", type: "AWS::Route53::RecordSet" },
          });
          expect(operation?.cause?.reason).toContain("Z00000000NOBODY");
        },
      );
    });

    test("a sweep reads all pages", async () => {
      const names = Array.from({ length: 24 }, (_, index) => `acme-app-${String(index)}`);
      const declared = Array.from(
        { length: 14 },
        (_, index) => [`P${String(index)}`, { Type: "String" }] as const,
      );
      const template = queues({ Jobs: {} }, { Parameters: Object.fromEntries(declared) });
      const parameters = Object.fromEntries(declared.map(([key]) => [key, "x".repeat(4000)]));
      for (const name of names)
        accept(await cloud.createChangeSet(request(name, `of-${name}`, { template, parameters })));
      for (const name of names) {
        accept(
          await cloud.executeChangeSet(await computed(cloud, name, `of-${name}`), { token: `of-${name}` }),
        );
      }
      const swept = (await cloud.sweep()).map((stack) => stack.name);
      expect(swept.toSorted()).toEqual(names.toSorted());
    }, 30_000);
  });
}
