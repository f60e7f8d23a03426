// `npm run demo`: brings the example into three accounts of the embedded sandbox, shows that a second run finds nothing left to do and that
// nothing drifted, and says what to try next. Needs no AWS account; its state lies in a temporary folder and is removed.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "mooring-demo-"));
const example = join(folder, "acme/environments");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
// Ctrl-C reaches the command that runs as well; what it says is shown, and its exit code ends the demo.
process.on("SIGINT", () => undefined);

execFileSync(process.execPath, ["scripts/example.js", join(folder, "acme")], { stdio: "ignore" });
title("Three accounts, thirteen apps, nothing deployed yet.");
await moor("sync");
title("The same again: everything is in sync, so one look at each account is all it takes.");
await moor("sync");
title("Is anything not as the repository says: properties, DNS records, scaling, images?");
await moor("drift");
title("Try next");
say(`The example as two Git repositories in ./acme, and a sandbox that remembers, in acme/environments/.mooring:
  npm run example -- acme
  npx moor sync acme/environments --sandbox
  npx moor status acme/environments --sandbox

A deployment: give storefront another version in acme/environments/accounts/dev/apps.yaml, then
  npx moor plan acme/environments --sandbox --account dev
  npx moor sync acme/environments --sandbox --account dev

What an innocent-looking edit would cost: write engine: mysql into acme/environments/apps/catalog-db.yaml, then
  npx moor plan acme/environments --sandbox --account dev

A failure: run the sandbox as a server of its own in a second terminal, take an image away, deploy that version, look at what is said
  npx moor sandbox --state acme/environments/.mooring/sandbox
  curl -d '{"missing":["*/storefront:6.6.6"]}' http://127.0.0.1:4570/_sandbox/images

The aws command line sees the same world
  AWS_ENDPOINT_URL=http://127.0.0.1:4570 AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=222222222222 AWS_SECRET_ACCESS_KEY=x \\
    aws cloudformation describe-stacks --query 'Stacks[].[StackName,StackStatus]' --output table
`);

async function moor(verb) {
  say(`$ moor ${verb} acme/environments --sandbox\n`);
  const child = spawn(
    process.execPath,
    [
      "dist/main.js",
      verb,
      example,
      "--sandbox-state",
      join(folder, "sandbox"),
      "--sandbox-durations",
      "0.02",
    ],
    { stdio: "inherit" },
  );
  const code = await new Promise((resolve) => child.once("close", (ended) => resolve(ended ?? 1)));
  if (code !== 0) process.exit(code);
  say("");
}

function title(text) {
  say(`\n${process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text}\n`);
}

function say(text) {
  console.log(text);
}
