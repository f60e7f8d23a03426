// How much memory an agent holds after a week and after four.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { say } from "./figures.js";
import { newFolder } from "./scratch.js";

/** The engine compiles more and more of our code, for days; that is no memory of the agent, so it does without. */
const PLAIN = ["--expose-gc", "--no-opt", "--no-sparkplug"];

/** Simulates a month in a process of its own, with the in-memory AWS, Git and clock of the tests. */
export function benchMonth() {
  const dir = resolve(`node_modules/.cache/mooring-bench.${process.pid}`);
  try {
    compile(dir);
    const month = new URL("month.js", import.meta.url).pathname;
    const printed = execFileSync(process.execPath, [...PLAIN, month, dir, newFolder()], {
      encoding: "utf8",
    });
    tell(JSON.parse(printed));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What the tests work with is TypeScript; it lies beside `src/`, from which it imports. */
function compile(dir) {
  mkdirSync(dir, { recursive: true });
  const compilerOptions = { noEmit: false, incremental: false, rootDir: resolve("."), outDir: dir };
  const files = ["memory-agent", "small-acme"].map((name) => resolve(`test/support/${name}.ts`));
  const config = { extends: resolve("tsconfig.json"), compilerOptions, files, include: [] };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));
  const tsc = resolve("node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "--noCheck", "-p", join(dir, "tsconfig.json")], { stdio: "inherit" });
  for (const file of ["package.json", "schema"]) cpSync(file, join(dir, file), { recursive: true });
}

function tell({ weeks, commits, passes, surveys, heals, failures, looks, seconds }) {
  say(
    `${commits} commits, ${passes} passes, ${surveys} looks for drift, ${heals} heals, ${failures} failed deployments and ` +
      `${looks} looks at the repository in ${weeks.length} simulated weeks, which took ${seconds} s`,
  );
  const sizes = weeks.map((bytes) => `${(bytes / 1e6).toFixed(2)} MB`);
  const ratio = (weeks.at(-1) ?? 0) / (weeks[0] ?? 1);
  say(`heap after each week: ${sizes.join(", ")}; the last to the first: ${ratio.toFixed(3)}`);
}
