import type { ContainerSpec } from "../model/repository.ts";

/** What a task definition is made from: an app that runs containers, or an app's release. */
export type TaskSpec = ContainerSpec | ReleaseSpec;

/** A release: the app's container with another command and size, which serves nothing and runs once. */
export type ReleaseSpec = Pick<ContainerSpec, Exclude<keyof ContainerSpec, "kind">> & {
  readonly kind: "Release";
};
