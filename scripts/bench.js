// `npm run bench`: the figures that the documents speak of. Prints them; asserts none.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeServices, writeTopics } from "./bench/repository.js";
import { benchSandbox } from "./bench/sandbox.js";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const scratch = mkdtempSync(join(tmpdir(), "mooring-bench-"));
const usageFile = join(scratch, "usage.json");
let folders = 0;

try {
  benchLoad();
  await benchIdlePass();
  await benchDeploy();
  title("the sandbox");
  await benchSandbox(say);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Loading, validating and placing, at the size the design speaks of and at ten times that. */
function benchLoad() {
  title("load, validate and place");
  const small = measureLoad({ accounts: 20, apps: 50 });
  const large = measureLoad({ accounts: 20, apps: 500 });
  say(`growth from 1,000 to 10,000 placements: ${(large.cpuMs / small.cpuMs).toFixed(1)} times the CPU time`);
}

function measureLoad(size) {
  const dir = newFolder();
  writeServices(dir, size);
  const runs = [1, 2, 3].map(() => measured("node", ["scripts/bench/load.js", dir]));
  const median = runs.toSorted((a, b) => a.usage.wallMs - b.usage.wallMs)[1];
  say(
    `${(size.accounts * size.apps).toLocaleString("en")} placements in ${size.accounts} accounts: ${figures(median.usage)}`,
  );
  return median.usage;
}

/** A second `moor sync` over stacks that are all in sync. */
async function benchIdlePass() {
  title("a pass with nothing to do, 1,000 stacks in 10 accounts");
  const dir = newFolder();
  writeTopics(dir, { accounts: 10, apps: 98 });
  await withSandbox(async (url) => {
    moor("sync", dir, url);
    const idle = measured(
      "node",
      ["dist/main.js", "sync", dir, "--json", "--endpoint", url],
      awsEnvironment(url),
    );
    const report = JSON.parse(idle.stdout);
    const calls = report.accounts.map((account) => account.calls);
    say(`AWS calls: ${JSON.stringify(sumOf(calls))} (an account: ${JSON.stringify(calls[0])})`);
    const loading = moor("validate", dir, url);
    say(`the whole command: ${figures(idle.usage)}`);
    say(`\`moor validate\` of the same repository, which makes no pass: ${figures(loading.usage)}`);
    say(
      `so the passes took ${idle.usage.cpuMs - loading.usage.cpuMs} ms of CPU, loading the AWS SDK included`,
    );
  });
}

/** A hundred small stacks, by Mooring and, where it is installed, by the aws command line in a loop. */
async function benchDeploy() {
  title("100 small stacks into the sandbox");
  const dir = newFolder();
  writeTopics(dir, { accounts: 1, apps: 98 });
  const ours = await withSandbox(async (url) => {
    const { usage } = moor("sync", dir, url);
    return { wallMs: usage.wallMs, calls: await callsOf(url) };
  });
  say(`moor sync: ${ours.wallMs} ms, ${(ours.calls / 100).toFixed(1)} calls a stack`);
  if (spawnSync("aws", ["--version"]).status !== 0) {
    say("aws cloudformation deploy: not installed, left out");
    return;
  }
  const theirs = await withSandbox(async (url) => {
    const started = performance.now();
    for (let stack = 0; stack < 100; stack++)
      deployByAws(url, join(dir, "templates/topic.yaml"), `bench-${stack}`);
    return { wallMs: Math.round(performance.now() - started), calls: await callsOf(url) };
  });
  say(
    `aws cloudformation deploy in a loop: ${theirs.wallMs} ms, ${(theirs.calls / 100).toFixed(1)} calls a stack`,
  );
  say(`ratio of wall times: ${(theirs.wallMs / ours.wallMs).toFixed(1)}`);
}

function deployByAws(url, template, stack) {
  execFileSync("aws", ["cloudformation", "deploy", "--template-file", template, "--stack-name", stack], {
    env: { ...process.env, ...awsEnvironment(url), AWS_ENDPOINT_URL: url },
    stdio: "pipe",
  });
}

function moor(verb, dir, url) {
  return measured("node", ["dist/main.js", verb, dir, "--endpoint", url], awsEnvironment(url));
}

/** Runs a command with the usage hook; fails loudly when the command does. */
function measured(command, args, env = {}) {
  const result = spawnSync(command, ["--import", new URL("bench/usage.js", import.meta.url).href, ...args], {
    env: { ...process.env, ...env, BENCH_USAGE: usageFile },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`${args.join(" ")} ended with ${result.status}\n${result.stderr}`);
  return { stdout: result.stdout, usage: JSON.parse(readFileSync(usageFile, "utf8")) };
}

function awsEnvironment() {
  return {
    AWS_ACCESS_KEY_ID: "000000000000",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_DEFAULT_REGION: "eu-west-1",
  };
}

async function withSandbox(work) {
  const child = spawn("node", ["dist/sandbox/main.js", "--port", "0", "--durations", "instant"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await new Promise((resolve) =>
      child.stdout.once("data", (data) => resolve(String(data).split("\n"))),
    );
    return await work(JSON.parse(line).url);
  } finally {
    child.kill();
  }
}

async function callsOf(url) {
  const answer = await fetch(`${url}/_sandbox/calls`);
  const { calls } = await answer.json();
  return calls.reduce((sum, { count }) => sum + count, 0);
}

function sumOf(records) {
  const sum = {};
  for (const record of records) {
    for (const [name, count] of Object.entries(record)) sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}

function newFolder() {
  const dir = join(scratch, `repository-${folders++}`);
  writeFileSync(usageFile, "{}");
  return dir;
}

function figures({ wallMs, cpuMs, peakMb }) {
  return `${wallMs} ms, ${cpuMs} ms of CPU, ${peakMb} MB at its peak`;
}

function title(text) {
  console.log(`\n${text}`);
}

function say(text) {
  console.log(`  ${text}`);
}
