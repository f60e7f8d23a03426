import type { BucketSpec } from "../model/repository.ts";
import type { Objection, SpecRule } from "./spec-rule.ts";

/** What holds for buckets ("Bucket naming rules", "Lifecycle configuration elements", "CORS configuration"). */
export const BUCKET_RULES: readonly SpecRule<BucketSpec>[] = [
  nameIsNotReserved,
  objectsMoveBeforeTheyGo,
  originsHaveOneWildcard,
];

const RESERVED = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|--x-s3|--table-s3)$/;

function nameIsNotReserved({ bucket }: BucketSpec): readonly Objection[] {
  const [reserved] = RESERVED.exec(bucket ?? "") ?? [];
  if (reserved === undefined) return [];
  const message = `bucket is ${bucket ?? ""}, but S3 keeps names with ${reserved} for itself`;
  return [{ path: ["bucket"], message, remedy: "take another name" }];
}

function objectsMoveBeforeTheyGo({ lifecycle }: BucketSpec): readonly Objection[] {
  const { infrequentAccessDays, expireDays } = lifecycle;
  if (infrequentAccessDays === undefined || expireDays === undefined || infrequentAccessDays < expireDays)
    return [];
  const message = `objects would move to cheaper storage after ${infrequentAccessDays} days, but they are deleted after ${expireDays}`;
  const remedy = "make lifecycle.infrequentAccessDays less than lifecycle.expireDays, or leave it out";
  return [{ path: ["lifecycle", "infrequentAccessDays"], message, remedy }];
}

function originsHaveOneWildcard({ cors }: BucketSpec): readonly Objection[] {
  return cors.flatMap(({ origins }, rule) =>
    origins.flatMap((origin, index) =>
      origin.split("*").length <= 2
        ? []
        : [
            {
              path: ["cors", rule, "origins", index],
              message: `the origin ${origin} has more than one *, which S3 refuses`,
              remedy: "write the origins one by one",
            },
          ],
    ),
  );
}
