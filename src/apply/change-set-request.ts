import { canonicalJson, isJsonObject, type Json } from "../model/canonical.ts";
import type { ChangeSetRequest } from "../model/cloud.ts";
import type { BoundStack } from "../model/desired-stack.ts";
import type { ChangeSetWrite } from "../model/plan.ts";
import type { Revision } from "../model/report.ts";
import { descriptionSubject } from "../model/ownership.ts";
import { MAX_DESCRIPTION_BYTES, MAX_TEMPLATE_BYTES } from "../model/template-limits.ts";
import { plainText } from "./plain-text.ts";

/** Where a deployment comes from; for people only, it decides nothing. */
export interface Origin {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  readonly revision: Revision | undefined;
}

/** A request, or why CloudFormation would never take it. */
export type RequestOrReason =
  | { readonly kind: "request"; readonly request: ChangeSetRequest }
  | { readonly kind: "too-large"; readonly message: string };

/** Bytes of a template that goes through a bucket; the quota is 1 MB. */
const MAX_ARTIFACT_BYTES = 1_000_000;
const MAX_ABOUT_BYTES = 512;

/** Everything CloudFormation gets for one change set. Lists are complete: what is left out is removed. */
export function changeSetRequest(
  stack: BoundStack,
  write: Extract<ChangeSetWrite, { kind: "create-change-set" }>,
  origin: Origin,
): RequestOrReason {
  const template = templateToSubmit(stack, origin);
  const bytes = Buffer.byteLength(template);
  const { name, artifacts, parameters, tags, capabilities, executor, rollbackTriggers } = stack;
  const most = artifacts === undefined ? MAX_TEMPLATE_BYTES : MAX_ARTIFACT_BYTES;
  if (bytes > most) {
    const message = `the template of ${name} has ${bytes} bytes, and CloudFormation takes ${most}: split the stack`;
    return { kind: "too-large", message };
  }
  const request = {
    stack: name,
    name: write.name,
    type: write.type,
    description: changeSetDescription(stack, origin),
    template,
    parameters,
    tags,
    capabilities,
    rollbackTriggers,
    ...(executor === undefined ? {} : { executor }),
    ...(artifacts === undefined || bytes <= MAX_TEMPLATE_BYTES ? {} : { artifacts }),
    ...(write.revertDrift === undefined ? {} : { revertDrift: write.revertDrift }),
  };
  return { kind: "request", request };
}

/**
 * The description of a deployed stack: `acme/storefront 2.7.1: commit 0123456789ab by Ann`, and on the next line what the
 * template says of itself. CloudFormation sees no change in a description, so it may name the commit.
 */
export function stackDescription(stack: BoundStack, origin: Origin): string {
  const about = stack.about === undefined ? [] : [plainText(stack.about, MAX_ABOUT_BYTES)];
  return plainText([subjectOf(stack, origin), ...about].join("\n"), MAX_DESCRIPTION_BYTES);
}

function subjectOf(stack: BoundStack, { repository, revision }: Origin): string {
  const version = stack.version === undefined ? "" : ` ${stack.version}`;
  const commit = revision === undefined ? "" : `: ${commitOf(revision)}`;
  return plainText(`${descriptionSubject(repository, stack.app)}${version}${commit}`, MAX_ABOUT_BYTES);
}

function commitOf({ commit, author }: Revision): string {
  return `commit ${commit.slice(0, 12)} by ${author}`;
}

function changeSetDescription(stack: BoundStack, { repository, revision }: Origin): string {
  const subject = subjectOf(stack, { repository, revision });
  if (revision === undefined) return subject;
  const dirty = revision.isDirty ? " with uncommitted changes" : "";
  return plainText(`${subject}${dirty}: ${revision.subject}`, MAX_DESCRIPTION_BYTES);
}

/**
 * The template with what only people and later passes read: its description, and which apps it took values from, so that
 * deletion can run in reverse order when the repository does not mention the stack any more.
 */
function templateToSubmit(stack: BoundStack, origin: Origin): string {
  const template: Json = JSON.parse(stack.template);
  const content = isJsonObject(template) ? template : {};
  const metadata = isJsonObject(content["Metadata"]) ? content["Metadata"] : {};
  const mooring = { dependsOn: stack.dependsOn, version: stack.version };
  return canonicalJson({
    ...content,
    Description: stackDescription(stack, origin),
    Metadata: { ...metadata, Mooring: mooring },
  });
}
