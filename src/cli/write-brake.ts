import { resolve } from "node:path";
import { load } from "../manifest/load.ts";
import { readRepository } from "../manifest/read-repository.ts";
import { writePause, type PauseEdit, type PauseWords } from "../manifest/write-pause.ts";
import type { CommitResult } from "../model/commit-change.ts";
import type { PauseScope } from "../model/pause.ts";
import { oneLine } from "../report/untrusted.ts";
import { nameOf, subjectOf } from "./brake.ts";
import { Complaint } from "./complaint.ts";
import { selectIn } from "./selection.ts";
import type { Shell } from "./shell.ts";

/** What is to be said in the repository. */
export interface Brake {
  /** Folder of the environments repository. */
  readonly dir: string;
  readonly scope: PauseScope;
  /** Absent: what is paused goes on. */
  readonly pause?: PauseWords;
}

/**
 * Says in the repository that something is paused, or that it goes on: changes the one line, commits and pushes. Returns
 * what was done, one line. Throws a Complaint when there is no such account or app, or when the change cannot be made.
 */
export async function writeBrake(shell: Shell, brake: Brake): Promise<string> {
  const dir = resolve(brake.dir);
  const { path, text, where } = await fileOf(dir, brake.scope);
  const edited = writePause(text, { where, ...(brake.pause === undefined ? {} : { pause: brake.pause }) });
  if (edited === undefined) throw byHand(path, brake);
  if (edited === text)
    return brake.pause === undefined
      ? `${path} does not pause ${nameOf(brake.scope)}`
      : `${nameOf(brake.scope)} is paused already in ${path}`;
  const message = messageOf(brake);
  const files = new Map([[path, edited]]);
  return toldOf(await shell.adapters.commitChange({ dir, files, message, push: true }), message);
}

function toldOf(result: CommitResult, message: string): string {
  switch (result.kind) {
    case "committed":
      return `pushed to ${oneLine(result.pushedTo ?? "nowhere")}: ${shortId(result)} ${message}`;
    case "not-pushed":
      throw new Complaint(
        "failed",
        `${shortId(result)} is committed and could not be pushed: ${oneLine(result.why.message)}`,
        result.why.remedy,
      );
    case "refused":
      throw new Complaint("failed", oneLine(result.why.message), result.why.remedy);
  }
}

function shortId({ commit }: { readonly commit: string }): string {
  return commit.slice(0, 12);
}

interface BrakeFile {
  /** Path inside the repository. */
  readonly path: string;
  readonly text: string;
  readonly where: PauseEdit["where"];
}

async function fileOf(dir: string, scope: PauseScope): Promise<BrakeFile> {
  const found = await readRepository(dir);
  const { repository } = load(found);
  if (repository === undefined) {
    throw new Complaint("failed", `the repository in ${dir} cannot be read`, "moor validate says why");
  }
  const { account, app } = subjectOf(scope);
  selectIn(repository, {
    ...(account === undefined ? {} : { account: [account] }),
    ...(app === undefined ? {} : { app: [app] }),
  });
  if (app !== undefined && OF_THE_ACCOUNT.has(app)) {
    throw new Complaint(
      "usage",
      `${app} has no entry of its own in the repository`,
      "pause the account, or tell a running agent: leave out --app, or --push",
    );
  }
  const place = placeOf(scope, new Set(found.files.keys()));
  const bytes = found.files.get(place.path);
  if (bytes !== undefined)
    return { ...place, text: typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes) };
  throw new Complaint(
    "failed",
    `there is no ${place.path}`,
    "moor validate says what is wrong in the repository",
  );
}

/** Stacks that every account gets without being asked for. */
const OF_THE_ACCOUNT: ReadonlySet<string> = new Set(["zone", "network"]);

/** An app is placed by a file of its own, or else by an entry of apps.yaml. */
function placeOf(scope: PauseScope, files: ReadonlySet<string>): Omit<BrakeFile, "text"> {
  switch (scope.kind) {
    case "repository":
      return { path: "mooring.yaml", where: { kind: "mooring" } };
    case "account":
      return { path: `accounts/${scope.account}/account.yaml`, where: { kind: "account" } };
    case "app": {
      const own = `accounts/${scope.account}/apps/${scope.app}.yaml`;
      if (files.has(own)) return { path: own, where: { kind: "placement" } };
      return { path: `accounts/${scope.account}/apps.yaml`, where: { kind: "apps", app: scope.app } };
    }
  }
}

function messageOf({ scope, pause }: Brake): string {
  if (pause === undefined) return `resume ${nameOf(scope)}`;
  const reason = oneLine(pause.reason ?? "").trim();
  return `pause ${nameOf(scope)}${reason === "" ? "" : `: ${reason}`}`;
}

function byHand(path: string, { scope, pause }: Brake): Complaint {
  const what = scope.kind === "app" ? ` of ${scope.app}` : "";
  return new Complaint(
    "failed",
    `${path} is written in a way that cannot be edited here${scope.kind === "app" ? `, or has no entry for ${scope.app}` : ""}`,
    pause === undefined
      ? `take paused${what} out by hand, and commit it`
      : `write paused: true${what} by hand, and commit it`,
  );
}
