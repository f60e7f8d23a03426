import type { Placement, ServiceSpec } from "../model/repository.ts";
import type { Tree } from "./tree.ts";

/** A placed service with where its fields were written. */
export interface PlacedService {
  readonly placement: Placement<ServiceSpec>;
  readonly fields: Tree;
}
