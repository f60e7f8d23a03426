import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import type { SpecDatabase } from "@aws-cdk/service-spec-types";

let loaded: SpecDatabase | undefined;

/** AWS's published resource specification. Reading it takes most of a second, so it is read when first asked for. */
export function specDatabase(): SpecDatabase {
  loaded ??= loadAwsServiceSpecSync();
  return loaded;
}
