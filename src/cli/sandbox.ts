import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Command } from "commander";
import { Complaint } from "./complaint.ts";
import { sandboxProgram } from "./embedded-sandbox.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { readDurations, readPort } from "./readings.ts";
import type { Shell } from "./shell.ts";
import type { Verb } from "./verb.ts";

interface SandboxOptions {
  readonly port: string;
  readonly state?: string;
  readonly durations?: string;
}

/** `moor sandbox`: the local AWS as a server of its own, until Ctrl-C. */
export const sandboxVerb: Verb = ({ shell, run }) =>
  new Command("sandbox")
    .summary("the local AWS, until Ctrl-C")
    .description(
      "Runs the local AWS on 127.0.0.1 until Ctrl-C. Mooring, the aws command line and every AWS SDK can talk to it. " +
        "Without --state everything in it ends with it.",
    )
    .option("--port <port>", "port to listen on; 0 takes any free one", "4570")
    .option("--state <dir>", "folder that keeps its state")
    .option("--durations <how>", "instant, or a factor of plausible times such as 0.02")
    .action((options: SandboxOptions) => run(() => serve(shell, options)));

async function serve(shell: Shell, options: SandboxOptions): Promise<ExitCode> {
  const args = ["--port", String(readPort("--port", options.port)), "--parent-watch"];
  if (options.state !== undefined) args.push("--state", options.state);
  if (options.durations !== undefined)
    args.push("--durations", readDurations("--durations", options.durations));
  const child = spawn(process.execPath, [sandboxProgram, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  const deaf = shell.onInterrupt(() => child.stdin.end());
  const lines = createInterface({ input: child.stdout });
  lines.once("line", (line) => shell.stdout.write(greeting(line)));
  const [code] = await once(child, "close");
  deaf();
  return code === 0 ? exitCodes.done : exitCodes.failed;
}

function greeting(line: string): string {
  const answer: unknown = JSON.parse(line);
  const url =
    typeof answer === "object" && answer !== null && "url" in answer ? String(answer.url) : undefined;
  if (url === undefined) throw new Complaint("failed", `the sandbox answered "${line.slice(0, 200)}"`);
  if (typeof answer === "object" && answer !== null && "shared" in answer) {
    return `Another sandbox has this state open; it answers at ${url}.\n`;
  }
  return [
    `The sandbox answers at ${url} until Ctrl-C.`,
    "",
    "  moor sync examples/environments --endpoint " + url,
    "",
    `  export AWS_ENDPOINT_URL=${url} AWS_REGION=eu-west-1`,
    "  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test   # 12 digits as key id: that account",
    "  aws cloudformation describe-stacks",
    "",
    `  curl ${url}/_sandbox/calls   # what was asked; src/sandbox/README.md tells the rest`,
    "",
  ].join("\n");
}
