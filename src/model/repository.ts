import type { Json } from "./canonical.ts";
import type { AccountFile } from "./generated/account.ts";
import type {
  BucketApp,
  CacheApp,
  DatabaseApp,
  JobApp,
  QueueApp,
  ServiceApp,
  TemplateApp,
  WorkerApp,
} from "./generated/app.ts";
import type { Delegation } from "./delegation.ts";
import type { IgnoredDrift } from "./drift.ts";
import type { Pause } from "./pause.ts";
import type { Place } from "./place.ts";
import type { Problem } from "./problem.ts";
import type { Schedule } from "./schedules.ts";
import type { TemplateAddress } from "./template-source.ts";
import type { Use } from "./use.ts";
import type { ChangeWindow } from "./window.ts";

/** What a read of the environments repository gives: what is usable, and everything that is wrong. */
export interface Loaded {
  /** Absent when `mooring.yaml` is missing or broken: then nothing is done, and nothing is deleted. */
  readonly repository?: Repository;
  /** All problems, in order of file, line and column. */
  readonly problems: readonly Problem[];
  /** Templates in other repositories that apps name, each once. An app whose template was not given is held. */
  readonly wanted: readonly TemplateAddress[];
}

/** The environments repository, merged, with variables replaced and every default filled in. */
export interface Repository {
  /** Written on every stack; two repositories never touch each other's stacks. */
  readonly name: string;
  /** Accounts without a problem of their own, by name. */
  readonly accounts: readonly Account[];
  /** Folder names of accounts that a problem holds as a whole. */
  readonly heldAccounts: readonly string[];
  /** When the agent looks without being asked. */
  readonly schedule: { readonly sync: Schedule; readonly drift: Schedule };
}

/** `network` of account.yaml with its defaults. */
export type NetworkSettings = AccountFile["network"];

/** One AWS account in one Region. */
export interface Account {
  readonly name: string;
  /** 12 digits. */
  readonly id: string;
  readonly region: string;
  /** Domain of the hosted zone, without a trailing dot. */
  readonly zone: string;
  readonly hostedZone: HostedZoneSettings;
  /** Ids of further hosted zones that the account owns, by domain. */
  readonly zones: Readonly<Record<string, string>>;
  /** Absent: somebody else delegates the zone, if anybody does. */
  readonly delegation?: Delegation;
  /** Bucket of the account for templates that are too large for a request. */
  readonly artifactBucket: string;
  readonly network: NetworkSettings;
  readonly roles: Roles;
  readonly prune: PruneLimits;
  /** Accounts that have to have settled before this one changes. */
  readonly after: readonly string[];
  /** Subscribed to the account's alarm topic. */
  readonly alarmEmail?: string;
  /** Take over stacks of the names of `zone` and `network` that are not marked as ours. */
  readonly adopt: boolean;
  /** Logical ids of `zone` and `network` whose replacement or deletion is allowed. */
  readonly allow: readonly string[];
  /** Pauses of the repository, the account and its placements. */
  readonly pauses: readonly Pause[];
  readonly windows: readonly ChangeWindow[];
  /** Drift of its stacks is healed where a placement does not say otherwise. */
  readonly selfHeal: boolean;
  /** Of every stack of the account. */
  readonly ignoreDrift: readonly IgnoredDrift[];
  /** By app name. */
  readonly placements: readonly Placement[];
  /** Names of placed apps that a problem holds: nothing is done to them, least of all deleting them. */
  readonly heldApps: readonly string[];
  /** Names of apps whose removal, with their data, is meant. */
  readonly removed: readonly string[];
  readonly place: Place;
}

/** The account's own hosted zone, besides its name. */
export interface HostedZoneSettings {
  /** Id of a zone that is there already; absent: Mooring makes it. */
  readonly existing?: string;
  /** Domains of the certificate authorities of its CAA record; empty for no record. */
  readonly caa: readonly string[];
}

/** Who acts. Absent roles mean the credentials that Mooring itself runs with. */
export interface Roles {
  /** Assumed by Mooring. */
  readonly deployer?: string;
  /** CloudFormation works under it. */
  readonly executor?: string;
  /** Assumed instead of the deployer by who may only read. */
  readonly reader?: string;
  /** ARN of the permissions boundary of every role that a blueprint makes. */
  readonly boundary?: string;
  readonly externalId?: string;
}

/** How much one pass may delete. */
export interface PruneLimits {
  /** Number of stacks. */
  readonly max: number;
  /** Share of the account's stacks, 0 to 1. */
  readonly share: number;
}

/** What an app is, after all merging. */
export type AppSpec = ContainerSpec | DataSpec | TemplateSpec;
/** What runs a container. */
export type ContainerSpec = ServiceSpec | WorkerSpec | JobSpec;
/** What holds data, and what other apps may use. */
export type DataSpec = DatabaseSpec | CacheSpec | BucketSpec | QueueSpec;
export type DatabaseSpec = DatabaseApp;
export type CacheSpec = CacheApp;
export type BucketSpec = BucketApp;
export type QueueSpec = QueueApp;
export type ServiceSpec = ServiceApp;
export type WorkerSpec = WorkerApp;
export type JobSpec = JobApp;
/** `template` is the file's path; `body` what it says, with every short tag in its long form. */
export type TemplateSpec = TemplateApp & { readonly body: { readonly [key: string]: Json | undefined } };

/**
 * This app, at this version, in this account.
 *
 * Strings of `environment`, `command`, `entryPoint`, `permissions[].resources` and a Template's `parameters` are in the
 * language of `parseText`; all other strings are plain.
 */
export interface Placement<Spec extends AppSpec = AppSpec> {
  readonly app: string;
  /** Absent where there is no image: for what holds data, and for a Template that has none. */
  readonly version?: string;
  readonly spec: Spec;
  /** What a container uses, in the order of the file; empty for every other kind. */
  readonly uses: readonly Use[];
  /** Take over a stack of this name that is not marked as ours. */
  readonly adopt: boolean;
  /** Logical ids whose replacement or deletion is allowed although they hold data. */
  readonly allow: readonly string[];
  /** Absent: as the account says. */
  readonly selfHeal?: boolean;
  readonly ignoreDrift: readonly IgnoredDrift[];
  /** The entry in the account's `apps.yaml`, or the entry's own file. */
  readonly place: Place;
  /** Where single fields were written, as far as that says more than `place`. */
  readonly fieldPlaces?: FieldPlaces;
}

/** Where fields of an app were written, in whichever file that was: what is missing in AWS is told there. */
export interface FieldPlaces {
  readonly version?: Place;
  /** By the name of the variable. */
  readonly secrets: Readonly<Record<string, Place>>;
}
