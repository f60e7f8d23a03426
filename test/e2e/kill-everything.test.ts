import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { newRepository, type GitRepository } from "../support/git-repository.ts";
import { startProxy, type Proxy } from "../support/interposed-proxy.ts";
import { scratch, startMoor, type Running, type Scratch } from "../support/moor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import {
  ACCOUNT,
  appsAt,
  everything,
  largeTemplate,
  prepare,
  recordsAbove,
  releasesRun,
  uploads,
} from "./everything.ts";
import { executedTwice, operationsOf } from "./stacks-of.ts";

const MAX_KILLS = 120;

let sandbox: TestSandbox;
let proxy: Proxy;
let folder: Scratch;
let environments: GitRepository;
let news: GitRepository;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  await prepare(sandbox);
  proxy = await startProxy(sandbox.url);
  folder = scratch();
  news = newRepository(join(folder.dir, "news"));
  environments = newRepository(join(folder.dir, "environments"));
  tag("1.0.0");
  environments.commit(everything());
});

afterAll(async () => {
  folder.remove();
  await proxy.close();
  await sandbox.close();
});

describe("kill -9 at every AWS call in turn, with a release, a delegation, a database and a template from elsewhere", () => {
  test("a first deployment completes: every stack made once, one release, two records", async () => {
    expect(await syncKilledAtEveryCall("after")).toBeGreaterThan(15);
    expect(await operationsOf(sandbox, ACCOUNT)).toEqual(
      Object.fromEntries(STACKS.map((stack) => [stack, ["create"]])),
    );
    expect(await releasesRun(sandbox)).toEqual(["acme-web-release:1"]);
    expect(await recordsAbove(sandbox)).toEqual(RECORDS);
    expect(await uploads(sandbox)).toBe(1);
  });

  test("a new version completes: one more release, nothing executed twice, no record touched", async () => {
    tag("1.1.0");
    environments.commit({ "accounts/dev/apps.yaml": appsAt("1.1.0") });
    expect(await syncKilledAtEveryCall("before", 3)).toBeGreaterThan(2);
    const updated = ["acme-news", "acme-web", "acme-web-release"];
    expect(await operationsOf(sandbox, ACCOUNT)).toEqual(
      Object.fromEntries(
        STACKS.map((stack) => [stack, updated.includes(stack) ? ["create", "update"] : ["create"]]),
      ),
    );
    expect(await releasesRun(sandbox)).toEqual(["acme-web-release:1", "acme-web-release:2"]);
    expect(await executedTwice(sandbox, [ACCOUNT])).toEqual([]);
    expect(await recordsAbove(sandbox)).toEqual(RECORDS);
    expect(await uploads(sandbox)).toBe(2);
  });
});

describe("while half of what other services are asked fails, is throttled or loses its answer", () => {
  test("a new version and a new address for alarms settle, and nothing happens twice", async () => {
    const files = everything();
    tag("1.2.0");
    environments.commit({
      "accounts/dev/apps.yaml": appsAt("1.2.0"),
      "accounts/dev/account.yaml": `${files["accounts/dev/account.yaml"]}alarmEmail: ops@acme.example\n`,
    });
    const services = ["ecr", "ecs", "s3", "route53", "ssm", "logs", "elasticloadbalancing", "ec2", "acm"];
    const faults = services.flatMap((service) => [
      { effect: "error", status: 500, service, share: 0.2, count: "always" },
      { effect: "throttle", service, share: 0.2, count: "always" },
      { effect: "lost-response", service, share: 0.2, count: "always" },
    ]);
    await sandbox.control("POST", "faults", faults);
    proxy.watch(() => undefined);
    expect(await start().ended).toMatchObject({ code: 0 });
    await sandbox.control("DELETE", "faults");
    expect(await executedTwice(sandbox, [ACCOUNT])).toEqual([]);
    expect(await releasesRun(sandbox)).toEqual([1, 2, 3].map((revision) => `acme-web-release:${revision}`));
    expect(await recordsAbove(sandbox)).toEqual(RECORDS);
  });
});

const STACKS = ["acme-catalog", "acme-network", "acme-news", "acme-web", "acme-web-release", "acme-zone"];
const RECORDS = ["dev.acme.example. NS", "_mooring.dev.acme.example. TXT"];

function tag(version: string): void {
  news.commit({ "deploy/stack.yaml": largeTemplate(version) });
  news.git("tag", `v${version}`);
}

function start(): Running {
  return startMoor(["sync", environments.dir, "--endpoint", proxy.url], {
    env: { AWS_ACCESS_KEY_ID: "000000000000", AWS_SECRET_ACCESS_KEY: "test" },
  });
}

/**
 * Run after run is killed one call later, or a stride, until one ends by itself: before AWS hears of the call, or when it
 * has carried it out and nobody hears of that.
 */
async function syncKilledAtEveryCall(moment: "before" | "after", stride = 1): Promise<number> {
  for (let kills = 0; kills < MAX_KILLS; kills += 1) {
    const running = start();
    proxy.watch((now, count) => {
      if (now === moment && count === kills * stride + 1) running.process.kill("SIGKILL");
    });
    const { code, stdout, stderr } = await running.ended;
    if (code === 0) return kills;
    if (code !== null) throw new Error(`ended with ${code}: ${stdout}${stderr}`);
  }
  throw new Error(`not done after ${MAX_KILLS} kills`);
}
