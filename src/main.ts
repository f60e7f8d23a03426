#!/usr/bin/env node
import { moor } from "./cli/moor.ts";
import type { Shell } from "./cli/shell.ts";
import { complain } from "./cli/shell.ts";
import { adapters } from "./wire.ts";

const shell: Shell = {
  adapters,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  leave: (code) => process.exit(code),
  onInterrupt: (hear) => onSignals(["SIGINT", "SIGTERM"], hear),
  onHangUp: (hear) => onSignals(["SIGHUP"], hear),
};

function onSignals(signals: readonly NodeJS.Signals[], hear: () => void): () => void {
  for (const signal of signals) process.on(signal, hear);
  return () => {
    for (const signal of signals) process.off(signal, hear);
  };
}

// Whoever reads the output may go away (`moor plan | head`): that is no error, and work in hand goes on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
process.on("uncaughtException", (error) => {
  complain(shell, error);
  process.exit(1);
});

process.exitCode = await moor(process.argv.slice(2), shell);
