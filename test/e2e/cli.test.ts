import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { DescribeStacksCommand, ListChangeSetsCommand } from "@aws-sdk/client-cloudformation";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { moorProgram } from "../support/built.ts";
import { runMoor, scratch, startMoor, type Ended, type Scratch } from "../support/moor.ts";
import { reportSchemaErrors } from "../support/report-schema.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { newsTemplate, smallRepository } from "./small-repository.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "111111111111", AWS_SECRET_ACCESS_KEY: "test" };
const WRITES = /^(Create|Execute|Delete|Update|Rollback|Continue)/;

const VERBS = "validate render plan sync status drift retry log agent pause resume bootstrap sandbox".split(
  " ",
);

let repository: Scratch;
beforeEach(() => {
  repository = scratch(smallRepository());
});
afterEach(() => repository.remove());

/** A command in the repository against its embedded sandbox, which does everything at once. */
function moor(...args: readonly string[]): Promise<Ended> {
  return runMoor([...args, "--sandbox", "--sandbox-durations", "instant"], { cwd: repository.dir });
}

function reportOf({ stdout }: Ended) {
  const report = JSON.parse(stdout);
  expect(reportSchemaErrors(report)).toEqual([]);
  return report;
}

/** A sentence, not a stack. */
function expectSentence({ stderr }: Ended, words: string | RegExp): void {
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/^\s+at /m);
}

describe("the command line", () => {
  test("--version and --help answer on standard output", async () => {
    const [version, help] = [await runMoor(["--version"]), await runMoor(["--help"])];
    expect(version).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const verb of VERBS) {
      expect(help.stdout).toContain(`\n  ${verb} [`);
    }
  });

  test.each([
    [[], "Usage: moor"],
    [["plna"], "Did you mean plan?"],
    [["plan", "--nonsense"], "unknown option '--nonsense'"],
    [["plan", "a", "b"], "too many arguments"],
    [["plan", "/no/such/folder"], "there is no folder /no/such/folder"],
    [
      ["plan", ".", "--account", "prodution"],
      'no account "prodution" in the repository; did you mean production?',
    ],
    [["sync", ".", "--app", "nevs"], 'no app "nevs" in the repository; did you mean news?'],
    [["sync", ".", "--timeout", "soon"], "--timeout must be a time like 90s, 30m or 2h"],
    [["plan", ".", "--json", "--markdown"], "cannot be used with option"],
    [
      ["status", ".", "--sandbox", "--endpoint", "http://127.0.0.1:1"],
      "--sandbox and --endpoint exclude each other",
    ],
    [["status", ".", "--endpoint", "nowhere"], "--endpoint must be an address"],
    [["retry", "."], "required option '--account <name>' not specified"],
    [["sandbox", "--port", "http"], "--port must be a number"],
  ])("moor %j is wrong usage: 64, a sentence, nothing on standard output", async (args, words) => {
    const ended = await runMoor(args, { cwd: repository.dir });
    expect(ended).toMatchObject({ code: 64, stdout: "" });
    expectSentence(ended, words);
    expect(existsSync(join(repository.dir, ".mooring"))).toBe(false);
  });
});

describe("moor validate", () => {
  test("a repository without a problem: 0, and what is in it", async () => {
    expect(await runMoor(["validate"], { cwd: repository.dir })).toEqual({
      code: 0,
      stdout: "acme: no problems in 2 accounts with 6 stacks.\n",
      stderr: "",
    });
  });

  test("every problem with place, frame and remedy, on standard output without colour: 1", async () => {
    repository.write({ "accounts/dev/apps.yaml": "news: 2.10\nshop: 1.0.0\n" });
    const { code, stdout } = await runMoor(["validate", repository.dir]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^accounts\/dev\/apps\.yaml:1:7 .*\n(?: {2}.*\n)* {2}→ .*"2\.10"/m);
    expect(stdout).toMatch(/^accounts\/dev\/apps\.yaml:2:1 .*shop/m);
    expect(stdout).toMatch(/\n2 problems in 1 file\.\n$/);
    expect(stdout).not.toContain("\u001b");
  });
});

describe("moor render", () => {
  test("--out writes a template and its parameters for every stack, the same bytes every time", async () => {
    const [one, two] = [join(repository.dir, "one"), join(repository.dir, "two")];
    const ended = await runMoor(["render", "--out", one], { cwd: repository.dir });
    await runMoor(["render", "--out", two], { cwd: repository.dir });
    expect(ended).toEqual({ code: 0, stdout: `Wrote 12 files for 6 stacks to ${one}\n`, stderr: "" });
    const names = readdirSync(join(one, "dev")).toSorted();
    expect(names).toEqual(
      ["network", "news", "zone"].flatMap((app) => [`${app}.parameters.json`, `${app}.template.json`]),
    );
    for (const name of names) {
      expect(readFileSync(join(two, "dev", name), "utf8")).toBe(readFileSync(join(one, "dev", name), "utf8"));
    }
  });

  test("without --out one JSON object is printed, of what was selected", async () => {
    const { code, stdout } = await runMoor(["render", repository.dir, "--account", "dev", "--app", "news"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)["dev/news"].template.Resources.Topic.Type).toBe("AWS::SNS::Topic");
    expect(Object.keys(JSON.parse(stdout))).toEqual(["dev/news"]);
  });

  test("with a broken app the rest is rendered, the problem told on standard error: 1", async () => {
    repository.write({ "accounts/dev/apps.yaml": "news: 2.10\n" });
    const { code, stdout, stderr } = await runMoor(["render"], { cwd: repository.dir });
    expect(code).toBe(1);
    expect(Object.keys(JSON.parse(stdout))).toContain("production/news");
    expect(stderr).toContain("accounts/dev/apps.yaml:1:7");
  });
});

describe("a repository and its embedded sandbox", () => {
  test("plan, sync, status and plan again: pending, settled, in sync, nothing to do", async () => {
    const before = await moor("plan", "--exit-code");
    expect(before.code).toBe(2);
    expect(before.stdout).toContain("Plan: 6 to create, 0 to update, 0 to delete.");
    expect(before.stdout).toMatch(/^acme, not under git\n/);

    const sync = await moor("sync");
    expect(sync).toMatchObject({ code: 0 });
    expect(sync.stdout).toMatch(/\nSettled in \d+s: 6 stacks in 2 accounts: 6 in sync\.\n$/);
    expect(sync.stderr).toContain("acme-news");

    const status = await moor("status");
    expect(status.code).toBe(0);
    expect(status.stdout).toMatch(/^ {2}news +in sync +1\.0\.0 +2/m);

    const after = await moor("plan", "--exit-code");
    expect(after.code).toBe(0);
    expect(after.stdout).toContain("Nothing to do: 6 stacks in sync.");
    expect(readFileSync(join(repository.dir, ".mooring/.gitignore"), "utf8")).toBe("*\n");
  });

  test("--json of plan, sync and status keeps to the schema; a second sync asks one page and one identity an account", async () => {
    const plan = reportOf(await moor("plan", "--json"));
    expect(plan).toMatchObject({ version: 1, command: "plan", repository: "acme", summary: { create: 6 } });
    expect(reportOf(await moor("sync", "--json"))).toMatchObject({ command: "sync", summary: { keep: 6 } });
    const again = reportOf(await moor("sync", "--json"));
    for (const { calls, standing } of again.accounts) {
      expect(standing).toBe("settled");
      expect(calls).toEqual({ DescribeStacks: 1, GetCallerIdentity: 1 });
    }
    const status = reportOf(await moor("status", "--json", "--account", "production"));
    expect(status.accounts.map(({ name }: { name: string }) => name)).toEqual(["production"]);
    expect(status.accounts[0].steps.map(({ state }: { state: string }) => state)).toEqual(
      Array(3).fill("in sync"),
    );
  });

  test("a broken app is held and told, everything else goes on: 1", async () => {
    repository.write({ "accounts/dev/apps.yaml": "news: 2.10\n" });
    const { code, stdout } = await moor("sync", "--account", "dev");
    expect(code).toBe(1);
    expect(stdout).toContain("accounts/dev/apps.yaml:1:7");
    expect(stdout).toMatch(/^ {2}zone +in sync/m);
    expect(stdout).toMatch(/^! dev\/news held: /m);
  });

  test("a broken mooring.yaml stops everything, and AWS is not asked: 1", async () => {
    repository.write({ "mooring.yaml": "version: 1\nname: [\n" });
    for (const verb of ["plan", "sync", "status"]) {
      const ended = await moor(verb, "--json");
      expect(ended.code).toBe(1);
      expect(reportOf(ended)).toMatchObject({
        command: verb,
        accounts: [],
        problems: [{ file: "mooring.yaml" }],
      });
    }
    expect(existsSync(join(repository.dir, ".mooring"))).toBe(false);
  });

  test("a state folder that cannot be one: a sentence, 1", async () => {
    const ended = await runMoor(["status", "--sandbox-state", join(repository.dir, "mooring.yaml")], {
      cwd: repository.dir,
    });
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expectSentence(ended, "the embedded sandbox did not start: ");
  });

  test("a sandbox that is killed with its command leaves no process behind", async () => {
    const running = startMoor(["sync", "--sandbox", "--sandbox-durations", "100"], { cwd: repository.dir });
    await running.until("stderr", /step taken|acme-zone/);
    const { pid, url } = JSON.parse(readFileSync(join(repository.dir, ".mooring/sandbox/lock.json"), "utf8"));
    running.process.kill("SIGKILL");
    await running.ended;
    await expect(refuses(url)).resolves.toBe(true);
    expect(pid).not.toBe(running.process.pid);
  });
});

describe("one AWS for several commands", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(() => sandbox.close());
  beforeEach(() => sandbox.control("POST", "reset"));

  const at = (args: readonly string[], env: Record<string, string> = {}) =>
    startMoor([...args, "--account", "dev", "--endpoint", sandbox.url], {
      cwd: repository.dir,
      env: { ...KEYS, ...env },
    });

  test("an edit is shown per property before it is done, and a plan leaves no change set behind", async () => {
    expect((await at(["sync"]).ended).code).toBe(0);
    repository.write({
      "templates/news.yaml": newsTemplate("two"),
      "accounts/dev/apps.yaml": "news: 1.1.0\n",
    });
    const plan = await at(["plan"]).ended;
    expect(plan.stdout).toMatch(/^ {2}~ news +1\.0\.0 → 1\.1\.0 /m);
    expect(plan.stdout).toMatch(/^ {4}~ Topic \(AWS::SNS::Topic\)\n {6}.*DisplayName: one → two$/m);
    const fast = await at(["plan", "--fast"]).ended;
    expect(fast.stdout).toMatch(/DisplayName: one → two$/m);
    const cloudFormation = sandbox.cloudformation();
    const left = await cloudFormation.send(new ListChangeSetsCommand({ StackName: "acme-news" }));
    expect(left.Summaries?.map(({ ExecutionStatus }) => ExecutionStatus)).toEqual(["EXECUTE_COMPLETE"]);
    const markdown = await at(["plan", "--markdown"]).ended;
    expect(markdown.stdout).toContain("| `~` update | `news` | 1.0.0 → 1.1.0 |");
    expect((await at(["status"]).ended).stdout).toMatch(/^ {2}news +out of date +1\.0\.0 → 1\.1\.0/m);
    expect((await at(["sync"]).ended).code).toBe(0);
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "acme-news" }));
    expect(Stacks?.[0]?.Description).toMatch(/^acme\/news 1\.1\.0/);
  });

  test("what failed is told with its root cause and not tried again until retry lifts it", async () => {
    expect((await at(["sync"]).ended).code).toBe(0);
    await sandbox.control("POST", "faults", [
      {
        stack: "acme-news",
        logicalId: "Topic",
        effect: "fail-resource",
        on: ["update"],
        reason: "the topic is on strike",
        count: 1,
      },
    ]);
    repository.write({ "templates/news.yaml": newsTemplate("two") });
    const failed = await at(["sync"]).ended;
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(
      /^! dev\/news failed: .*Topic \(AWS::SNS::Topic\): the topic is on strike/m,
    );
    expect(failed.stdout).toContain("moor retry --account dev --app news");
    const again = await at(["sync", "--json"]).ended;
    expect(again.code).toBe(1);
    expect(Object.keys(reportOf(again).accounts[0].calls).filter((name) => WRITES.test(name))).toEqual([]);

    const retry = await at(["retry", "--app", "news"]).ended;
    expect(retry).toMatchObject({ code: 0, stderr: "" });
    const settled = await at(["sync"]).ended;
    expect(settled.stdout).toContain("Settled in");
    expect((await at(["retry", "--app", "news"]).ended).stdout).not.toBe(retry.stdout);
  });

  test("Ctrl-C stops after the call in hand and says so; the same command completes", async () => {
    await sandbox.control("POST", "clock", { durations: { scale: 2 } });
    const running = at(["sync"]);
    await running.until("stderr", /execute-change-set/);
    running.process.kill("SIGINT");
    const stopped = await running.ended;
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain("The same command goes on from here.");
    expect(stopped.stdout).toContain("Stopped after");
    await sandbox.control("POST", "clock", { durations: "instant" });
    await sandbox.control("POST", "clock", { advanceMs: 3_600_000 });
    expect((await at(["sync"]).ended).code).toBe(0);
  });

  test("a time limit ends a sync that is not done: 1, and it says what still moves", async () => {
    await sandbox.control("POST", "clock", { durations: { scale: 100 } });
    const { code, stdout } = await at(["sync", "--timeout", "2s"]).ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}zone +in flight/m);
    expect(stdout).toContain("Time is up after");
    await sandbox.control("POST", "clock", { durations: "instant" });
  });

  test("credentials of another account: nothing is written, and the guard says which account it is", async () => {
    await sandbox.control("GET", "calls?reset");
    const ended = await at(["sync"], { AWS_ACCESS_KEY_ID: "999999999999" }).ended;
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain("999999999999");
    const { calls } = (await sandbox.control("GET", "calls")) as { calls: { operation: string }[] };
    expect(calls.map(({ operation }) => operation).filter((name) => WRITES.test(name))).toEqual([]);
  });

  test("whoever reads the output may go away: no stack, no error", async () => {
    const command = `"${process.execPath}" "${moorProgram}" render | head -c 10 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)("bash", ["-c", command], { cwd: repository.dir });
    expect({ stdout, stderr }).toEqual({ stdout: "0\n", stderr: "" });
  });
});

describe("an AWS that cannot be asked", () => {
  test("without credentials: a sentence with a remedy, 1", async () => {
    const ended = await runMoor(["status", "--account", "dev"], { cwd: repository.dir });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/credentials/i);
    expect(ended.stdout + ended.stderr).not.toMatch(/^\s+at /m);
  });

  test("an endpoint that refuses connections: a sentence that names it, 1", async () => {
    const url = await unusedAddress();
    const ended = await runMoor(["status", "--account", "dev", "--endpoint", url], {
      cwd: repository.dir,
      env: KEYS,
    });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain(url);
    expect(ended.stdout + ended.stderr).not.toMatch(/^\s+at /m);
  });
});

describe("moor sandbox", () => {
  test("it says where it answers and ends with Ctrl-C: 0", async () => {
    const running = startMoor(["sandbox", "--port", "0"]);
    await running.until("stdout", /AWS_ENDPOINT_URL=/);
    running.process.kill("SIGINT");
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    const [, url = ""] = /AWS_ENDPOINT_URL=(\S+)/.exec(stdout) ?? [];
    expect(await refuses(url)).toBe(true);
  });

  test("a port that is taken: a sentence, 1", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const ended = await runMoor(["sandbox", "--port", String(port)]);
    server.close();
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expectSentence(ended, `Port ${port} is taken`);
  });
});

/** Whether nobody answers at an address within a few seconds. */
async function refuses(url: string): Promise<boolean> {
  for (let look = 0; look < 50; look++) {
    try {
      await fetch(`${url}/_sandbox/health`);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

async function unusedAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
