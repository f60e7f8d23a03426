// `npm start`: the agent on the example, laid out as Git repositories of its own, with the embedded sandbox. A commit there is
// applied within seconds. Needs no AWS account; everything lies in one temporary folder, which goes when the agent is stopped.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "mooring-start-"));
const repository = join(folder, "acme/environments");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

execFileSync(process.execPath, [join(import.meta.dirname, "example.js"), join(folder, "acme")], {
  stdio: ["ignore", "ignore", "inherit"],
});

say(`The environments repository: ${repository}

Commit there and look here. For example, a new version of the mailer everywhere:
  cd ${repository}
  sed -i 's/^mailer: .*/mailer: 9.9.9/' accounts/*/apps.yaml && git commit -qam 'mailer 9.9.9'

Its address, with /api/v1/status and /metrics, stands in the line "agent started". Ctrl-C ends it and removes the folder.
`);

const agent = spawn(
  process.execPath,
  [
    "dist/main.js",
    "agent",
    `--repo=${pathToFileURL(repository).href}`,
    `--data=${join(folder, "agent")}`,
    `--sandbox-state=${join(folder, "sandbox")}`,
    "--interval=2s",
    "--listen=127.0.0.1:0",
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
// Ctrl-C reaches the agent as well as this script; whoever ends this script, or closes its terminal, ends the agent.
process.on("SIGINT", () => undefined);
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => agent.kill("SIGTERM"));
process.exitCode = await new Promise((resolve) => agent.once("close", (code) => resolve(code ?? 1)));

function say(text) {
  console.log(text);
}
