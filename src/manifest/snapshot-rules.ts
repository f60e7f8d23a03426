import { databaseEngine } from "../model/database-engine.ts";
import type { AccountFile } from "../model/generated/account.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import type { Objection, SpecRule } from "./spec-rule.ts";

/** What holds for the snapshot that a database is made from ("Restoring to a DB instance", "Restoring from a DB cluster snapshot"). */
export const SNAPSHOT_RULES: readonly SpecRule<DatabaseSpec>[] = [
  snapshotIsHere,
  snapshotIsOfThatKind,
  auroraManagesThePassword,
];

const ARN = /^arn:aws[a-z-]*:rds:(?<region>[a-z0-9-]+):[0-9]{12}:(?<kind>(?:cluster-)?snapshot):/;

function snapshotIsHere({ snapshot }: DatabaseSpec, { region }: AccountFile): readonly Objection[] {
  const where = ARN.exec(snapshot ?? "")?.groups?.["region"];
  if (where === undefined || where === region) return [];
  const message = `the snapshot is in ${where}, and this account is in ${region}: RDS restores within a Region only`;
  return [{ path: ["snapshot"], message, remedy: `copy it to ${region} first, and name the copy` }];
}

function snapshotIsOfThatKind(spec: DatabaseSpec): readonly Objection[] {
  const kind = ARN.exec(spec.snapshot ?? "")?.groups?.["kind"];
  const { isAurora } = databaseEngine(spec);
  if (kind === undefined || (kind === "cluster-snapshot") === isAurora) return [];
  const message = `${spec.engine} is not made from a ${kind}`;
  return [
    {
      path: ["snapshot"],
      message,
      remedy: `name a ${isAurora ? "cluster-snapshot" : "snapshot"} of its kind`,
    },
  ];
}

/** CloudFormation refuses a password for a cluster from a snapshot, and the snapshot's own is in no secret of ours. */
function auroraManagesThePassword(spec: DatabaseSpec): readonly Objection[] {
  if (!databaseEngine(spec).isAurora || spec.snapshot === undefined || spec.rotateDays !== undefined)
    return [];
  const message =
    "what Aurora makes from a snapshot keeps the password of the snapshot, unless RDS manages a new one";
  return [{ path: ["snapshot"], message, remedy: "add rotateDays, such as rotateDays: 30" }];
}
