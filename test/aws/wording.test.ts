import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Meaning } from "../../src/aws/wording.ts";
import { cleanText, readDenial, readLeftOut, readReason, says } from "../../src/aws/wording.ts";

describe("what AWS's sentences mean", () => {
  test.each<[string, Meaning]>([
    [
      "The submitted information didn't contain changes. Submit different information to create a change set.",
      "noChange",
    ],
    ["The submitted information didn’t contain changes.", "noChange"],
    ["NO UPDATES ARE TO BE PERFORMED.", "noChange"],
    ["Stack with id acme-storefront does not exist", "missing"],
    ["ChangeSet [mooring-1] does not exist", "missing"],
    ["Stack [acme] already exists and cannot be created again with the changeSet [x].", "alreadyThere"],
    ["Stack:arn:aws:x is in UPDATE_IN_PROGRESS state and can not be updated.", "otherState"],
    ["ChangeSet [arn] cannot be executed in its current status of [FAILED]", "otherState"],
    [
      "ChangeSet [arn] cannot be executed in its current execution status of [EXECUTE_IN_PROGRESS]",
      "wasExecuted",
    ],
    ["Resource creation cancelled", "cancelled"],
    ["Resource update cancelled", "cancelled"],
    ["User Initiated", "byRequest"],
  ])("%p says %s", (sentence, meaning) => {
    expect(says(sentence, meaning)).toBe(true);
  });

  test("nothing says nothing", () => {
    expect(says(undefined, "noChange")).toBe(false);
    expect(says("The template is bad", "noChange")).toBe(false);
  });

  test("a denial tells who may not do what", () => {
    const text =
      "User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: sts:AssumeRole on resource: arn:x";
    expect(readDenial(text)).toEqual({ who: "arn:aws:sts::1:assumed-role/a/b", action: "sts:AssumeRole" });
    expect(readDenial("Access denied")).toEqual({});
  });

  test("an answer with property values names what it leaves out", () => {
    const reason =
      "[WARN] --include-property-values option can return incomplete ChangeSet data because: ChangeSet creation failed for resource [Db] because: Logical Id: Db, failed property validation; Logical Id: Cache, failed property validation";
    expect(readLeftOut(reason)).toEqual(["Db", "Cache"]);
    expect(readLeftOut("Logical Id: Db")).toEqual([]);
  });
});

describe("AWS's words on the way to a terminal", () => {
  test("control characters, direction changes and key ids do not get through", () => {
    expect(cleanText("a\u001b[31mb\r\nc\u202ed AKIAIOSFODNN7EXAMPLE")).toBe("a [31mb c d AKIA…");
  });

  test("nothing but blanks is nothing", () => {
    expect(cleanText(" \n\t")).toBeUndefined();
    expect(cleanText(undefined)).toBeUndefined();
  });

  test("whatever comes is one printable line of at most 2,000 characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 9000 }), (text) => {
        const clean = cleanText(text) ?? "";
        expect(clean.length).toBeLessThanOrEqual(2000);
        expect(clean).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe("what a resource's handler said", () => {
  test("is told without its wrapping, with its code", () => {
    const reason =
      "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.\" (RequestToken: 3f58a0e9-28b6-40f6-a309-796e2ccc8d94, HandlerErrorCode: GeneralServiceException)";
    expect(readReason(reason)).toBe(
      "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'. (GeneralServiceException)",
    );
  });

  test.each(["Resource creation cancelled", 'Resource handler returned message: "cut off', undefined])(
    "%s stays as it is",
    (reason) => {
      expect(readReason(reason)).toBe(reason);
    },
  );
});
