import type { TaggedImage } from "./image-reference.ts";

/** Reads of image registries. Throws `CloudError` when AWS cannot be asked. */
export interface ImageReads {
  /** What a tag stands for now (`BatchGetImage`), in whatever account and Region the registry is. */
  image(image: TaggedImage): Promise<ImageAnswer>;
}

/** What a registry says of a tag. */
export type ImageAnswer =
  | {
      readonly kind: "found";
      /** `sha256:` and 64 lower-case hexadecimal digits. */
      readonly digest: string;
      /** Architectures it is built for; absent where its manifest does not tell. */
      readonly architectures?: readonly ImageArchitecture[];
    }
  | {
      readonly kind: "missing";
      /** Tags that were pushed last, the newest first; empty when nobody may know. */
      readonly latest: readonly string[];
    }
  | { readonly kind: "no-repository" }
  /** Who asks may not know. */
  | { readonly kind: "denied"; readonly message: string };

/** Why a registry gave no answer; unlike `denied`, another look may get one. */
export interface NoAnswer {
  readonly kind: "no-answer";
  readonly message: string;
  readonly remedy?: string;
  readonly mayRetry: boolean;
}

/** As `architecture` of an app says it. */
export type ImageArchitecture = "x86_64" | "arm64";
