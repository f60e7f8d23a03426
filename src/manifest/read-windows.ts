import { isCron, isTimezone } from "../model/cron.ts";
import type { WindowSettings } from "../model/generated/account.ts";
import type { ChangeWindow } from "../model/window.ts";
import type { Flaw, Read } from "./flaw.ts";
import { fieldName, shown } from "./field-name.ts";
import { nearest, type Tree, type TreePath } from "./tree.ts";

/** The change windows of an account, once the contract has nothing against them. */
export function readWindows(settings: readonly WindowSettings[], tree: Tree): Read<readonly ChangeWindow[]> {
  const windows = settings.map((window, index) => readWindow(window, tree, ["windows", index]));
  const flaws = windows.flatMap((window) => window.flaws);
  return flaws.length > 0 ? { flaws } : { value: windows.flatMap(({ value }) => value ?? []), flaws: [] };
}

function readWindow(
  { allow, deny, duration, timezone = "UTC", reason }: WindowSettings,
  tree: Tree,
  path: TreePath,
): Read<ChangeWindow> {
  const effect = deny === undefined ? "allow" : "deny";
  const cron = deny ?? allow;
  if (cron === undefined || (allow !== undefined && deny !== undefined))
    return { flaws: [whichEffect(allow, tree, path)] };
  const durationMs = spanOf(duration);
  const flaws = [
    ...checkCron(cron, tree, [...path, effect]),
    ...checkTimezone(timezone, tree, [...path, "timezone"]),
    ...(durationMs > LONGEST_MS ? [tooLong(duration, tree, [...path, "duration"])] : []),
  ];
  if (flaws.length > 0) return { flaws };
  const window = { effect, cron, durationMs, timezone } as const;
  return { value: reason === undefined ? window : { ...window, reason }, flaws: [] };
}

function whichEffect(allow: string | undefined, tree: Tree, path: TreePath): Flaw {
  const has = allow === undefined ? "neither allow nor deny" : "both allow and deny";
  return {
    origin: nearest(tree, path).origin,
    message: `${fieldName(path, "the window")} has ${has}`,
    remedy: "give it one of the two",
  };
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 31 * 86_400_000;

/** A length as the schema allows it, in milliseconds. */
function spanOf(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? Number.NaN);
}

function tooLong(duration: string, tree: Tree, path: TreePath): Flaw {
  const message = `${fieldName(path, "duration")} is ${duration}, and a window stays open for 31d at most`;
  return { origin: nearest(tree, path).origin, message, remedy: "write 31d or less" };
}

/** What is wrong with a cron expression that has five fields. */
export function checkCron(cron: string, tree: Tree, path: TreePath): readonly Flaw[] {
  if (isCron(cron)) return [];
  const message = `${fieldName(path, "the time")} is ${shown(cron)}, which never comes`;
  const remedy = "write minute, hour, day, month and weekday, such as 0 9 * * 1-5";
  return [{ origin: nearest(tree, path).origin, message, remedy }];
}

/** What is wrong with the name of a time zone. */
export function checkTimezone(timezone: string, tree: Tree, path: TreePath): readonly Flaw[] {
  if (isTimezone(timezone)) return [];
  const message = `${fieldName(path, "timezone")} is ${shown(timezone)}, which is no time zone`;
  return [
    { origin: nearest(tree, path).origin, message, remedy: "write an IANA name such as Europe/Berlin" },
  ];
}
