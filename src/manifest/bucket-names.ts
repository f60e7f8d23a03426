import type { Placement } from "../model/repository.ts";
import type { Finding } from "./flaw.ts";
import type { Origin } from "./source-file.ts";
import { nearest, type Tree } from "./tree.ts";

/** A bucket whose name somebody chose. */
export interface NamedBucket {
  readonly account: string;
  readonly app: string;
  readonly name: string;
  /** Where the name was written. */
  readonly origin: Origin;
}

/** The buckets of an account that have a name of somebody's choosing. */
export function namedBuckets(
  account: string,
  placed: readonly { readonly placement: Placement; readonly fields: Tree }[],
): readonly NamedBucket[] {
  return placed.flatMap(({ placement: { app, spec }, fields }) =>
    spec.kind === "Bucket" && spec.bucket !== undefined
      ? [{ account, app, name: spec.bucket, origin: nearest(fields, ["bucket"]).origin }]
      : [],
  );
}

/** A name of a bucket is taken for all accounts of AWS ("Bucket naming rules"), so the second stack with it would fail. */
export function checkBucketNames(buckets: readonly NamedBucket[]): readonly Finding[] {
  const byName = new Map<string, readonly NamedBucket[]>();
  for (const bucket of buckets) byName.set(bucket.name, [...(byName.get(bucket.name) ?? []), bucket]);
  return [...byName.values()].flatMap((sharers) => (sharers.length < 2 ? [] : clash(sharers)));
}

function clash(sharers: readonly NamedBucket[]): readonly Finding[] {
  const all = sharers.map(({ app, account }) => `${app} in ${account}`);
  const shown = [
    ...all.slice(0, MOST_NAMED),
    ...(all.length > MOST_NAMED ? [`${all.length - MOST_NAMED} more`] : []),
  ];
  return sharers.map(({ account, app, name, origin }) => ({
    origin,
    message: `the bucket ${name} would be made by ${shown.join(" and by ")}, and a name of a bucket exists once in all of AWS`,
    remedy:
      "give each a name of its own, such as one with ${account.name} in it, or leave `bucket` out and AWS makes one up",
    holds: { kind: "app", account, app },
  }));
}

const MOST_NAMED = 3;
