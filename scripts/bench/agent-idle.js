// What an agent asks of AWS and of the Git host while nothing happens.
import { withRungAgent } from "./agents.js";
import { say } from "./figures.js";
import { countingGit, newRepository } from "./git.js";
import { withSandbox } from "./programs.js";
import { writeTopics } from "./repository.js";
import { newFolder } from "./scratch.js";

const SYNCS = 12;
const LOOKS = 10;

/** The default schedule: a sync every five minutes, drift once an hour, a look at the repository every minute. */
export async function benchIdleHour() {
  const dir = newFolder();
  writeTopics(dir, { accounts: 3, apps: 8 });
  const repository = newRepository(dir);
  const git = countingGit();
  await withSandbox((endpoint) =>
    withRungAgent({ repo: repository.url, endpoint, path: git.path }, async (ring) => {
      const start = await ring("start");
      say(`${start.stacks} stacks, in sync ${start.wallMs} ms after the start`);
      say(`the first look at the repository: ${inKinds(git.take())}`);
      const syncs = [];
      for (let sync = 0; sync < SYNCS; sync += 1) syncs.push(await ring("sync"));
      const calls = syncs.map((sync) => totalOf(sync.calls));
      say(`AWS calls of ${SYNCS} scheduled syncs: ${sum(calls)} (one: ${JSON.stringify(syncs[0].calls)})`);
      const drift = await ring("drift");
      say(
        `AWS calls of a scheduled look for drift: ${totalOf(drift.calls)} (${JSON.stringify(drift.calls)})`,
      );
      git.take();
      for (let look = 0; look < LOOKS; look += 1) await ring("look");
      say(`git for ${LOOKS} looks at a repository without news: ${inKinds(git.take())}`);
      const cpuMs = sum(syncs.map((sync) => sync.cpuMs)) + drift.cpuMs;
      say(`CPU of those syncs and the look for drift: ${cpuMs} ms`);
    }),
  );
}

function totalOf(calls) {
  return sum(Object.values(calls));
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function inKinds(subcommands) {
  const counts = new Map();
  for (const name of subcommands) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} ${name}`).join(", ");
}
