import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { paginateListChangeSets } from "@aws-sdk/client-cloudformation";
import { startProxy, type Proxy } from "../support/interposed-proxy.ts";
import { runMoor, scratch, startMoor, type Ended, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { operationsOf } from "./stacks-of.ts";
import { queueTemplate, topicTemplate } from "./three-accounts.ts";

const ACCOUNT = "111111111111";
const MAX_KILLS = 60;

let sandbox: TestSandbox;
let proxy: Proxy;
let repository: Scratch;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  proxy = await startProxy(sandbox.url);
  repository = scratch({
    "mooring.yaml": "version: 1\nname: acme\ndefaults:\n  region: eu-west-1\n  prune: { max: 5, share: 1 }\n",
    "apps/queue.yaml": "kind: Template\ntemplate: templates/queue.yaml\n",
    "apps/topic.yaml":
      "kind: Template\ntemplate: templates/topic.yaml\nparameters: { Name: '${queue.QueueName}' }\n",
    "templates/queue.yaml": queueTemplate(30),
    "templates/topic.yaml": topicTemplate(),
    "accounts/dev/account.yaml": `id: "${ACCOUNT}"\nzone: dev.acme.example\nnetwork: { cidr: 10.1.0.0/16, nat: none }\n`,
    "accounts/dev/apps.yaml": "queue: 1.0.0\ntopic: 1.0.0\n",
  });
});

afterAll(async () => {
  repository.remove();
  await proxy.close();
  await sandbox.close();
});

describe("kill -9 at every AWS call in turn, then the same command", () => {
  test("a first deployment completes, and nothing happened twice", async () => {
    const kills = await syncKilledAtEveryCall();
    expect(kills).toBeGreaterThan(10);
    expect(await operationsOf(sandbox, ACCOUNT)).toEqual({
      "acme-network": ["create"],
      "acme-queue": ["create"],
      "acme-topic": ["create"],
      "acme-zone": ["create"],
    });
    expect(await leftovers()).toEqual([]);
  });

  test("an update completes, and nothing happened twice", async () => {
    repository.write({ "templates/queue.yaml": queueTemplate(45) });
    const kills = await syncKilledAtEveryCall();
    expect(kills).toBeGreaterThan(3);
    expect(await operationsOf(sandbox, ACCOUNT)).toMatchObject({
      "acme-queue": ["create", "update"],
      "acme-topic": ["create"],
    });
    expect(await leftovers()).toEqual([]);
  });

  test("a removal completes, and only what was removed is gone", async () => {
    repository.write({ "accounts/dev/apps.yaml": "queue: 1.0.0\n" });
    const kills = await syncKilledAtEveryCall();
    expect(kills).toBeGreaterThan(1);
    expect(await operationsOf(sandbox, ACCOUNT)).toEqual({
      "acme-network": ["create"],
      "acme-queue": ["create", "update"],
      "acme-zone": ["create"],
    });
  });

  test("one run more changes nothing", async () => {
    const before = await operationsOf(sandbox, ACCOUNT);
    expect((await sync()).code).toBe(0);
    expect(await operationsOf(sandbox, ACCOUNT)).toEqual(before);
  });
});

/**
 * Runs `moor sync` again and again, killing run n at its nth call (every other one after AWS answered, but before the
 * answer arrives), until a run ends by itself. Every run but the last gets a little further or has to start over.
 */
async function syncKilledAtEveryCall(): Promise<number> {
  for (let kills = 0; kills < MAX_KILLS; kills++) {
    const ended = await syncKilledAt(Math.floor(kills / 2) + 1, kills % 2 === 0 ? "before" : "after");
    if (ended.code === 0) return kills;
    if (ended.code !== null) throw new Error(`ended with ${ended.code}: ${ended.stdout}${ended.stderr}`);
  }
  throw new Error(`not done after ${MAX_KILLS} kills`);
}

async function syncKilledAt(call: number, moment: "before" | "after"): Promise<Ended> {
  const running = startMoor(arguments_(), environment());
  proxy.watch((now, count) => {
    if (now === moment && count === call) running.process.kill("SIGKILL");
  });
  return running.ended;
}

function sync(): Promise<Ended> {
  proxy.watch(() => undefined);
  return runMoor(arguments_(), environment());
}

function arguments_(): readonly string[] {
  return ["sync", repository.dir, "--endpoint", proxy.url];
}

function environment() {
  return { env: { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-west-1" } };
}

/** Change sets that nobody will execute any more. */
async function leftovers(): Promise<readonly string[]> {
  const client = sandbox.cloudformation();
  const names: string[] = [];
  for (const stack of Object.keys(await operationsOf(sandbox, ACCOUNT))) {
    for await (const page of paginateListChangeSets({ client }, { StackName: stack })) {
      const open = (page.Summaries ?? []).filter(
        ({ ExecutionStatus: status }) => status !== "EXECUTE_COMPLETE",
      );
      names.push(...open.map(({ ChangeSetName: name }) => `${stack} ${name}`));
    }
  }
  return names;
}
