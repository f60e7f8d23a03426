import type { PauseScope } from "../model/pause.ts";
import type { Command } from "commander";
import { Complaint } from "./complaint.ts";
import type { GlobalOptions } from "./shell.ts";

/** What `moor pause` and `moor resume` may both be told. */
export interface BrakeOptions extends GlobalOptions {
  readonly account?: string;
  readonly app?: string;
  readonly agent?: string;
  readonly push?: boolean;
}

/** Adds what both commands take. */
export function withBrakeOptions(command: Command): Command {
  return command
    .option("--account <name>", "only this account; everything without it")
    .option("--app <name>", "only this app of the account")
    .option("--agent <url>", "tell this running agent (default: MOORING_AGENT, or http://127.0.0.1:8080)")
    .option("--push", "say it in the repository instead: change its file, commit and push");
}

/** What the options cover. Throws a usage Complaint when they contradict each other. */
export function scopeOf({ account, app, agent, push }: BrakeOptions): PauseScope {
  if (agent !== undefined && push === true) {
    throw new Complaint("usage", "--agent and --push exclude each other", "leave one of them out");
  }
  if (account !== undefined)
    return app === undefined ? { kind: "account", account } : { kind: "app", account, app };
  if (app === undefined) return { kind: "repository" };
  throw new Complaint("usage", "--app needs --account", "name the account that the app is in");
}

/** A scope by the names that it has, as the agent's API takes it. */
export function subjectOf(scope: PauseScope): { readonly account?: string; readonly app?: string } {
  const { kind: _kind, ...subject } = scope;
  return subject;
}

/** A scope in words. */
export function nameOf(scope: PauseScope): string {
  const { account, app } = subjectOf(scope);
  if (account === undefined) return "everything";
  return app === undefined ? account : `${app} in ${account}`;
}
