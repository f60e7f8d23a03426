import type { Account, Roles } from "../model/repository.ts";
import { Complaint } from "./complaint.ts";

/**
 * The account for someone who may only read: with the reader in the deployer's place. Throws a Complaint when the
 * repository names no reader for it.
 */
export function asReader(account: Account): Account {
  const roles = readerRoles(account.roles);
  if (roles !== undefined) return { ...account, roles, ...delegationFor(account) };
  throw new Complaint(
    "failed",
    `account ${account.name} names no role that only reads`,
    `write roles.reader into accounts/${account.name}/account.yaml; moor bootstrap ${account.name} makes the role`,
  );
}

function readerRoles({ reader, ...roles }: Roles): Roles | undefined {
  return reader === undefined ? undefined : { ...roles, reader, deployer: reader };
}

/** The zone above is read as that account's reader; a role outside of the repository is all there is. */
function delegationFor({ delegation }: Account): Pick<Account, "delegation"> {
  if (delegation === undefined) return {};
  const { site } = delegation;
  return { delegation: { ...delegation, site: { ...site, roles: readerRoles(site.roles) ?? site.roles } } };
}
