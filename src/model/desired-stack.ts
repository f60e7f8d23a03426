import type { ImageAnswer, ImageArchitecture, NoAnswer } from "./cloud-images.ts";
import type { IgnoredDrift } from "./drift.ts";
import type { TaggedImage } from "./image-reference.ts";
import type { OutputReference, Text } from "./text.ts";
import type { Place } from "./place.ts";
import type { BoundRelease, Release } from "./release.ts";
import type { AppSpec } from "./repository.ts";

/** A stack that the repository wants: everything CloudFormation will act on, but for other stacks' outputs. */
export interface DesiredStack {
  /** Account folder name. */
  readonly account: string;
  /** App name, or `zone` or `network`. */
  readonly app: string;
  /** CloudFormation stack name. */
  readonly name: string;
  readonly kind: StackKind;
  readonly version?: string;
  /** Canonical ASCII JSON, without `Description`: that one carries version and commit, and is no change to CloudFormation. */
  readonly template: string;
  readonly parameters: Readonly<Record<string, ParameterBinding>>;
  readonly tags: Readonly<Record<string, string>>;
  /** What the template says of itself, for people; at most 512 bytes are kept. */
  readonly about?: string;
  readonly capabilities: readonly Capability[];
  /** The role CloudFormation works under. */
  readonly executor?: string;
  /** Absent: the template has to fit into a request. No part of the digest. */
  readonly artifacts?: ArtifactPlace;
  /** Apps of the same account that have to have settled first: all stacks that a parameter refers to, and its release's. Sorted. */
  readonly dependsOn: readonly string[];
  /**
   * Outputs of this very stack that hold the ARNs of the alarms that roll a deployment back; at most five. They say how
   * an update is executed, not what is wanted, and are not part of the digest (an alarm that does not exist yet would
   * fail the first creation).
   */
  readonly rollbackAlarms: readonly string[];
  /** What has to have succeeded before its content changes; how it is deployed, and no part of the digest. */
  readonly release?: Release;
  readonly adopt: boolean;
  readonly allow: readonly string[];
  /** Drift is healed, not only reported. No part of the digest. */
  readonly selfHeal: boolean;
  /** The account's and the placement's. No part of the digest. */
  readonly ignoreDrift: readonly IgnoredDrift[];
  readonly place: Place;
}

/** Where templates go that are too large for a request. */
export interface ArtifactPlace {
  readonly bucket: string;
  /** Id of the account that has to own it: a bucket's name is anybody's to take. */
  readonly owner: string;
}

/** Which blueprint made the stack. */
export type StackKind = "zone" | "network" | "Release" | AppSpec["kind"];

/** What a template may do only when asked for explicitly. */
export type Capability = "CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM" | "CAPABILITY_AUTO_EXPAND";

/** Where the value of a template's parameter comes from. */
export type ParameterBinding =
  | { readonly kind: "literal"; readonly value: string }
  | { readonly kind: "text"; readonly text: Text }
  | ListenerPriority
  | PinnedImage;

/**
 * An image by its digest: kept from the deployed stack as long as that one has the same version, otherwise what the tag
 * stands for in the registry.
 */
export interface PinnedImage {
  readonly kind: "image";
  /** Without tag. */
  readonly image: string;
  readonly tag: TaggedImage;
  readonly architecture: ImageArchitecture;
  /** Parameter of the same stack that holds the tag, so that a deployed digest tells which version it is. */
  readonly versionParameter: string;
}

/**
 * A free priority on a listener of the network: kept from the deployed stack when it has one in this class, otherwise
 * chosen from the app's name so that it never moves for others.
 */
export interface ListenerPriority {
  readonly kind: "priority";
  readonly listener: "public" | "internal";
  /** Paths come before bare hosts, so that `/api` of one app wins over the host of another. */
  readonly match: "path" | "host";
  /** What makes the choice deterministic: app name, and a number when a stack has several rules. */
  readonly key: string;
}

/** A desired stack whose every parameter is known. */
export interface BoundStack extends Omit<DesiredStack, "parameters"> {
  readonly parameters: Readonly<Record<string, string>>;
  /** 40 lower-case hexadecimal digits over template, parameters, tags, capabilities and executor. */
  readonly digest: string;
  /** ARNs for the rollback configuration; empty before the alarms exist. */
  readonly rollbackTriggers: readonly string[];
  /** Of `release`. */
  readonly releaseTask?: BoundRelease;
}

/** A desired stack after binding, or what is missing for it. */
export type Binding =
  | { readonly kind: "bound"; readonly stack: BoundStack }
  | {
      readonly kind: "unbound";
      readonly desired: DesiredStack;
      readonly missing: readonly OutputReference[];
      /** Images that nobody knows the digest of. */
      readonly images: readonly UnknownImage[];
    };

/** An image that a stack cannot be deployed with. */
export interface UnknownImage {
  readonly image: PinnedImage;
  /** Absent where nobody asked. */
  readonly answer?: ImageAnswer | NoAnswer;
}
