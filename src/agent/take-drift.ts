import { inReportOrder } from "../drift/account-drift.ts";
import { differenceKey, type AccountDrift, type DriftedProperty } from "../model/drift.ts";
import { counted } from "../report/counted.ts";
import type { AccountState } from "./account-state.ts";
import type { Happening } from "./happenings.ts";
import type { Office } from "./office.ts";
import { logDrift, withVersions } from "./version-drift.ts";

/** What a survey came to. */
export interface SurveyEnd {
  readonly drift: AccountDrift;
  /** What it was about; all without it. */
  readonly apps: readonly string[] | undefined;
}

/** Takes over what a survey found: tells what is new and what was healed, and wakes the account where it may be healed. */
export function takeDrift(state: AccountState, end: SurveyEnd, office: Office): void {
  const before = state.drift;
  const drift = withVersions(merged(before, end), state);
  state.drift = drift;
  logDrift(state, before, office);
  if (drift.failure !== undefined) return;
  const about = {
    repository: office.content()?.repository?.name ?? "",
    account: drift.account,
    revision: state.last?.revision,
  };
  const happenings = [...newDrift(drift, before), ...healed(state, end, before)];
  for (const happening of happenings) office.teller.tell(happening, about);
  if (mayHeal(state, drift)) office.accounts.wake([drift.account]);
}

/**
 * A survey that failed leaves what was known; one of some apps leaves what is known of the others. What a pass saw of
 * versions stays until the next one: no survey looks at them.
 */
function merged(before: AccountDrift | undefined, { drift, apps }: SurveyEnd): AccountDrift {
  if (before === undefined) return drift;
  if (drift.failure !== undefined) return { ...before, failure: drift.failure };
  const versions = before.properties.filter(({ layer }) => layer === "version");
  if (apps === undefined) return { ...drift, properties: inReportOrder([...drift.properties, ...versions]) };
  const { failure: _failure, ...known } = before;
  const isOther = ({ app }: { readonly app: string }): boolean => !apps.includes(app);
  const others = before.properties.filter((property) => property.layer !== "version" && isOther(property));
  const surveyed = new Map([...(before.surveyed ?? []), ...(drift.surveyed ?? [])]);
  const looked = new Set(drift.surveyed?.keys());
  const attachments = (before.attachments ?? []).filter(({ stack }) => !looked.has(stack));
  return {
    ...known,
    checkedAt: drift.checkedAt,
    properties: inReportOrder([...others, ...versions, ...drift.properties]),
    ignored: [...before.ignored.filter(({ property }) => isOther(property)), ...drift.ignored],
    unknown: [...before.unknown.filter(isOther), ...drift.unknown],
    attachments: [...attachments, ...(drift.attachments ?? [])],
    surveyed,
  };
}

/** One happening for each stack with differences that were not there before; failed and held content is told elsewhere. */
function newDrift(drift: AccountDrift, before: AccountDrift | undefined): readonly Happening[] {
  const known = new Set(before?.properties.map(differenceKey));
  const fresh = drift.properties.filter(
    (property) => property.layer !== "version" && !known.has(differenceKey(property)),
  );
  const stacks = [...new Set(fresh.map(({ stack }) => stack))];
  return stacks.flatMap((stack): readonly Happening[] => {
    const properties = fresh.filter((property) => property.stack === stack);
    const [first] = properties;
    if (first === undefined) return [];
    const state = String(drift.surveyed?.get(stack)?.state ?? "");
    const key = [stack, state, ...properties.map(differenceKey)];
    return [{ kind: "drifted", key, app: first.app, stack, message: describe(first, properties.length) }];
  });
}

/** Where it is and not what is there: events go to channels and to whoever can reach the agent, values to the log only. */
function describe({ resource, type, property }: DriftedProperty, count: number): string {
  const more = count > 1 ? `, and ${counted(count - 1, "more difference")}` : "";
  return `${resource} (${type}) ${property === "" ? "" : `${property} `}is not what the repository says${more}`;
}

/** Apps whose heal has run, and of whose differences none is left. */
function healed(
  state: AccountState,
  { apps }: SurveyEnd,
  before: AccountDrift | undefined,
): readonly Happening[] {
  const left = new Set(state.drift?.properties.map(differenceKey));
  const looked = [...state.healing.values()].filter(({ app }) => apps?.includes(app) ?? true);
  return looked.flatMap(({ app, stack, stackId, name }): readonly Happening[] => {
    state.healing.delete(app);
    const were = (before?.properties ?? []).filter(
      (each) => each.stack === stack && each.layer !== "version",
    );
    if (were.some((property) => left.has(differenceKey(property)))) return [];
    const what = were.length === 0 ? "what had drifted" : counted(were.length, "difference");
    const message = `${what} of ${app} set back to what the repository says`;
    return [{ kind: "healed", key: [stackId, name], app, stack, message }];
  });
}

function mayHeal({ target }: AccountState, { properties }: AccountDrift): boolean {
  const healable = new Set(target.desired.filter(({ selfHeal }) => selfHeal).map(({ name }) => name));
  return properties.some(({ stack, layer }) => layer !== "version" && healable.has(stack));
}
