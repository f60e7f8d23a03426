import type { ObservedStack } from "../model/observed-stack.ts";
import { movedImage } from "../drift/moved-images.ts";
import { together, type Findings } from "../drift/resource-drift.ts";
import { deployedImages, imageKey, type ImageAnswers } from "../plan/images.ts";
import { askForImages } from "./ask-for-images.ts";
import type { Scene, SurveyWork } from "./drift-scene.ts";

/** What the tags of deployed images stand for now. */
export function askForDeployedImages(work: SurveyWork, { observed }: Scene): Promise<ImageAnswers> {
  const tags = deployed(work, observed).map(({ tag }) => tag);
  return askForImages([...new Map(tags.map((tag) => [imageKey(tag), tag])).values()], (tag) =>
    work.cloud.image(tag),
  );
}

/** Which of them were moved. */
export function movedImages(work: SurveyWork, { observed }: Scene, answers: ImageAnswers): Findings {
  const { account, clock } = work;
  const found = deployed(work, observed).map(({ stack, ...image }) => {
    const { app, name, ignoreDrift } = stack;
    const answer = answers.get(imageKey(image.tag)) ?? ({ kind: "denied", message: "not asked" } as const);
    const subject = { account: account.name, app, stack: name, ignoreDrift, now: clock.now() };
    return movedImage({ ...image, answer }, subject);
  });
  return together(found);
}

function deployed({ desired, apps }: SurveyWork, observed: readonly ObservedStack[]) {
  const byName = new Map(observed.map((stack) => [stack.name, stack]));
  const looked = desired.filter(({ app }) => apps?.includes(app) ?? true);
  return looked.flatMap((stack) => {
    const there = byName.get(stack.name);
    return there === undefined ? [] : deployedImages(stack, there).map((image) => ({ stack, ...image }));
  });
}
