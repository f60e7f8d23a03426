/** What the name of one of our change sets says: which content, and the how manieth try at it on this stack. */
export interface ChangeSetIdentity {
  /** Digest of the desired stack: 40 lower-case hexadecimal digits. */
  readonly digest: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** The content was there already, and drift is brought back. */
  readonly heal?: HealIdentity;
}

/** What the name of a change set that heals drift says besides. */
export interface HealIdentity {
  /** Which differences: 12 lower-case hexadecimal digits, the same for the same ones. */
  readonly differences: string;
  /** Which survey saw them, so that a change set is never older than what was seen: when it ended, milliseconds since the epoch. */
  readonly survey: number;
}

const NAME = /^mooring-([0-9a-f]{40})-([1-9][0-9]{0,5})(?:-heal-([0-9a-f]{12})-([0-9]{1,15}))?$/;
const PREVIEW_PREFIX = "mooring-plan-";

/**
 * The name of a change set, and the `ClientRequestToken` of its execution: derived, so that after a crash the next
 * pass finds its own work.
 */
export function changeSetName({ digest, attempt, heal }: ChangeSetIdentity): string {
  const suffix = heal === undefined ? "" : `-heal-${heal.differences}-${heal.survey}`;
  return `mooring-${digest}-${attempt}${suffix}`;
}

/** Reads a name or token back; `undefined` when it is not one of ours. */
export function parseChangeSetName(name: string): ChangeSetIdentity | undefined {
  const match = NAME.exec(name);
  const [, digest, attempt, differences, survey] = match ?? [];
  if (digest === undefined || attempt === undefined) return undefined;
  const content = { digest, attempt: Number(attempt) };
  return differences === undefined ? content : { ...content, heal: { differences, survey: Number(survey) } };
}

/** The name of a change set that only shows what would happen and is deleted right after; never executed. */
export function previewChangeSetName(digest: string): string {
  return `${PREVIEW_PREFIX}${digest}`;
}

/** Whether a change set is a preview that a killed `moor plan` left behind. */
export function isPreviewChangeSet(name: string): boolean {
  return name.startsWith(PREVIEW_PREFIX);
}
