/** Partitions whose Regions begin alike; all others are in `aws`. */
const BEGINNINGS: readonly (readonly [regions: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
];

/** The partition that a Region is in, as ARNs begin with it (`aws` of `arn:aws`). */
export function partitionOf(region: string): string {
  return BEGINNINGS.find(([regions]) => region.startsWith(regions))?.[1] ?? "aws";
}
