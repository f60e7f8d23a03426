import type { Answer, PauseOrder } from "../model/agent-face.ts";
import type { Pause, PauseScope } from "../model/pause.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Content } from "./content.ts";

/** Pauses that a person told the agent; they hold until they are taken away, end by themselves, or the agent is restarted. */
export interface Brakes {
  /** Those that hold now. */
  pauses(): readonly Pause[];
  /** Takes the place of an earlier one of the same scope. */
  pause(order: PauseOrder, content: Content | undefined): Answer;
  resume(scope: PauseScope, content: Content | undefined): Answer;
}

/** No pauses. */
export function newBrakes({ clock, log }: { readonly clock: Clock; readonly log: Log }): Brakes {
  const told = new Map<string, Pause>();
  const holding = (): readonly Pause[] => {
    for (const [key, { until }] of told) {
      if (until !== undefined && until <= clock.now()) told.delete(key);
    }
    return [...told.values()];
  };
  return {
    pauses: holding,
    pause({ scope, reason, by, until }, content) {
      const unknown = whatIsUnknown(scope, content);
      if (unknown !== undefined) return { kind: "unknown", message: unknown };
      if (until !== undefined && until <= clock.now())
        return { kind: "unknown", message: "the time until which to pause has passed already" };
      told.set(keyOf(scope), {
        covers: scope,
        ...(reason === undefined ? {} : { reason }),
        ...(by === undefined ? {} : { by }),
        ...(until === undefined ? {} : { until }),
      });
      log.warn("paused", { scope: nameOf(scope), reason, by, until: timeOf(until) });
      return { kind: "taken", message: `${nameOf(scope)} is paused until it is resumed${orUntil(until)}` };
    },
    resume(scope, content) {
      if (told.delete(keyOf(scope))) {
        log.warn("resumed", { scope: nameOf(scope) });
        return { kind: "taken", message: `${nameOf(scope)} goes on` };
      }
      const unknown = whatIsUnknown(scope, content);
      return { kind: "unknown", message: unknown ?? whatElsePauses(scope, holding(), content) };
    },
  };
}

function keyOf(scope: PauseScope): string {
  return JSON.stringify([
    scope.kind,
    "account" in scope ? scope.account : "",
    "app" in scope ? scope.app : "",
  ]);
}

/** What a pause covers, for people. */
function nameOf(scope: PauseScope): string {
  switch (scope.kind) {
    case "repository":
      return "everything";
    case "account":
      return scope.account;
    case "app":
      return `${scope.app} in ${scope.account}`;
  }
}

function orUntil(until: number | undefined): string {
  return until === undefined ? " or the agent is restarted" : `, or until ${timeOf(until)}`;
}

function timeOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function whatIsUnknown(scope: PauseScope, content: Content | undefined): string | undefined {
  if (scope.kind === "repository") return undefined;
  const target = content?.targets.get(scope.account);
  const held = content?.repository?.heldAccounts ?? [];
  if (target === undefined) {
    const known = [...(content?.targets.keys() ?? []), ...held];
    return held.includes(scope.account)
      ? undefined
      : `there is no account ${scope.account}; there is ${listOf(known)}`;
  }
  if (scope.kind === "account") return undefined;
  const apps = [...target.desired.map(({ app }) => app), ...target.account.heldApps];
  return apps.includes(scope.app)
    ? undefined
    : `there is no app ${scope.app} in ${scope.account}; there is ${listOf(apps)}`;
}

function whatElsePauses(scope: PauseScope, told: readonly Pause[], content: Content | undefined): string {
  const written = [...(content?.targets.values() ?? [])]
    .flatMap(({ account }) => account.pauses)
    .find(({ covers }) => keyOf(covers) === keyOf(scope));
  if (written !== undefined)
    return `${nameOf(scope)} is paused by the repository (${written.place?.file ?? "mooring.yaml"}): take it away there`;
  const others = told.map(({ covers }) => nameOf(covers));
  return others.length === 0
    ? `${nameOf(scope)} is not paused`
    : `${nameOf(scope)} is not paused by itself; paused is ${listOf(others)}`;
}

const MOST_NAMES = 20;

function listOf(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return `${names.slice(0, MOST_NAMES).join(", ")}${more}`;
}
