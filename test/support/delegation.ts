import type { Delegation } from "../../src/model/delegation.ts";

/** `acme.example` in the account `shared`. */
export function aDelegation(given: Partial<Delegation> = {}): Delegation {
  return {
    parent: "acme.example",
    adopt: false,
    site: { name: "shared", id: "333333333333", region: "eu-west-1", roles: {} },
    ...given,
  };
}
