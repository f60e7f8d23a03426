import { partitionOf } from "../../template/pseudo-parameters.ts";
import type { Region } from "../../world.ts";

/** A new stack's id (ARN). */
export function stackArn(region: Region, name: string, uuid: string): string {
  return `${prefix(region)}:stack/${name}/${uuid}`;
}

/** A new change set's id (ARN). */
export function changeSetArn(region: Region, name: string, uuid: string): string {
  return `${prefix(region)}:changeSet/${name}/${uuid}`;
}

function prefix(region: Region): string {
  return `arn:${partitionOf(region.region)}:cloudformation:${region.region}:${region.account}`;
}
