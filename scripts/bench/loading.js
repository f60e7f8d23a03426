// Loading, validating and placing, at the size the design speaks of and at ten times that.
import { inWords, say } from "./figures.js";
import { measured } from "./programs.js";
import { writeServices } from "./repository.js";
import { newFolder } from "./scratch.js";

/** Prints what it costs, and how that grows. */
export function benchLoading() {
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
    `${(size.accounts * size.apps).toLocaleString("en")} placements in ${size.accounts} accounts: ${inWords(median.usage)}`,
  );
  return median.usage;
}
