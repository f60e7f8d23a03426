import type { AppSpec, DataSpec } from "../model/repository.ts";
import { factsOfUse, type Use } from "../model/use.ts";
import { closestName, didYouMean } from "./closest-name.ts";
import { holding, type Finding, type Flaw } from "./flaw.ts";
import type { Origin } from "./source-file.ts";
import { child, textOf, type Tree } from "./tree.ts";
import { checkVariables, variablesOf } from "./use-variables.ts";
import { writtenUses, type WrittenUse } from "./written-uses.ts";

/** An app of one account that may use others, or be used. */
export interface UsableApp {
  readonly app: string;
  /** Merged. */
  readonly fields: Tree;
  /** Absent when something is wrong with the app. */
  readonly spec?: AppSpec;
}

/** What an account's apps may use. */
export interface Usable {
  readonly account: string;
  readonly apps: readonly UsableApp[];
  /** Apps that are placed, and what they are is not known. */
  readonly unknown: readonly string[];
  /** Apps that the repository has, placed or not. */
  readonly files: readonly string[];
}

/** Who uses what in one account. */
export interface ResolvedUses {
  /** By user. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  /** What a user has to wait for, and where that was said. */
  readonly waits: ReadonlyMap<string, readonly Wait[]>;
  readonly findings: readonly Finding[];
  /** Users of what is held: they are held with it, and have no problem of their own. */
  readonly held: readonly string[];
}

/** One app that another waits for. */
export interface Wait {
  readonly app: string;
  readonly origin: Origin;
}

/** Finds out who uses what, and what is wrong with it. */
export function resolveUses(usable: Usable): ResolvedUses {
  const apps = new Map(usable.apps.map((one) => [one.app, one]));
  const users = usable.apps
    .filter(({ fields }) => CONTAINERS.has(kindOf(fields)))
    .map((user) => [user.app, resolveUser({ ...usable, user, byName: apps })] as const);
  return {
    uses: new Map(users.map(([app, { uses }]) => [app, uses])),
    waits: new Map(users.map(([app, { waits }]) => [app, waits])),
    findings: users.flatMap(([app, { flaws }]) =>
      holding(flaws, { kind: "app", account: usable.account, app }),
    ),
    held: users.filter(([, { waitsForHeld }]) => waitsForHeld).map(([app]) => app),
  };
}

const CONTAINERS: ReadonlySet<string> = new Set<AppSpec["kind"]>(["Service", "Worker", "Job"]);

function kindOf(fields: Tree): string {
  return textOf(child(fields, "kind")) ?? "";
}

interface User extends Usable {
  readonly user: UsableApp;
  readonly byName: ReadonlyMap<string, UsableApp>;
}

interface UserUses {
  readonly uses: readonly Use[];
  readonly waits: readonly Wait[];
  readonly flaws: readonly Flaw[];
  readonly waitsForHeld: boolean;
}

function resolveUser(source: User): UserUses {
  const { fields } = source.user;
  const written = writtenUses(fields);
  const targets = written.map((use) => ({ use, target: targetOf(use, source) }));
  const known = targets.flatMap(({ use, target }) =>
    target.kind === "known" ? [{ use, spec: target.spec }] : [],
  );
  const flaws = [
    ...written.flatMap((use, index) => usedTwice(use, written.slice(0, index))),
    ...targets.flatMap(({ target }) => (target.kind === "flawed" ? [target.flaw] : [])),
    ...known.flatMap(({ use, spec }) => [...checkAccess(use, spec), ...checkFacts(use, spec)]),
    ...checkVariables(
      onceEach(known).flatMap(({ use, spec }) => variablesOf(use, spec)),
      fields,
    ),
    ...checkQueue(written, source),
  ];
  return {
    uses: known.map(({ use, spec }) => useOf(use, spec)),
    waits: targets.flatMap(({ use, target }) => (target.kind === "flawed" ? [] : [use])),
    flaws,
    waitsForHeld: targets.some(({ target }) => target.kind === "held"),
  };
}

/** What a use leads to. */
type Target =
  | { readonly kind: "known"; readonly spec: DataSpec }
  | { readonly kind: "held" }
  | { readonly kind: "flawed"; readonly flaw: Flaw };

function targetOf(use: WrittenUse, source: User): Target {
  const { user, byName, unknown } = source;
  const target = byName.get(use.app);
  if (use.app === user.app) return { kind: "flawed", flaw: usesItself(use) };
  if (target === undefined)
    return unknown.includes(use.app) ? { kind: "held" } : { kind: "flawed", flaw: notHere(use, source) };
  const { spec, fields } = target;
  if (spec !== undefined && isData(spec)) return { kind: "known", spec };
  const kind = kindOf(fields);
  return isDataKind(kind) ? { kind: "held" } : { kind: "flawed", flaw: notUsable(use, kind) };
}

const DATA_KINDS: ReadonlySet<string> = new Set<DataSpec["kind"]>(["Database", "Cache", "Bucket", "Queue"]);

function isDataKind(kind: string): boolean {
  return DATA_KINDS.has(kind);
}

function isData(spec: AppSpec): spec is DataSpec {
  return isDataKind(spec.kind);
}

function usesItself({ app, origin }: WrittenUse): Flaw {
  return { origin, message: `${app} uses itself`, remedy: "take it out of uses" };
}

function notHere({ app, origin }: WrittenUse, { apps, files }: User): Flaw {
  const message = `uses names ${app}, which this account does not have`;
  const usable = apps.filter(({ fields }) => isDataKind(kindOf(fields))).map((one) => one.app);
  const all = usable.length === 0 ? "it has nothing that can be used" : `it has ${usable.join(", ")}`;
  const isElsewhere = files.includes(app) && closestName(app, usable) === undefined;
  const remedy = isElsewhere
    ? `place ${app} in this account, or take it out of uses`
    : didYouMean(app, usable, all);
  return { origin, message, remedy };
}

function notUsable({ app, origin }: WrittenUse, kind: string): Flaw {
  const message = `uses names ${app}, which is a ${kind}, and only databases, caches, buckets and queues can be used`;
  return { origin, message, remedy: `take it out of uses${INSTEAD.get(kind) ?? ""}` };
}

const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["Service", ": a Service is reached by its host name"],
  ["Template", ", and refer to its outputs, as in ${app.Output}"],
]);

function usedTwice({ app, origin }: WrittenUse, earlier: readonly WrittenUse[]): readonly Flaw[] {
  if (!earlier.some((other) => other.app === app)) return [];
  return [{ origin, message: `uses names ${app} twice`, remedy: "keep one of the two" }];
}

function onceEach<T extends { readonly use: WrittenUse }>(known: readonly T[]): readonly T[] {
  return known.filter(({ use }, index) => known.findIndex((other) => other.use.app === use.app) === index);
}

function checkAccess({ app, access, accessOrigin }: WrittenUse, { kind }: DataSpec): readonly Flaw[] {
  if (access === "both" || kind === "Bucket" || kind === "Queue") return [];
  const message = `access means nothing for ${app}: what may be done in a ${kind} is up to its own users`;
  return [{ origin: accessOrigin, message, remedy: "take access out" }];
}

function checkFacts({ app, names }: WrittenUse, spec: DataSpec): readonly Flaw[] {
  const known = factsOfUse(spec).map(({ fact }) => fact);
  return [...names]
    .filter(([fact]) => !known.includes(fact))
    .map(([fact, { origin }]) => ({
      origin,
      message: `names has ${fact}, which is nothing that ${app} gives`,
      remedy: didYouMean(fact, known, `it gives ${known.join(", ")}`),
    }));
}

/** A queue that a worker scales by is one that it uses: otherwise its stack would not wait for the queue's. */
function checkQueue(written: readonly WrittenUse[], { user, byName }: User): readonly Flaw[] {
  const node = child(child(child(user.fields, "scale"), "queue"), "app");
  const queue = textOf(node);
  if (node === undefined || queue === undefined) return [];
  const { origin } = node;
  if (!written.some(({ app }) => app === queue)) {
    const message = `scale.queue names ${queue}, which ${user.app} does not use`;
    const names = written.map(({ app }) => app);
    return [{ origin, message, remedy: didYouMean(queue, names, `add ${queue} to uses`) }];
  }
  const target = byName.get(queue);
  const kind = target === undefined ? "" : kindOf(target.fields);
  if (!isDataKind(kind) || kind === "Queue") return [];
  return [{ origin, message: `scale.queue names ${queue}, which is a ${kind}`, remedy: "name a Queue" }];
}

function useOf(use: WrittenUse, spec: DataSpec): Use {
  const names = variablesOf(use, spec).map(({ fact, name }) => [fact, name]);
  return { app: use.app, spec, access: use.access, names: Object.fromEntries(names) };
}
