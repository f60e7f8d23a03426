import { isJsonObject, type Json } from "../model/canonical.ts";
import type { AgentFile } from "../model/generated/agent.ts";
import type { Problem } from "../model/problem.ts";
import { agentObjections } from "./agent-relations.ts";
import { checker, type Checker } from "./checker.ts";
import { didYouMean } from "./closest-name.ts";
import { fillDefaults } from "./defaults.ts";
import { holding, type Flaw, type Read } from "./flaw.ts";
import { parseYaml } from "./parse-yaml.ts";
import { toProblems } from "./problems.ts";
import { isNothing } from "./read-entries.ts";
import { schemaOf, type Schema } from "./schemas.ts";
import { sourceFile, startOf } from "./source-file.ts";
import { flawOf } from "./spec-rule.ts";
import { child, emptyMap, textOf, type ListNode, type MapNode, type Tree } from "./tree.ts";

/**
 * Reads agent.yaml, with every default filled in. Pure; never throws for anything that stands in the file. With a problem
 * there is no file: an agent that is not what its operator meant does not start.
 */
export function readAgentFile({ path, text }: { readonly path: string; readonly text: string }): {
  readonly file?: AgentFile;
  readonly problems: readonly Problem[];
} {
  const source = sourceFile(path, text.replace(/^\ufeff/, ""));
  const { value: tree, flaws } = parseYaml(source, "core");
  const read = tree === undefined ? { flaws } : readTree(isNothing(tree) ? emptyMap(startOf(source)) : tree);
  const problems = toProblems(holding(read.flaws, { kind: "repository" }));
  return read.value === undefined ? { problems } : { file: read.value, problems };
}

type Receiver = AgentFile["notifications"][number];

const checkSettings = checker<Omit<AgentFile, "notifications">>(settingsSchema, "agent.yaml");

/** The relations between fields are looked at once every field is sound by itself. */
function readTree(written: Tree): Read<AgentFile> {
  const tree = withReceivers(fillDefaults(written, schemaOf("agent")));
  const { value: settings, flaws: wrong } = checkSettings(tree);
  const receivers = receiverTrees(tree).map(readReceiver);
  const flaws = [...wrong, ...receivers.flatMap((receiver) => receiver.flaws)];
  if (settings === undefined || flaws.length > 0) return { flaws };
  const notifications = receivers.flatMap(({ value }) => value ?? []);
  const file = { ...settings, notifications };
  const objections = agentObjections(file).map((objection) => flawOf(objection, tree));
  return objections.length > 0 ? { flaws: objections } : { value: file, flaws: [] };
}

/** Everything but what a receiver is: that goes by its kind. */
function settingsSchema(): Schema {
  const schema = schemaOf("agent");
  const properties = isJsonObject(schema["properties"]) ? schema["properties"] : {};
  const list = isJsonObject(properties["notifications"]) ? properties["notifications"] : {};
  const notifications: Record<string, Json | undefined> = { ...list, items: true };
  return { ...schema, properties: { ...properties, notifications } };
}

/** Fills in the defaults of every receiver. */
function withReceivers(tree: Tree): Tree {
  const entry = tree.kind === "map" ? tree.entries.get("notifications") : undefined;
  if (tree.kind !== "map" || entry?.value.kind !== "list") return tree;
  const list: ListNode = { ...entry.value, items: entry.value.items.map(withDefaults) };
  const settings: MapNode = {
    ...tree,
    entries: new Map([...tree.entries, ["notifications", { ...entry, value: list }]]),
  };
  return settings;
}

function withDefaults(item: Tree): Tree {
  const kind = kindOf(item);
  return kind === undefined ? item : fillDefaults(item, receiverSchema(kind));
}

function receiverTrees(tree: Tree): readonly Tree[] {
  const list = child(tree, "notifications");
  return list?.kind === "list" ? list.items : [];
}

const KINDS = ["slack", "webhook", "github", "gitlab"] as const;
type Kind = (typeof KINDS)[number];

const RECEIVERS: ReadonlyMap<Kind, Checker<Receiver>> = new Map(
  KINDS.map((kind) => [kind, checker<Receiver>(() => receiverSchema(kind), `the ${kind} receiver`)]),
);

function receiverSchema(kind: Kind): Schema {
  return schemaOf("agent", `/$defs/${kind}`);
}

function readReceiver(item: Tree): Read<Receiver> {
  const kind = kindOf(item);
  const check = kind === undefined ? undefined : RECEIVERS.get(kind);
  return check === undefined ? { flaws: [whyNoReceiver(item)] } : check(item);
}

function kindOf(item: Tree): Kind | undefined {
  const written = textOf(child(item, "kind"));
  return KINDS.find((kind) => kind === written);
}

function whyNoReceiver(item: Tree): Flaw {
  const kind = child(item, "kind");
  const remedy = didYouMean(textOf(kind) ?? "", KINDS, `write kind: ${KINDS.join(", ")}`);
  if (kind !== undefined) return { origin: kind.origin, message: "kind is no kind of receiver", remedy };
  return { origin: item.origin, message: "a receiver has to be a map with its kind", remedy };
}
