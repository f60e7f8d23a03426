import { describe, expect, test } from "@jest/globals";
import { judgeCertificate } from "../../src/preflight/judge-certificate.ts";
import { whyOf } from "./why-of.ts";

describe("a certificate", () => {
  const names = ["shop.dev.acme.example", "shop.internal.dev.acme.example"];
  const subject = { kind: "certificate", arn: "arn:aws:acm:::certificate/1", names } as const;
  const judge = (status: string, made: readonly string[]) =>
    whyOf(judgeCertificate(subject, { status, names: made }));

  test("has to be issued and made out to every name; a wildcard stands for one label", () => {
    expect(judge("ISSUED", ["*.dev.acme.example", "*.internal.dev.acme.example"])).toBe("good");
    expect(judge("ISSUED", ["dev.acme.example", "*.dev.acme.example"])).toContain(
      "is not made out to shop.internal.dev.acme.example, only to",
    );
    expect(judge("PENDING_VALIDATION", ["*.dev.acme.example"])).toBe(
      "the certificate for *.dev.acme.example is not good: pending validation",
    );
  });

  test("that is gone is told", () => {
    expect(whyOf(judgeCertificate(subject, undefined))).toContain("is gone");
  });
});
