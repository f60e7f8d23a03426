// Runs cfn-lint (on PATH, or $CFN_LINT) on the templates of the examples, of every kind with every option, and for operators.
// Needs dist/ (npm run build). Exit 1 with cfn-lint's output when it finds anything, warnings included.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTemplates } from "./rendered-templates.js";

const OPERATOR = "examples/operator";

const folder = mkdtempSync(join(tmpdir(), "mooring-lint-"));
const count = await writeTemplates(folder);
const operator = readdirSync(OPERATOR).filter((name) => name.includes(".template."));
const linted = [join(folder, "*.json"), ...operator.map((name) => join(OPERATOR, name))];
const lint = spawnSync(process.env.CFN_LINT ?? "cfn-lint", linted, { encoding: "utf8" });
rmSync(folder, { recursive: true });
if (lint.error !== undefined) {
  console.error(
    `cfn-lint did not start (${lint.error.message}): install it (pip install cfn-lint) or set CFN_LINT`,
  );
  process.exit(1);
}
process.stdout.write(lint.stdout);
process.stderr.write(lint.stderr);
if (lint.status === 0) console.log(`cfn-lint finds nothing in ${count + operator.length} templates`);
process.exit(lint.status === 0 ? 0 : 1);
