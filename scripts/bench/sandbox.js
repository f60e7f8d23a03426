// How large the sandbox may become: stacks made and read over the wire, memory, pages, starts.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, say } from "./figures.js";

const TEMPLATE = JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } });
const CLIENTS = 8;

/** Prints the figures, each with what it should be. */
export async function benchSandbox() {
  const state = mkdtempSync(join(tmpdir(), "mooring-bench-sandbox-"));
  try {
    await measureStart("with nothing in it", state);
    await inSandbox(state, (sandbox) => measureSmallStacks(sandbox));
    await inSandbox(state, (sandbox) => measureLargeWorld(sandbox));
    await measureStart("with all those stacks in its state", state);
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

async function measureStart(what, state) {
  const times = [];
  for (let run = 0; run < 3; run++) times.push(await inSandbox(state, ({ startedInMs }) => startedInMs));
  say(`start ${what}: ${median(times)} ms (wanted: 500)`);
}

/** A thousand stacks of one account, made and read back one by one. */
async function measureSmallStacks(sandbox) {
  const stacks = Array.from({ length: 1000 }, (_, index) => ({
    account: "100000000000",
    name: `small-${index}`,
  }));
  const made = await timed(() => eachOf(stacks, (stack) => create(sandbox, stack)));
  const read = await timed(() =>
    eachOf(stacks, async ({ account, name }) => {
      const answer = await call(sandbox, account, { Action: "DescribeStacks", StackName: name });
      if (!answer.includes("<StackStatus>CREATE_COMPLETE<")) throw new Error(answer);
    }),
  );
  say(`1,000 small stacks: made in ${made} ms, read back in ${read} ms (wanted, together: 10,000)`);
}

/** Ten thousand stacks over a hundred accounts, one of which has enough for a whole page (2,000 is the most an account may have). */
async function measureLargeWorld(sandbox) {
  const accounts = Array.from({ length: 99 }, (_, index) => String(100_000_000_001 + index));
  const stacks = accounts.flatMap((account) =>
    Array.from({ length: 83 }, (_, index) => ({ account, name: `large-${index}` })),
  );
  await eachOf(stacks, (stack) => create(sandbox, stack));
  const full = { account: "100000000000", more: 900 };
  const more = Array.from({ length: full.more }, (_, index) => ({
    account: full.account,
    name: `more-${index}`,
  }));
  await eachOf(more, (stack) => create(sandbox, stack));
  await Promise.all(accounts.map((account) => call(sandbox, account, { Action: "DescribeStacks" })));
  const total = stacks.length + more.length + 1000;
  say(`${total.toLocaleString("en")} stacks in 100 accounts: ${rssMb(sandbox)} MB (wanted: 600)`);

  const times = [];
  let bytes = 0;
  for (let look = 0; look < 50; look++) {
    const started = performance.now();
    bytes = (await call(sandbox, full.account, { Action: "DescribeStacks" })).length;
    times.push(performance.now() - started);
  }
  say(`a page of DescribeStacks, ${Math.round(bytes / 1000)} KB: ${median(times)} ms (wanted: 50)`);
}

function create(sandbox, { account, name }) {
  return call(sandbox, account, { Action: "CreateStack", StackName: name, TemplateBody: TEMPLATE });
}

async function eachOf(items, work) {
  const waiting = items.values();
  const client = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function timed(work) {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}

function rssMb({ child }) {
  return Math.round(Number(execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)])) / 1024);
}

/** Runs the sandbox's program on a state folder, and ends it. */
async function inSandbox(state, work) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["dist/sandbox/main.js", "--port", "0", "--durations", "instant", "--state", state],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  try {
    const line = await new Promise((resolve) => child.stdout.once("data", (data) => resolve(String(data))));
    const startedInMs = performance.now() - started;
    return await work({ url: JSON.parse(line).url, child, agent, startedInMs });
  } finally {
    agent.destroy();
    child.kill();
    await ended;
  }
}

/** One call of AWS Query, as light as a client can be. */
function call({ url, agent }, account, parameters) {
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/eu-west-1/cloudformation/aws4_request`,
    "content-type": "application/x-www-form-urlencoded",
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece) => (text += piece));
      answer.on("end", () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    sent.on("error", reject);
    sent.end(new URLSearchParams({ Version: "2010-05-15", ...parameters }).toString());
  });
}
