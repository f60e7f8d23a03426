import type { DataSpec } from "../model/repository.ts";
import { factsOfUse, type Use, type UseFact } from "../model/use.ts";
import type { Site } from "./site.ts";
import { attribute, join, output, type Fragment, type Input, type Resource, type Value } from "./template.ts";

/** The environment variables that a container gets by what it uses, by name. */
export function environmentOfUses(uses: readonly Use[]): Readonly<Record<string, Value>> {
  return variables(uses, "environment", plainValue);
}

/** The variables that ECS reads from Secrets Manager when a task starts: by name, where each stands. */
export function secretsOfUses(uses: readonly Use[]): Readonly<Record<string, Value>> {
  return variables(uses, "secret", secretMember);
}

/**
 * Lets the tasks of a stack reach the databases and caches that they use. Every opening is a resource of the stack that
 * needs it, so that it comes and goes with it; the stack has to have the tasks' `SecurityGroup`.
 */
export function openingsOfUses({ app, uses = [] }: Pick<Site, "app" | "uses">): Fragment {
  return { Resources: Object.fromEntries(uses.flatMap((use) => opening(app, use))) };
}

/** Another stack's output that a user depends on. */
export function outputOfUse({ app }: Use, name: string): Input {
  return output({ stack: app, output: name });
}

function variables(
  uses: readonly Use[],
  as: UseFact["as"],
  valueOf: (use: Use, fact: UseFact) => Value,
): Readonly<Record<string, Value>> {
  const named = uses.flatMap((use) =>
    factsOfUse(use.spec)
      .filter((fact) => fact.as === as)
      .map((fact) => [nameOf(use, fact), valueOf(use, fact)] as const),
  );
  return Object.fromEntries(named);
}

function nameOf({ app, names }: Use, { fact }: UseFact): string {
  const name = names[fact];
  if (name === undefined) throw new Error(`the use of ${app} names no variable for ${fact}`);
  return name;
}

function plainValue(use: Use, { output: name, before = "", after = "" }: UseFact): Value {
  const value = outputOfUse(use, name);
  return before === "" && after === "" ? value : join("", [before, value, after]);
}

/** As ECS reads it: the secret's ARN, then the member of its JSON ("Passing Secrets Manager secrets through environment variables"). */
function secretMember(use: Use, { output: name, key }: UseFact): Value {
  const arn = outputOfUse(use, name);
  return key === undefined ? arn : join("", [arn, `:${key}::`]);
}

function opening(app: string, use: Use): readonly (readonly [string, Resource])[] {
  const ports = PORTS[use.spec.kind];
  if (ports === undefined) return [];
  const resource = {
    Type: "AWS::EC2::SecurityGroupIngress",
    Properties: {
      Description: `Tasks of ${app}`,
      GroupId: outputOfUse(use, "SecurityGroupId"),
      IpProtocol: "tcp",
      FromPort: outputOfUse(use, ports.from),
      ToPort: outputOfUse(use, ports.to),
      SourceSecurityGroupId: attribute("SecurityGroup", "GroupId"),
    },
  } as const;
  return [[openingId(use.app), resource]];
}

/** Outputs with the first and the last port; a cache has its readers on the next one after its writer. */
const PORTS: { readonly [Kind in DataSpec["kind"]]?: { readonly from: string; readonly to: string } } = {
  Database: { from: "Port", to: "Port" },
  Cache: { from: "Port", to: "ReaderPort" },
};

/**
 * `CatalogDbIngress`. It may never change while a rule is there, because AWS refuses to make the same rule twice: names
 * that capitals alone do not tell apart (`db-1` and `db1`) get the lengths of their words.
 */
function openingId(app: string): string {
  const words = app.split("-");
  const pascal = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  const isToldApart = pascal.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`) === `-${app}`;
  return `${pascal}Ingress${isToldApart ? "" : words.map((word) => word.length).join("x")}`;
}
