// Jest's global setup: compiles src/ for the tests that start real processes, once for every state of the sources.
// A build is made beside and renamed into place, so that several test runs in one checkout do not disturb each other.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const builds = join(root, "node_modules/.cache/mooring-builds");
const inputs = ["package.json", "schema", "src", "tsconfig.build.json", "tsconfig.json"];
const KEPT_MS = 30 * 60_000;

export default function build() {
  const digest = createHash("sha256");
  for (const input of inputs) addTo(digest, input);
  const target = join(builds, digest.digest("hex").slice(0, 16));
  // Read by test/support/built.ts in every test process.
  process.env["MOORING_TEST_BUILD"] = target;
  if (existsSync(target)) return;
  removeOldBuilds();
  const making = `${target}.${process.pid}`;
  compile(making);
  if (existsSync(target)) rmSync(making, { recursive: true });
  else renameSync(making, target);
}

function addTo(digest, path) {
  const full = join(root, path);
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).toSorted()) addTo(digest, join(path, name));
  } else {
    digest.update(`${path}\0`).update(readFileSync(full));
  }
}

/** Types are checked elsewhere: a type error in one folder must not keep the tests of another from running. */
function compile(target) {
  mkdirSync(target, { recursive: true });
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = [
    "-p",
    "tsconfig.build.json",
    "--noCheck",
    "--declaration",
    "false",
    "--outDir",
    join(target, "dist"),
  ];
  execFileSync(process.execPath, [tsc, ...args], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  for (const file of ["package.json", "schema"]) {
    cpSync(join(root, file), join(target, file), { recursive: true });
  }
}

function removeOldBuilds() {
  mkdirSync(builds, { recursive: true });
  for (const name of readdirSync(builds)) {
    const old = join(builds, name);
    const age = Date.now() - (statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > KEPT_MS) rmSync(old, { recursive: true, force: true });
  }
}
