// `moor sync` over many stacks.
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { inWords, say, sumOf } from "./figures.js";
import { AWS_ENVIRONMENT, callsOf, measured, moor, withSandbox } from "./programs.js";
import { writeTopics } from "./repository.js";
import { newFolder } from "./scratch.js";

/** A second `moor sync` over stacks that are all in sync. */
export async function benchIdlePass() {
  const dir = newFolder();
  writeTopics(dir, { accounts: 10, apps: 98 });
  await withSandbox(async (url) => {
    moor("sync", dir, url);
    const idle = measured(
      "node",
      ["dist/main.js", "sync", dir, "--json", "--endpoint", url],
      AWS_ENVIRONMENT,
    );
    const report = JSON.parse(idle.stdout);
    const calls = report.accounts.map((account) => account.calls);
    say(`AWS calls: ${JSON.stringify(sumOf(calls))} (an account: ${JSON.stringify(calls[0])})`);
    const loading = moor("validate", dir, url);
    say(`the whole command: ${inWords(idle.usage)}`);
    say(`\`moor validate\` of the same repository, which makes no pass: ${inWords(loading.usage)}`);
    say(
      `so the passes took ${idle.usage.cpuMs - loading.usage.cpuMs} ms of CPU, loading the AWS SDK included`,
    );
  });
}

/** A hundred small stacks, by Mooring and, where it is installed, by the aws command line in a loop. */
export async function benchDeploy() {
  const dir = newFolder();
  writeTopics(dir, { accounts: 1, apps: 98 });
  const ours = await withSandbox(async (url) => {
    const { usage } = moor("sync", dir, url);
    return { wallMs: usage.wallMs, calls: (await callsOf(url)).total };
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
    return { wallMs: Math.round(performance.now() - started), calls: (await callsOf(url)).total };
  });
  say(
    `aws cloudformation deploy in a loop: ${theirs.wallMs} ms, ${(theirs.calls / 100).toFixed(1)} calls a stack`,
  );
  say(`ratio of wall times: ${(theirs.wallMs / ours.wallMs).toFixed(1)}`);
}

function deployByAws(url, template, stack) {
  execFileSync("aws", ["cloudformation", "deploy", "--template-file", template, "--stack-name", stack], {
    env: { ...process.env, ...AWS_ENVIRONMENT, AWS_ENDPOINT_URL: url },
    stdio: "pipe",
  });
}
