import { jsonService } from "../protocol/json-service.ts";
import { batchGetImage, describeImages } from "./image-reads.ts";
import { listImages } from "./listing.ts";

/** The reads of ECR on the wire. */
export const ecr = jsonService({
  name: "ecr",
  target: "AmazonEC2ContainerRegistry_V20150921",
  actions: { BatchGetImage: batchGetImage, DescribeImages: describeImages, ListImages: listImages },
});
