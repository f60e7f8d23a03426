import type { DesiredStack, StackKind } from "../model/desired-stack.ts";
import type { IgnoredDrift } from "../model/drift.ts";
import { ownershipTags, stackName } from "../model/ownership.ts";
import type { Place } from "../model/place.ts";
import type { Account } from "../model/repository.ts";
import { referencesOf } from "../model/text.ts";
import type { Use } from "../model/use.ts";

/** Where a stack goes, and what about it is the same for every kind. */
export interface Site {
  readonly repository: string;
  readonly account: Account;
  /** App name, or `zone` or `network`. */
  readonly app: string;
  readonly version?: string;
  /** Of a container. */
  readonly uses?: readonly Use[];
  readonly adopt: boolean;
  readonly allow: readonly string[];
  /** As the placement says; absent: as the account says. */
  readonly selfHeal?: boolean;
  /** Of the placement. */
  readonly ignoreDrift?: readonly IgnoredDrift[];
  readonly place: Place;
}

/** What a blueprint made of the site. */
export type Content = Pick<DesiredStack, "template" | "parameters" | "about" | "capabilities"> &
  Partial<Pick<DesiredStack, "rollbackAlarms" | "release">>;

/** The desired stack of a site. It depends on every stack that a parameter refers to, and on its release. */
export function stackAt(site: Site, kind: StackKind, content: Content): DesiredStack {
  const { repository, account, app, version, adopt, allow, place } = site;
  const { executor } = account.roles;
  return {
    account: account.name,
    app,
    name: stackName(repository, app),
    kind,
    ...(version === undefined ? {} : { version }),
    ...content,
    tags: ownershipTags({ repository, account: account.name, app }),
    ...(executor === undefined ? {} : { executor }),
    artifacts: { bucket: account.artifactBucket, owner: account.id },
    dependsOn: dependenciesOf(content),
    rollbackAlarms: content.rollbackAlarms ?? [],
    adopt,
    allow,
    selfHeal: site.selfHeal ?? account.selfHeal,
    ignoreDrift: [...account.ignoreDrift, ...(site.ignoreDrift ?? [])],
    place,
  };
}

function dependenciesOf({ parameters, release }: Content): readonly string[] {
  const stacks = Object.values(parameters).flatMap((binding) =>
    binding.kind === "text" ? referencesOf(binding.text).map((reference) => reference.stack) : [],
  );
  return [...new Set(release === undefined ? stacks : [...stacks, release.app])].toSorted();
}
