import type { PauseScope } from "../model/pause.ts";
import type { Command } from "commander";
import { Complaint } from "./complaint.ts";
import type { GlobalOptions } from "./shell.ts";

/** What `moor pause` and `moor resume` may both be told. */
export interface BrakeOptions extends GlobalOptions {
  readonly account?: string;
  readonly app?: string;
  readonly agent?: string;
}

/** Adds what both commands take. */
export function withBrakeOptions(command: Command): Command {
  return command
    .option("--account <name>", "only this account; everything without it")
    .option("--app <name>", "only this app of the account")
    .option("--agent <url>", "tell this running agent (default: MOORING_AGENT, or http://127.0.0.1:8080)");
}

/** What the options cover. Throws a usage Complaint when they contradict each other. */
export function scopeOf({ account, app }: BrakeOptions): PauseScope {
  if (account !== undefined)
    return app === undefined ? { kind: "account", account } : { kind: "app", account, app };
  if (app === undefined) return { kind: "repository" };
  throw new Complaint("usage", "--app needs --account", "name the account that the app is in");
}

/** A scope as the agent's API takes it. */
export function subjectOf(scope: PauseScope): object {
  const { kind: _kind, ...subject } = scope;
  return subject;
}
