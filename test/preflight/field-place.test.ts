import { expect, test } from "@jest/globals";
import type { Place } from "../../src/model/place.ts";
import type { Placement } from "../../src/model/repository.ts";
import { fieldPlace } from "../../src/preflight/field-place.ts";
import { aService } from "../support/placements.ts";

const at = (line: number): Place => ({ file: "apps/shop.yaml", line, column: 3 });

const placement: Placement = {
  app: "shop",
  spec: aService({
    secrets: { NAME: "ssm:stripe", KEY: "secretsmanager:stripe#key", SESSION: "ssm:/shop/session" },
  }),
  uses: [],
  adopt: false,
  allow: [],
  ignoreDrift: [],
  place: at(1),
  fieldPlaces: { version: at(2), secrets: { NAME: at(5), KEY: at(6), SESSION: at(7) } },
};

test("a secret and a parameter are asked for where the variable is written that reads them", () => {
  expect(fieldPlace({ kind: "secret", id: "stripe" }, placement)).toEqual(at(6));
  expect(fieldPlace({ kind: "parameter", name: "stripe" }, placement)).toEqual(at(5));
  expect(fieldPlace({ kind: "parameter", name: "/shop/session" }, placement)).toEqual(at(7));
});

test("an image is asked for where the version is written", () => {
  const tag = { registry: "r", repository: "shop", tag: "1" };
  const image = { image: "r/shop", tag, architecture: "x86_64" } as never;
  expect(fieldPlace({ kind: "image", image }, placement)).toEqual(at(2));
});

test("what no field asks for, or nobody knows the place of, has none", () => {
  expect(fieldPlace({ kind: "quota", of: { what: "stacks" }, adds: 1 }, placement)).toBeUndefined();
  const { fieldPlaces: _places, ...plain } = placement;
  expect(fieldPlace({ kind: "secret", id: "stripe" }, plain)).toBeUndefined();
});
