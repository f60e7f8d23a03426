import { heldWith, originIn, shownPlace } from "./draft-place.ts";
import type { Finding, Flaw } from "./flaw.ts";
import type { AccountDraft } from "./read-account.ts";
import { child, keyOrigin, type TreePath } from "./tree.ts";

/** What is wrong with the accounts' hosted zones, and between them. */
export function checkZones(drafts: readonly AccountDraft[]): readonly Finding[] {
  const own = drafts.flatMap((draft) =>
    [...checkLength(draft), ...checkAuthorities(draft)].map((flaw) => heldWith(draft, flaw)),
  );
  return [...own, ...drafts.flatMap((draft) => takenZones(draft, drafts)), ...copies(drafts)];
}

/** Characters in the first name of a certificate (RFC 5280; "RequestCertificate" in the ACM API reference). */
export const LONGEST_CERTIFICATE_NAME = 64;

function checkLength(draft: AccountDraft): readonly Flaw[] {
  const { zone, network } = draft.fields;
  const hasCertificate = network.balancers.public || network.balancers.internal;
  if (!hasCertificate || zone.length <= LONGEST_CERTIFICATE_NAME) return [];
  const message = `no certificate can be made out to the zone ${zone}: it has ${zone.length} characters`;
  return [
    {
      origin: originIn(draft, zonePath(draft)),
      message,
      remedy: `take a name of at most ${LONGEST_CERTIFICATE_NAME} characters`,
    },
  ];
}

/** Amazon's own (https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html). */
const AMAZON: readonly string[] = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

function checkAuthorities(draft: AccountDraft): readonly Flaw[] {
  const { caa } = draft.fields.hostedZone;
  if (caa.length === 0 || caa.some((authority) => AMAZON.includes(authority))) return [];
  const message = "zone.caa keeps Amazon from issuing the certificate of the load balancers";
  const remedy = "add amazon.com, or take the list out";
  return [{ origin: originIn(draft, ["zone", "caa"]), message, remedy }];
}

/** A further zone under a name that is taken: by the account itself, or by somebody else's account. */
function takenZones(draft: AccountDraft, drafts: readonly AccountDraft[]): readonly Finding[] {
  return Object.keys(draft.fields.zones).flatMap((domain) => {
    const owner = drafts.find(({ fields }) => fields.zone === domain);
    if (owner === undefined || (owner !== draft && owner.fields.id === draft.fields.id)) return [];
    const origin = keyOrigin(draft.tree, ["zones", domain]);
    const message = owner === draft ? `${domain} is this account's own zone` : ofOther(domain, owner);
    const remedy =
      owner === draft ? "take it out: it needs no mention" : "take it out: a zone is in one AWS account";
    return [heldWith(draft, { origin, message, remedy })];
  });
}

function ofOther(domain: string, owner: AccountDraft): string {
  return `${domain} is the zone of account ${owner.name} (${shownPlace(owner, zonePath(owner))})`;
}

/** A hosted zone is in one AWS account; two folders for two Regions of it may both name it. */
function copies(drafts: readonly AccountDraft[]): readonly Finding[] {
  const named = drafts.flatMap((draft) => zoneIds(draft).map((one) => ({ draft, ...one })));
  return named.flatMap(({ draft, id, path }) => {
    const other = named.find((one) => one.id === id && one.draft.fields.id !== draft.fields.id);
    if (other === undefined) return [];
    const message = `the hosted zone ${id} is named by account ${other.draft.name} too (${shownPlace(other.draft, other.path)}), and it can only be in one AWS account`;
    const remedy = "name a zone that this account has itself";
    return [heldWith(draft, { origin: originIn(draft, path), message, remedy })];
  });
}

function zoneIds({ fields }: AccountDraft): readonly { readonly id: string; readonly path: TreePath }[] {
  const { existing } = fields.hostedZone;
  const further = Object.entries(fields.zones).map(([domain, id]) => ({ id, path: ["zones", domain] }));
  return existing === undefined ? further : [{ id: existing, path: ["zone", "existing"] }, ...further];
}

/** Where an account says its zone, in either form. */
function zonePath({ tree }: AccountDraft): TreePath {
  return child(tree, "zone")?.kind === "map" ? ["zone", "name"] : ["zone"];
}
