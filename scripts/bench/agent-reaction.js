// How soon a commit reaches AWS: `moor agent` that nobody polls, a webhook, and a sandbox in which everything happens at once.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { withAgent } from "./agents.js";
import { median, say } from "./figures.js";
import { newRepository } from "./git.js";
import { callsOf, withSandbox } from "./programs.js";
import { writeTopics } from "./repository.js";
import { newFolder } from "./scratch.js";

const COMMITS = 10;

/** Commits to the example repository, each a new version of one app in one account; and to a large one. */
export async function benchReaction() {
  say("examples/environments, 3 accounts:");
  const small = layOutExample();
  await measureReactions(small, (index) =>
    edit(join(small, "accounts/dev/apps.yaml"), /^mailer: .*$/m, `mailer: 4.0.${index}`),
  );
  say("1,000 stacks in 10 accounts:");
  const large = newFolder();
  writeTopics(large, { accounts: 10, apps: 98 });
  edit(
    join(large, "accounts/account-3/apps.yaml"),
    /^app-7: .*$/m,
    "app-7: { template: templates/seven.yaml }",
  );
  const seven = (name) =>
    `Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: "${name}" } } }\n`;
  writeFileSync(join(large, "templates/seven.yaml"), seven("at first"));
  await measureReactions(large, (index) =>
    edit(join(large, "templates/seven.yaml"), /^[^]*$/, seven(`change ${index}`)),
  );
}

/** The example's environments repository, with the one that it takes a template from beside it. */
function layOutExample() {
  const folder = join(newFolder(), "acme");
  execFileSync(process.execPath, ["scripts/example.js", folder], { stdio: "ignore" });
  rmSync(join(folder, "environments/.git"), { recursive: true });
  return join(folder, "environments");
}

function edit(path, line, replacement) {
  writeFileSync(path, readFileSync(path, "utf8").replace(line, replacement));
}

async function measureReactions(dir, change) {
  const repository = newRepository(dir);
  await withSandbox(async (endpoint) => {
    await makeZoneAbove(endpoint);
    await withAgent({ repo: repository.url, endpoint }, async (agent) => {
      await agent.settled(repository.head());
      const reactions = [];
      for (let index = 0; index < COMMITS; index += 1) {
        change(index);
        reactions.push(await reactionTo(repository, index, agent, endpoint));
        await agent.settled(repository.head());
      }
      tell(reactions);
    });
  });
}

/** The zone above those of the example's accounts is in an account that Mooring does not keep. */
async function makeZoneAbove(endpoint) {
  const zone = { account: "111111111111", name: "acme.example" };
  await fetch(`${endpoint}/_sandbox/zones`, { method: "POST", body: JSON.stringify(zone) });
}

/** Everything in milliseconds. The sandbox's clock and the agent's are this machine's. */
async function reactionTo(repository, index, agent, endpoint) {
  await callsOf(endpoint, { reset: true });
  const fetchedBefore = await agent.fetchSeconds();
  const commit = repository.commit(`change ${index}`);
  const from = Date.now();
  await agent.push(commit);
  const heard = Date.now();
  const executedAt = await writeOf(endpoint, "ExecuteChangeSet");
  const createdAt = await writeOf(endpoint, "CreateChangeSet");
  const read = await agent.line(
    (line) => line.message === "repository read" && commit.startsWith(line.commit),
  );
  const readAt = Date.parse(read.time);
  const fetchMs = ((await agent.fetchSeconds()) - fetchedBefore) * 1000;
  return {
    "from the commit to ExecuteChangeSet": executedAt - from,
    "until the webhook is answered": heard - from,
    "ls-remote, fetch, check, lay out": fetchMs,
    "load, validate, place, compare": readAt - from - fetchMs,
    "pass that creates the change set": createdAt - readAt,
    "pace, and the pass that executes it": executedAt - createdAt,
  };
}

/** When the first write of that kind since the last reset was made. */
async function writeOf(endpoint, operation) {
  for (;;) {
    const { writes } = await callsOf(endpoint);
    const found = writes.find((write) => write.operation === operation);
    if (found !== undefined) return Date.parse(found.at);
    await delay(10);
  }
}

function tell(reactions) {
  for (const part of Object.keys(reactions[0])) {
    const times = reactions.map((reaction) => reaction[part]);
    say(
      `  ${part}: ${median(times)} ms (${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))})`,
    );
  }
}
