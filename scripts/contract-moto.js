// Runs the contract suite of the Cloud port on moto: starts moto_server on a free port, tests, stops it.
// moto_server (pip install 'moto[server]') is looked for in $MOORING_VENV_BIN, then on the PATH.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { delimiter } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const START_WITHIN_MS = 60_000;

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const path = [process.env.MOORING_VENV_BIN, process.env.PATH].filter(Boolean).join(delimiter);
const moto = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
  env: { ...process.env, PATH: path },
  stdio: ["ignore", "ignore", "pipe"],
});
let said = "";
let gone;
moto.stderr.on("data", (text) => (said = (said + text).slice(-4000)));
moto.on("error", (error) => (gone = `moto_server cannot be started: ${error.message}`));
moto.on("exit", (code) => (gone ??= `moto_server ended with ${code}\n${said}`));
process.on("exit", () => moto.kill());
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

await answering();
const status = await tested();
if (status !== 0) console.error(said);
process.exit(status);

/** Not `spawnSync`: moto blocks when nobody reads what it says. */
async function tested() {
  const test = spawn("npm", ["test", "--", "test/contract/moto.test.ts", ...process.argv.slice(2)], {
    env: { ...process.env, MOTO_URL: url },
    stdio: "inherit",
  });
  return new Promise((resolve) => test.on("close", (code) => resolve(code ?? 1)));
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering() {
  const end = Date.now() + START_WITHIN_MS;
  while (Date.now() < end && gone === undefined) {
    const response = await fetch(`${url}/moto-api/reset`, { method: "POST" }).catch(() => undefined);
    if (response?.ok) return;
    await delay(100);
  }
  console.error(gone ?? `moto_server does not answer at ${url}\n${said}`);
  process.exit(1);
}
