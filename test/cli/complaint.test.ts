import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Complaint, sentenceOf } from "../../src/cli/complaint.ts";
import { CloudError } from "../../src/model/cloud.ts";
import { SourceError } from "../../src/model/source.ts";

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("the sentence for an error", () => {
  test("a complaint and an error of AWS speak for themselves", () => {
    expect(sentenceOf(new Complaint("failed", "it is broken", "mend it"))).toEqual({
      message: "it is broken",
      remedy: "mend it",
    });
    expect(sentenceOf(new CloudError("denied", "no entry", { remedy: "ask" }))).toEqual({
      message: "no entry",
      remedy: "ask",
    });
  });

  test("of a repository that cannot be followed is its own", () => {
    expect(sentenceOf(new SourceError("the repository has no address", "give one"))).toEqual({
      message: "the repository has no address",
      remedy: "give one",
    });
  });

  test("an error of the file system says which file and what is the matter", () => {
    const error = thrownBy(() => readFileSync("/nowhere/at/all"));
    expect(sentenceOf(error)).toEqual({
      message: "/nowhere/at/all: there is no such file or folder",
      remedy: undefined,
    });
  });

  test("anything else is owned up to as a defect, without a stack", () => {
    const { message, remedy } = sentenceOf(new TypeError("x is not a function"));
    expect(message).toBe("unexpected: x is not a function");
    expect(remedy).toContain("MOORING_DEBUG=1");
    expect(sentenceOf("thrown text").message).toBe("unexpected: thrown text");
  });
});
