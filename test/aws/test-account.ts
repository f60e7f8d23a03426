import type { Account } from "../../src/model/repository.ts";

/** An account for the adapter; only name, id, Region and roles are looked at. */
export function testAccount(differences: Partial<Account> = {}): Account {
  return {
    name: "production",
    id: "222222222222",
    region: "eu-west-1",
    zone: "production.acme.example",
    network: {
      cidr: "10.0.0.0/16",
      availabilityZones: 2,
      nat: "single",
      balancers: { public: true, internal: true },
      tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      idleTimeoutSeconds: 60,
      deletionProtection: false,
    },
    roles: {},
    prune: { max: 3, share: 0.2 },
    after: [],
    placements: [],
    heldApps: [],
    removed: [],
    place: { file: "accounts/production/account.yaml", line: 1, column: 1 },
    ...differences,
  };
}

/** Keys of nobody. */
export const TEST_KEYS = { accessKeyId: "AKIDTEST", secretAccessKey: "secret-of-nobody" };
