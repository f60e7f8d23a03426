import type { AccountFile } from "../model/generated/account.ts";
import type { AppSpec, HostedZoneSettings } from "../model/repository.ts";
import { parseText, referencesOf, type OutputReference } from "../model/text.ts";
import { isTextField } from "./app-kinds.ts";
import { didYouMean } from "./closest-name.ts";
import { cycleThrough } from "./cycle.ts";
import type { Finding, Flaw } from "./flaw.ts";
import { networkOutputs, specOutputs, zoneOutputs } from "./known-outputs.ts";
import type { Origin } from "./source-file.ts";
import { visitScalars, type ScalarNode, type Tree } from "./tree.ts";
import type { Wait } from "./uses.ts";

/** A reference to another stack's output, and where it was written. */
export interface PlacedReference extends OutputReference {
  readonly origin: Origin;
}

/** An app of one account, with what it refers to. */
export interface Referring {
  readonly app: string;
  /** Absent when something is wrong with the app. */
  readonly spec?: AppSpec;
  readonly references: readonly PlacedReference[];
  /** What it has to wait for besides, because it uses it. */
  readonly uses: readonly Wait[];
}

/** `${account.…}` is a variable, and an unknown one was told already; no app may have that name. */
const NO_STACK = "account";

/** The references in an app's merged fields. */
export function findReferences(fields: Tree): readonly PlacedReference[] {
  const found: PlacedReference[] = [];
  visitScalars(fields, (node, path) => {
    if (typeof node.value !== "string" || !node.value.includes("${") || !isTextField(path)) return;
    for (const reference of referencesOf(parseText(node.value))) {
      if (reference.stack === NO_STACK) continue;
      found.push({ ...reference, origin: referenceOrigin(node, reference) });
    }
  });
  return found;
}

function referenceOrigin(node: ScalarNode, { stack, output }: OutputReference): Origin {
  const { file, start, end } = node.origin;
  const at = file.text.slice(start, end).indexOf(`\${${stack}.${output}}`);
  return at < 0 ? node.origin : { file, start: start + at, end };
}

/** What an account's apps may refer to. */
export interface Referable {
  readonly account: string;
  readonly hostedZone: HostedZoneSettings;
  readonly network: AccountFile["network"];
  readonly apps: readonly Referring[];
  /** Apps that are placed but held: they have their stacks, and what those give is not known. */
  readonly held: readonly string[];
}

/** What is wrong with the references of one account's apps. */
export function checkReferences(referable: Referable): readonly Finding[] {
  const outputs = outputsOf(referable);
  const next = new Map(referable.apps.map((one) => [one.app, waitsOf(one).map(({ app }) => app)]));
  return referable.apps.flatMap((one) => {
    const { app, references } = one;
    const holds = { kind: "app", account: referable.account, app } as const;
    const unknown = references.flatMap((reference) => checkReference(reference, outputs));
    const flaws = [...unknown, ...checkCycle(app, waitsOf(one), next)];
    return flaws.map((flaw) => ({ ...flaw, holds }));
  });
}

/** By references first: these a person can take out one by one. */
function waitsOf({ references, uses }: Referring): readonly Wait[] {
  return [...references.map(({ stack, origin }) => ({ app: stack, origin })), ...uses];
}

/** Names of outputs by stack; `undefined` where they are not known before rendering. */
type KnownOutputs = ReadonlyMap<string, readonly string[] | undefined>;

function outputsOf({ hostedZone, network, apps, held }: Referable): KnownOutputs {
  return new Map<string, readonly string[] | undefined>([
    ["zone", zoneOutputs(hostedZone)],
    ["network", networkOutputs(network)],
    ...held.map((app) => [app, undefined] as const),
    ...apps.map(({ app, spec }) => [app, spec === undefined ? undefined : specOutputs(spec)] as const),
  ]);
}

function checkReference({ stack, output, origin }: PlacedReference, outputs: KnownOutputs): readonly Flaw[] {
  if (!outputs.has(stack)) {
    const known = [...outputs.keys()];
    const remedy = didYouMean(
      stack,
      known,
      `place ${stack} in this account, or refer to one of ${known.join(", ")}`,
    );
    return [
      {
        origin,
        message: `\${${stack}.${output}} refers to ${stack}, which this account does not have`,
        remedy,
      },
    ];
  }
  const known = outputs.get(stack);
  if (known === undefined || known.includes(output)) return [];
  const otherwise = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
  const message = `${stack} has no output ${output} in this account`;
  return [{ origin, message, remedy: didYouMean(output, known, otherwise) }];
}

function checkCycle(
  app: string,
  waits: readonly Wait[],
  next: ReadonlyMap<string, readonly string[]>,
): readonly Flaw[] {
  const way = waits.length === 0 ? undefined : cycleThrough(app, next);
  if (way === undefined) return [];
  const first = waits.find((wait) => wait.app === way[1]);
  if (first === undefined) return [];
  const message = `${app} would wait for itself: ${way.join(" → ")}`;
  return [{ origin: first.origin, message, remedy: "take out one of these references" }];
}
