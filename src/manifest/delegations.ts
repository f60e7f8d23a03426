import type { CloudSite } from "../model/cloud.ts";
import type { Delegation } from "../model/delegation.ts";
import type { DelegationSettings } from "../model/generated/account.ts";
import { didYouMean } from "./closest-name.ts";
import type { Finding, Flaw, Read } from "./flaw.ts";
import type { AccountDraft } from "./read-account.ts";
import { child, keyOrigin, nearest, type TreePath } from "./tree.ts";

/** Where the zones above the accounts' own are, by account, and what is wrong with that. */
export interface Delegations {
  readonly byAccount: ReadonlyMap<string, Delegation>;
  readonly findings: readonly Finding[];
}

/** Reads `delegation` of all accounts: each may name another one, or a role outside of the repository. */
export function readDelegations(drafts: readonly AccountDraft[], names: readonly string[]): Delegations {
  const byAccount = new Map<string, Delegation>();
  const findings: Finding[] = [];
  for (const draft of drafts) {
    const { value, flaws } = readDelegation({ draft, drafts, names });
    if (value !== undefined) byAccount.set(draft.name, value);
    findings.push(
      ...flaws.map((flaw) => ({ ...flaw, holds: { kind: "account", account: draft.name } as const })),
    );
  }
  return { byAccount, findings };
}

interface Source {
  readonly draft: AccountDraft;
  readonly drafts: readonly AccountDraft[];
  readonly names: readonly string[];
}

/** What is known of a delegation once its zone above is. */
interface Above {
  readonly said: DelegationSettings;
  readonly parent: string;
}

function readDelegation(source: Source): Read<Delegation> {
  const { draft } = source;
  const { delegation: said, zone } = draft.fields;
  if (said === undefined) return { flaws: [] };
  const parent = said.parent ?? zone.slice(zone.indexOf(".") + 1);
  if (!isOwnWord(draft) && isAtTop(source, said, parent)) return { flaws: [] };
  const flaws = [...checkParent(draft, parent), ...checkWhose(draft, said)];
  if (flaws.length > 0) return { flaws };
  return said.role === undefined
    ? inAccount(source, { said, parent }, said.account ?? "")
    : { value: delegationTo({ said, parent }, siteOfRole(draft, said.role, said.externalId)), flaws: [] };
}

/** Whether the account itself speaks of its delegation, and not only the defaults of all. */
function isOwnWord({ tree }: AccountDraft): boolean {
  return originOf(tree, []).file === tree.origin.file;
}

/** Defaults speak to the account as well that has the zone above; there they mean nothing. */
function isAtTop({ draft }: Source, { account, parent: said }: DelegationSettings, parent: string): boolean {
  const isOwner = account === draft.name && !owns(draft, parent);
  return isOwner || said === draft.fields.zone || (said === undefined && !parent.includes("."));
}

function checkParent(draft: AccountDraft, parent: string): readonly Flaw[] {
  const { zone } = draft.fields;
  if (zone.endsWith(`.${parent}`) && parent.includes(".")) return [];
  const message = `the zone ${zone} is not below ${parent}, so nothing there could lead to it`;
  const remedy = "name the domain above this account's zone, or take `delegation` out";
  return [{ origin: originOf(draft.tree, ["parent"]), message, remedy }];
}

function checkWhose(draft: AccountDraft, { account, role, externalId }: DelegationSettings): readonly Flaw[] {
  const flaw = (field: string, message: string, remedy: string): readonly Flaw[] => [
    { origin: originOf(draft.tree, [field]), message, remedy },
  ];
  if (account === undefined && role === undefined)
    return flaw(
      "",
      "delegation does not say whose the zone above is",
      "write `account`, or a `role` for an account outside of this repository",
    );
  if (account !== undefined && role !== undefined)
    return flaw(
      "role",
      "delegation has both an account and a role",
      "leave one of them out: an account of this repository has its roles",
    );
  if (role === undefined && externalId !== undefined)
    return flaw(
      "externalId",
      "delegation.externalId goes with a role, and there is none",
      "leave it out: the account named has its own",
    );
  return [];
}

function inAccount(source: Source, above: Above, name: string): Read<Delegation> {
  const owner = source.drafts.find((draft) => draft.name === name);
  const origin = originOf(source.draft.tree, ["account"]);
  if (owner === undefined) return { flaws: [{ origin, ...whyNoOwner(source, name) }] };
  if (owns(owner, above.parent))
    return { value: delegationTo(above, siteOf(owner), knownZoneId(owner, above.parent)), flaws: [] };
  const message = `account ${name} has no zone ${above.parent}`;
  const remedy = `it has ${zonesOf(owner).join(", ")}; name the account that has it, or list it among \`zones\` of ${name}`;
  return { flaws: [{ origin, message, remedy }] };
}

function whyNoOwner({ names }: Source, name: string): Pick<Flaw, "message"> & { readonly remedy: string } {
  if (names.includes(name))
    return {
      message: `delegation names account ${name}, which cannot be read`,
      remedy: `correct accounts/${name}/account.yaml`,
    };
  const message = `delegation names ${name}, which is no account`;
  return { message, remedy: didYouMean(name, names, `there are ${names.join(", ")}`) };
}

function owns(draft: AccountDraft, zone: string): boolean {
  return zonesOf(draft).includes(zone);
}

function zonesOf({ fields }: AccountDraft): readonly string[] {
  return [fields.zone, ...Object.keys(fields.zones)];
}

function knownZoneId({ fields }: AccountDraft, zone: string): string | undefined {
  return zone === fields.zone ? fields.hostedZone.existing : fields.zones[zone];
}

function siteOf({ name, fields: { id, region, roles } }: AccountDraft): CloudSite {
  return { name, id, region, roles };
}

/** An account that the repository does not have is called by its id. */
function siteOfRole({ fields }: AccountDraft, role: string, externalId: string | undefined): CloudSite {
  const id = role.split(":")[4] ?? "";
  const roles = { deployer: role, ...(externalId === undefined ? {} : { externalId }) };
  return { name: id, id, region: fields.region, roles };
}

function delegationTo({ said, parent }: Above, site: CloudSite, known?: string): Delegation {
  const zoneId = said.zoneId ?? known;
  return { parent, adopt: said.adopt, site, ...(zoneId === undefined ? {} : { zoneId }) };
}

/** A field's value; where it is not written, the key `delegation`. */
function originOf(tree: AccountDraft["tree"], path: TreePath): Flaw["origin"] {
  const [field] = path;
  const settings = child(tree, "delegation");
  const isWritten = field !== undefined && child(settings, field) !== undefined;
  return isWritten ? nearest(tree, ["delegation", field]).origin : keyOrigin(tree, ["delegation"]);
}
