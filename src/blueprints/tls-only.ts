import type { Value } from "./template.ts";

/** A resource policy that refuses every request in the clear, and allows nothing. */
export function tlsOnly(action: string, resources: readonly Value[]): Value {
  const statement = {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return { Version: "2012-10-17", Statement: [statement] };
}
