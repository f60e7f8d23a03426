import { missingImages, setMissingImages } from "../ecr/images.ts";
import { ControlError } from "./control-error.ts";
import type { ControlRoute } from "./route.ts";
import { objectWith, textsField } from "./fields.ts";

/** `GET /_sandbox/images`: the patterns of the images that do not exist. */
export const readImages: ControlRoute = ({ world }) => ({ missing: missingImages(world) });

/** `POST /_sandbox/images { missing: [patterns] }`: which images do not exist from now on; every other does. `*` stands for anything. */
export const setImages: ControlRoute = (sandbox, body, query) => {
  const missing = textsField(objectWith(body, ["missing"], "images"), "missing", "images");
  if (missing === undefined) throw new ControlError('images must have "missing", a list of patterns');
  setMissingImages(sandbox.world, missing);
  return readImages(sandbox, body, query);
};
