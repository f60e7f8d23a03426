import type { SourceFailure } from "./source.ts";

/** A template in another repository, as an app names it once everything is merged. Comes from outside. */
export interface TemplateAddress {
  /** As it was written: a URL, or relative to that of the environments repository. */
  readonly repository: string;
  /** Path inside that repository, with forward slashes. */
  readonly path: string;
  /** A tag, a branch or a full commit id. */
  readonly ref: string;
}

/** What became of one address. */
export type FetchedTemplate =
  | {
      readonly kind: "found";
      readonly address: TemplateAddress;
      readonly text: string;
      /** Full id of the commit that it was read from. */
      readonly commit: string;
      /** What a person should know although it could be read: a tag that moved, a host that does not answer. */
      readonly notes: readonly SourceFailure[];
    }
  | { readonly kind: "failed"; readonly address: TemplateAddress; readonly why: SourceFailure };

/** Other repositories that hold templates. What was read once is kept, so that asking again mostly asks nobody. */
export interface TemplateRepositories {
  /** What stands at each address, in their order. Whatever goes wrong with one of them is its value, never an exception. */
  read(wanted: readonly TemplateAddress[], signal?: AbortSignal): Promise<readonly FetchedTemplate[]>;
}

/** Equal for equal addresses. */
export function templateKey({ repository, path, ref }: TemplateAddress): string {
  return JSON.stringify([repository, path, ref]);
}
