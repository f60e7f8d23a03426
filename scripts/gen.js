// Makes everything that is generated from schema/: types and the field reference. With --check nothing is written.
import { spawnSync } from "node:child_process";

for (const script of ["scripts/gen-types.js", "scripts/gen-reference.js"]) {
  const { status } = spawnSync(process.execPath, [script, ...process.argv.slice(2)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
