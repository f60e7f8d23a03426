import { dropBucket, findBucket, isBucketEmpty, putBucket } from "../../s3/store.ts";
import type { ResourceBehaviour } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";
import { genericPhysicalId } from "../identity.ts";

/** A bucket is one of the sandbox's S3: its name is unique in the world, and it can be deleted only when it is empty. */
export const bucket: ResourceBehaviour = {
  begin(context) {
    const { world, region, now } = context;
    const name = genericPhysicalId({ ...context, account: region.account, region: region.region });
    if (findBucket(world, name) !== undefined)
      return handlerFailure(
        context,
        `${name} already exists (Service: S3, Status Code: 409)`,
        "AlreadyExists",
      );
    putBucket(world, { name, account: region.account, region: region.region, createdAt: now });
    return { kind: "begun", physicalId: name, attributes: {} };
  },
  remove(context) {
    const { world, live } = context;
    if (!isBucketEmpty(world, live.physicalId))
      return handlerFailure(
        context,
        "The bucket you tried to delete is not empty (Service: S3, Status Code: 409)",
        "GeneralServiceException",
      );
    dropBucket(world, live.physicalId);
    return { kind: "done" };
  },
};
