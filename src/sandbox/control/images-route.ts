import { isEcrRepository, readImageName } from "../ecr/image-name.ts";
import { missingImages, setMissingImages, setUnpullableImages, unpullableImages } from "../ecr/images.ts";
import type { PushedImage } from "../ecr/store.ts";
import { allImages, pushImage } from "../ecr/store.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList } from "../json.ts";
import { ControlError } from "./control-error.ts";
import { objectWith, requiredField, textField, textsField } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/images`: the patterns of the images that do not exist, of those that cannot be pulled, and the images of ECR that are known, if any. */
export const readImages: ControlRoute = ({ world }) => {
  const images = allImages(world).map(({ repository, digest, tags, platforms }): JsonObject => ({
    repository,
    digest,
    tags,
    platforms,
  }));
  const unpullable = unpullableImages(world);
  return {
    missing: missingImages(world),
    ...(unpullable.length === 0 ? {} : { unpullable }),
    ...(images.length === 0 ? {} : { images }),
  };
};

/**
 * `POST /_sandbox/images { missing: [patterns], unpullable: [patterns], pushed: [{ image, digest, platforms }] }`: which images do
 * not exist from now on, every other does (`*` stands for anything), which of them no task can pull, and what is pushed to ECR under which tag.
 */
export const setImages: ControlRoute = (sandbox, body, query) => {
  const given = objectWith(body, ["missing", "unpullable", "pushed"], "images");
  const missing = textsField(given, "missing", "images");
  const unpullable = textsField(given, "unpullable", "images");
  const pushed = pushedIn(given["pushed"]);
  if (missing === undefined && unpullable === undefined && pushed === undefined)
    throw new ControlError(
      'images must have "missing" or "unpullable", lists of patterns, or "pushed", a list of images',
    );
  if (missing !== undefined) setMissingImages(sandbox.world, missing);
  if (unpullable !== undefined) setUnpullableImages(sandbox.world, unpullable);
  for (const image of pushed ?? []) pushImage(sandbox.world, image, sandbox.clock.now());
  return readImages(sandbox, body, query);
};

const MAX_PUSHED = 1000;

function pushedIn(value: Json | undefined): readonly PushedImage[] | undefined {
  if (value === undefined) return undefined;
  if (isList(value) && value.length <= MAX_PUSHED) return value.map(readPushed);
  throw new ControlError(`images: pushed must be a list of at most ${String(MAX_PUSHED)} images`);
}

function readPushed(value: Json): PushedImage {
  const object = objectWith(value, ["image", "digest", "platforms"], "a pushed image");
  const { repository, tag, digest: inName } = readImageName(requiredField(object, "image", "a pushed image"));
  if (!isEcrRepository(repository) || tag === undefined || inName !== undefined)
    throw new ControlError(
      "a pushed image: image must be like 111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:2.7.1",
    );
  const digest = textField(object, "digest", "a pushed image");
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new ControlError("a pushed image: digest must be sha256: and 64 hexadecimal digits");
  return { repository, tag, digest, platforms: platformsIn(object) };
}

function platformsIn(object: JsonObject): readonly string[] | undefined {
  const platforms = textsField(object, "platforms", "a pushed image");
  if (platforms?.every((platform) => /^[a-z0-9]+\/[a-z0-9_]+(?:\/v\d)?$/.test(platform)) !== false)
    return platforms;
  throw new ControlError("a pushed image: platforms must be like linux/arm64");
}
