// An agent with many stacks.
import { setTimeout as delay } from "node:timers/promises";
import { withRungAgent } from "./agents.js";
import { inWords, say } from "./figures.js";
import { newRepository } from "./git.js";
import { withSandbox } from "./programs.js";
import { writeTopics } from "./repository.js";
import { newFolder } from "./scratch.js";

const SYNCS = 5;

/** Ten accounts of a hundred stacks each: bringing them up, and scheduled syncs that find nothing to do. */
export async function benchManyStacks() {
  const dir = newFolder();
  writeTopics(dir, { accounts: 10, apps: 98 });
  const repository = newRepository(dir);
  await withSandbox((endpoint) =>
    withRungAgent({ repo: repository.url, endpoint }, async (ring) => {
      const start = await ring("start");
      say(`${start.stacks.toLocaleString("en")} stacks made: ${inWords(start)}`);
      await delay(1000);
      for (let sync = 0; sync < SYNCS; sync += 1) tell("a scheduled sync", await ring("sync"));
    }),
  );
}

function tell(what, { wallMs, cpuMs, rssMb, calls }) {
  say(`${what}: ${wallMs} ms, ${cpuMs} ms of CPU, ${rssMb} MB, ${JSON.stringify(calls)}`);
}
