import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startAgentHere, type AgentHere } from "../support/agent-here.ts";
import { environments, type Environments } from "../support/environments.ts";
import { runMoor, scratch, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { executedTwice } from "./stacks-of.ts";
import { ACCOUNT_IDS, threeAccounts } from "./three-accounts.ts";

/** When drift is looked for, as mooring.yaml of the three accounts says; a test rings it. */
const DRIFT = "30 0 29 2 *";

let sandbox: TestSandbox;
let repository: Environments;
let folder: Scratch;
let here: AgentHere;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  repository = environments(threeAccounts());
  const account = repository.git("show", "HEAD:accounts/test/account.yaml");
  const commit = repository.commit("test heals itself", {
    write: { "accounts/test/account.yaml": `${account}\nselfHeal: true\n` },
  });
  folder = scratch();
  here = startAgentHere(repository, sandbox, { folder: folder.dir });
  await here.follow(commit);
});

afterAll(async () => {
  await here.stop();
  repository.remove();
  folder.remove();
  await sandbox.close();
});

describe("a change by hand", () => {
  test("is in the log with property, expected and actual, and once only", async () => {
    await hideMessages("dev", 99);
    await survey();
    await survey();
    const lines = here.lines.filter(({ fields }) => fields["property"] === "/VisibilityTimeout");
    expect(lines).toMatchObject([
      {
        level: "warn",
        fields: {
          account: "dev",
          stack: "acme-queue",
          resource: "Queue",
          type: "AWS::SQS::Queue",
          expected: "30",
          actual: "99",
          since: expect.any(String),
        },
      },
    ]);
    expect(here.events.filter(({ kind }) => kind === "drifted")).toMatchObject([
      { account: "dev", app: "queue" },
    ]);
  });

  test("is shown by moor drift, which then ends with 2", async () => {
    const { code, stdout } = await runMoor(
      ["drift", repository.dir, "--account", "dev", "--endpoint", sandbox.url],
      { env: CREDENTIALS },
    );
    expect(code).toBe(2);
    expect(stdout).toMatch(/VisibilityTimeout[\s\S]*30[\s\S]*99/);
  });

  test("is healed where the account allows it, and only there", async () => {
    await hideMessages("test", 98);
    await survey();
    await here.line(({ message, fields }) => message === "stack healed" && fields["account"] === "test");
    expect(await drifted()).toEqual(["dev acme-queue Queue"]);
    expect(await executedTwice(sandbox)).toEqual([]);
    expect(here.events.filter(({ kind }) => kind === "healed")).toMatchObject([
      { account: "test", app: "queue" },
    ]);
  });

  test("is healed three times when somebody does the same again and again, then held", async () => {
    for (let again = 2; again <= 3; again += 1) {
      const from = here.lines.length;
      await hideMessages("test", 98);
      await survey();
      await here.line(
        ({ message, fields }) => message === "stack healed" && fields["account"] === "test",
        from,
      );
    }
    await hideMessages("test", 98);
    await survey();
    await here.atRest();
    expect(await drifted()).toEqual(["dev acme-queue Queue", "test acme-queue Queue"]);
    const held = here.lines.filter(({ fields }) => fields["account"] === "test").at(-1);
    expect(JSON.stringify(here.lines.slice(-10))).toMatch(/healed 3 times|three times|3 times/);
    expect(held).toBeDefined();
  });
});

describe("what is no drift", () => {
  test("a difference that is known is not reported, and neither is what AWS does by itself", async () => {
    const from = here.lines.length;
    await byHand("production", { noise: ["defaults", "order", "tags"] });
    await survey();
    expect(here.lines.slice(from).filter(({ fields }) => fields["property"] !== undefined)).toEqual([]);
  });
});

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: ACCOUNT_IDS.dev,
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "eu-west-1",
};

async function survey(): Promise<void> {
  const done = here.agent.status().accounts.map(({ drift }) => drift?.checkedAt ?? 0);
  here.ring(DRIFT);
  while (
    here.agent.status().accounts.some(({ drift }, index) => (drift?.checkedAt ?? 0) <= (done[index] ?? 0))
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await here.atRest();
}

/** What a person in the console would do. */
function hideMessages(account: keyof typeof ACCOUNT_IDS, seconds: number): Promise<unknown> {
  return byHand(account, { set: { "/VisibilityTimeout": seconds } });
}

function byHand(account: keyof typeof ACCOUNT_IDS, change: object): Promise<unknown> {
  return sandbox.control("POST", "drift", {
    account: ACCOUNT_IDS[account],
    region: "eu-west-1",
    stack: "acme-queue",
    logicalId: "Queue",
    ...change,
  });
}

/** What the sandbox knows to be different from what was deployed. */
async function drifted(): Promise<readonly string[]> {
  const names = new Map(Object.entries(ACCOUNT_IDS).map(([name, id]) => [String(id), name]));
  const found = (await sandbox.control("GET", "drift")) as readonly {
    readonly account: string;
    readonly stack: string;
    readonly logicalId: string;
  }[];
  return found.map(({ account, stack, logicalId }) => `${names.get(account)} ${stack} ${logicalId}`);
}
