import { isPaused, type Pause } from "../model/pause.ts";
import { isNote, isWrite, type Rule } from "./rule.ts";

/** No write to what a person has paused, not even one that would bring a stack back. An app's pause covers its release. */
export const refusePaused: Rule = (step, { account, pauses, now }) => {
  if (!isWrite(step) || isNote(step)) return undefined;
  const pause = pauses.find((each) => isPaused(each, { account: account.name, app: step.app, now }));
  if (pause === undefined) return undefined;
  return { rule: "paused", why: describe(pause), allowBy: howToResume(pause) };
};

function describe({ covers, reason, until, by }: Pause): string {
  const what = covers.kind === "repository" ? "the whole repository" : nameOf(covers);
  const who = by === undefined ? "" : ` by ${by}`;
  const end = until === undefined ? "" : ` until ${timeWords(until)}`;
  return `${what} is paused${who}${end}${reason === undefined ? "" : `: ${reason}`}`;
}

/** To the minute: `2026-12-24 17:00 UTC`. */
function timeWords(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function nameOf(covers: Exclude<Pause["covers"], { kind: "repository" }>): string {
  return covers.kind === "account" ? covers.account : `${covers.app} in ${covers.account}`;
}

function howToResume({ covers, place }: Pause): string {
  if (place !== undefined) return `take \`paused\` out of ${place.file}:${place.line}`;
  switch (covers.kind) {
    case "repository":
      return "run `moor resume`";
    case "account":
      return `run \`moor resume --account ${covers.account}\``;
    case "app":
      return `run \`moor resume --account ${covers.account} --app ${covers.app}\``;
  }
}
