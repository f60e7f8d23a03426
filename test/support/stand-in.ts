import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";

/** Puts a program before all others of its name, until the test has ended. */
export type StandIn = (folder: string, name: string, script: string) => void;

/** Lets the tests of a file put programs into the way of those that are run. */
export function standIns(): StandIn {
  let path: string | undefined;
  beforeEach(() => {
    path = process.env["PATH"];
  });
  afterEach(() => {
    process.env["PATH"] = path;
  });
  return (folder, name, script) => {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env["PATH"] = `${bin}:${process.env["PATH"] ?? ""}`;
  };
}
