import type { Account } from "../../src/model/repository.ts";
import { anAccount } from "../support/placements.ts";

/** An account for the adapter; only name, id, Region and roles are looked at. */
export function testAccount(differences: Partial<Account> = {}): Account {
  return anAccount({
    name: "production",
    roles: {},
    place: { file: "accounts/production/account.yaml", line: 1, column: 1 },
    ...differences,
  });
}

/** Keys of nobody. */
export const TEST_KEYS = { accessKeyId: "AKIDTEST", secretAccessKey: "secret-of-nobody" };
