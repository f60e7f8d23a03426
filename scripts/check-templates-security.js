// Runs checkov (on PATH, or $CHECKOV) on the templates of the examples, of every kind with every option, and for operators.
// Needs dist/ (npm run build). Exit 1 for a finding that security-excuses.json does not excuse, and for an excuse that
// excuses nothing any more.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTemplates } from "./rendered-templates.js";
import { findingsIn, unexcused } from "./security-findings.js";

const OPERATOR = "examples/operator";
const EXCUSES = "scripts/security-excuses.json";
const BYTES = 256 * 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), "mooring-security-"));
const count = await writeTemplates(folder);
const operator = readdirSync(OPERATOR).filter((name) => name.includes(".template."));
for (const name of operator) copyFileSync(join(OPERATOR, name), join(folder, name));
const options = ["--framework", "cloudformation", "--compact", "--quiet", "--skip-download", "--soft-fail"];
const checkov = spawnSync(
  process.env.CHECKOV ?? "checkov",
  ["--directory", folder, "--output", "json", ...options],
  { encoding: "utf8", maxBuffer: BYTES },
);
rmSync(folder, { recursive: true });
if (checkov.error !== undefined || checkov.status !== 0) {
  const why = checkov.error?.message ?? checkov.stderr;
  console.error(`checkov did not run (${why}): install it (pip install checkov) or set CHECKOV`);
  process.exit(1);
}

const found = findingsIn(checkov.stdout);
const { findings, excuses } = unexcused(found, JSON.parse(readFileSync(EXCUSES, "utf8")));
for (const { check, name, type, id, template } of findings) {
  console.log(`${template}: ${id} (${type})  ${check} ${name}`);
}
for (const { check, type } of excuses)
  console.log(`${EXCUSES}: ${check} on ${type} excuses nothing any more`);
if (findings.length > 0 || excuses.length > 0) process.exit(1);
console.log(
  `checkov finds nothing in ${count + operator.length} templates but ${found.length} findings with an excuse`,
);
