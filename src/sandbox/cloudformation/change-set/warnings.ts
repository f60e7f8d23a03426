import { isBucketEmpty } from "../../s3/store.ts";
import type { World } from "../../world.ts";
import type { ResourceChange } from "./changes.ts";
import type { Violation } from "./records.ts";

/** What early validation warns of, without keeping anybody from it: buckets that a change set would delete and that are not empty. */
export function findWarnings(world: World, changes: readonly ResourceChange[]): readonly Violation[] {
  return changes.flatMap(({ logicalId, physicalId, type, policyAction }) => {
    const isDeleted = policyAction === "Delete" || policyAction === "ReplaceAndDelete";
    if (type !== "AWS::S3::Bucket" || !isDeleted || physicalId === undefined) return [];
    if (isBucketEmpty(world, physicalId)) return [];
    return [
      {
        logicalId,
        physicalId,
        type,
        validation: "BUCKET_EMPTINESS_VALIDATION",
        isWarning: true,
        reason: "S3 bucket is not empty",
        path: `/Resources/${logicalId}`,
      },
    ];
  });
}
