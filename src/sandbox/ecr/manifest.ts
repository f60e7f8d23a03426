import { createHash } from "node:crypto";
import type { JsonObject } from "../json.ts";

/** What a manifest is made from; the same parts give the same text and digest. */
export interface ManifestParts {
  /** What tells one content from another. */
  readonly seed: string;
  /** As `os/architecture` or `os/architecture/variant`; none makes a manifest that names no platform, as `docker build` does. */
  readonly platforms: readonly string[];
}

/** A manifest as ECR stores it. */
export interface Manifest {
  readonly mediaType: string;
  readonly text: string;
  readonly digest: string;
}

const OCI = "application/vnd.oci.image";

/** The manifest that a tag names: an index of platforms, or a plain one. Source: OCI image specification, "Image Index" and "Image Manifest". */
export function manifestOf({ seed, platforms }: ManifestParts): Manifest {
  if (platforms.length === 0) return platformManifest(seed, "");
  const manifests = platforms.map((platform) => {
    const { mediaType, digest, text } = platformManifest(seed, platform);
    return { mediaType, digest, size: text.length, platform: shownPlatform(platform) };
  });
  return written(`${OCI}.index.v1+json`, { manifests });
}

/** The manifests that an index lists, one for each platform. */
export function childrenOf({ seed, platforms }: ManifestParts): readonly Manifest[] {
  return platforms.map((platform) => platformManifest(seed, platform));
}

function platformManifest(seed: string, platform: string): Manifest {
  return written(`${OCI}.manifest.v1+json`, {
    config: blob(`${OCI}.config.v1+json`, `config|${seed}|${platform}`, 1470),
    layers: [blob(`${OCI}.layer.v1.tar+gzip`, `layer|${seed}|${platform}`, 31_357_624)],
  });
}

function blob(mediaType: string, seed: string, size: number): JsonObject {
  return { mediaType, digest: digestOf(seed), size };
}

function shownPlatform(platform: string): JsonObject {
  const [os = "", architecture = "", variant] = platform.split("/");
  return { architecture, os, ...(variant === undefined ? {} : { variant }) };
}

function written(mediaType: string, content: JsonObject): Manifest {
  const text = JSON.stringify({ schemaVersion: 2, mediaType, ...content });
  return { mediaType, text, digest: digestOf(text) };
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
