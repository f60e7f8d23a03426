import type { Cloud } from "../model/cloud.ts";
import type { TaggedImage } from "../model/image-reference.ts";
import { imageKey, type ImageAnswers } from "../plan/images.ts";
import { inParallel } from "./in-parallel.ts";

/** Registries are asked for so many images at once; the adapter's limiter spaces the calls out. */
const ASKED_AT_ONCE = 4;

/**
 * Asks what tags stand for now.
 *
 * @throws CloudError when AWS cannot be asked.
 */
export async function askForImages(images: readonly TaggedImage[], cloud: Cloud): Promise<ImageAnswers> {
  const answers = await inParallel(
    images,
    ASKED_AT_ONCE,
    async (image) => [imageKey(image), await cloud.image(image)] as const,
  );
  return new Map(answers);
}
