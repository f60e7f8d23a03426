// `npm run demo`: brings examples/environments into three accounts of the embedded sandbox, shows that a second run finds nothing left to do,
// and says what to try next. Needs no AWS account; leaves nothing behind but what it prints.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const EXAMPLE = "examples/environments";
const state = mkdtempSync(join(tmpdir(), "mooring-demo-"));
process.on("exit", () => rmSync(state, { recursive: true, force: true }));
// Ctrl-C reaches the command that runs as well; what it says is shown, and its exit code ends the demo.
process.on("SIGINT", () => undefined);

title("Three accounts, eight apps, nothing deployed yet.");
await moor("sync");
title("The same again: everything is in sync, so one look at each account is all it takes.");
await moor("sync");
title("Try next");
say(`A sandbox that remembers, in ${EXAMPLE}/.mooring:
  npx moor sync ${EXAMPLE} --sandbox
  npx moor status ${EXAMPLE} --sandbox

A deployment: give storefront another version in ${EXAMPLE}/accounts/dev/apps.yaml, then
  npx moor plan ${EXAMPLE} --sandbox --account dev
  npx moor sync ${EXAMPLE} --sandbox --account dev

A failure: run the sandbox as a server of its own in a second terminal, take an image away, deploy that version, look at what is said
  npx moor sandbox --state ${EXAMPLE}/.mooring/sandbox
  curl -d '{"missing":["*/storefront:6.6.6"]}' http://127.0.0.1:4570/_sandbox/images

The aws command line sees the same world
  AWS_ENDPOINT_URL=http://127.0.0.1:4570 AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=222222222222 AWS_SECRET_ACCESS_KEY=x \\
    aws cloudformation describe-stacks --query 'Stacks[].[StackName,StackStatus]' --output table
`);

async function moor(verb) {
  say(`$ moor ${verb} ${EXAMPLE} --sandbox\n`);
  const child = spawn(
    process.execPath,
    ["dist/main.js", verb, EXAMPLE, "--sandbox-state", state, "--sandbox-durations", "0.02"],
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
