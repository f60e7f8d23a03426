import type { Cloud } from "../model/cloud.ts";
import type { ImageAnswer, NoAnswer } from "../model/cloud-images.ts";
import type { TaggedImage } from "../model/image-reference.ts";
import { imageKey, type ImageAnswers } from "../plan/images.ts";
import { orFailure } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";
import type { Memory } from "./memory.ts";

/** Registries are asked for so many images at once; the adapter's limiter spaces the calls out. */
const ASKED_AT_ONCE = 4;

/** Asks what tags stand for now. A registry that cannot be asked keeps only the stacks with its images waiting. */
export async function askForImages(
  images: readonly TaggedImage[],
  ask: Cloud["image"],
): Promise<ImageAnswers> {
  const answers = await inParallel(
    images,
    ASKED_AT_ONCE,
    async (image) => [imageKey(image), await answerOn(image, ask)] as const,
  );
  return new Map(answers);
}

async function answerOn(image: TaggedImage, ask: Cloud["image"]): Promise<ImageAnswer | NoAnswer> {
  const { value, failure } = await orFailure(() => ask(image));
  return failure === undefined ? value : { kind: "no-answer", ...failure };
}

/** Asks a registry unless it told of the image a moment ago. One that is missing is asked for until it is pushed. */
export function rememberingImages(cloud: Cloud, memory: Memory, now: number): Cloud["image"] {
  return async (image) => {
    const key = imageKey(image);
    const known = memory.image(key, now);
    if (known !== undefined) return known;
    const answer: ImageAnswer = await cloud.image(image);
    if (answer.kind === "found") memory.rememberImage(key, answer, now);
    return answer;
  };
}
