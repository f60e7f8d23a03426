import type { Account } from "../model/repository.ts";
import { Complaint } from "./complaint.ts";

/**
 * The account for someone who may only read: with the reader in the deployer's place. Throws a Complaint when the
 * repository names no reader for it.
 */
export function asReader(account: Account): Account {
  const { reader, ...roles } = account.roles;
  if (reader !== undefined) return { ...account, roles: { ...roles, reader, deployer: reader } };
  throw new Complaint(
    "failed",
    `account ${account.name} names no role that only reads`,
    `write roles.reader into accounts/${account.name}/account.yaml; moor bootstrap ${account.name} makes the role`,
  );
}
