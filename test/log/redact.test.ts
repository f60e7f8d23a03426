import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { redactFields } from "../../src/log/redact.ts";
import { redactText } from "../../src/model/redact-text.ts";

const from = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: length, maxLength: length });

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const ALNUM = `${LOWER}${LOWER.toUpperCase()}0123456789`;

/** How secrets look in texts: the text, and the part that must not come out. */
const secrets: Readonly<Record<string, fc.Arbitrary<{ readonly text: string; readonly secret: string }>>> = {
  "a Slack webhook": from(ALNUM, 24).map((secret) => ({
    text: `https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/${secret}`,
    secret,
  })),
  "a token of Slack": from(ALNUM, 24).map((secret) => ({ text: `xoxb-123456789012-${secret}`, secret })),
  "a token of GitHub": from(ALNUM, 36).map((secret) => ({ text: `ghs_${secret}`, secret })),
  "a token of GitLab": from(ALNUM, 20).map((secret) => ({ text: `glpat-${secret}`, secret })),
  "an address with a token": from(ALNUM, 30).map((secret) => ({
    text: `https://x-access-token:${secret}@github.com/acme/environments.git`,
    secret,
  })),
  "a query with a token": from(ALNUM, 30).map((secret) => ({
    text: `https://example.com/hook?a=1&access_token=${secret}&b=2`,
    secret,
  })),
  "a signed address": from("0123456789abcdef", 64).map((secret) => ({
    text: `https://s3.amazonaws.com/b/k?X-Amz-Signature=${secret}`,
    secret,
  })),
  "a header": from(ALNUM, 30).map((secret) => ({ text: `Authorization: token ${secret}`, secret })),
  "a header of GitLab": from(ALNUM, 30).map((secret) => ({ text: `PRIVATE-TOKEN: ${secret}`, secret })),
  "a header as JSON": from(ALNUM, 30).map((secret) => ({
    text: `{"authorization":"bearer ${secret}"}`,
    secret,
  })),
  "a secret key of AWS": from(ALNUM, 37).map((rest) => ({ text: `aA1${rest}`, secret: `aA1${rest}` })),
  "a JSON Web Token": fc
    .tuple(from(ALNUM, 20), from(ALNUM, 40), from(ALNUM, 43))
    .map(([head, body, sign]) => ({ text: `eyJ${head}.${body}.${sign}`, secret: sign })),
  "a private key": from(ALNUM, 64).map((secret) => ({
    text: `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`,
    secret,
  })),
  "an OpenPGP key": from(ALNUM, 64).map((secret) => ({
    text: `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${secret}\n-----END PGP PRIVATE KEY BLOCK-----`,
    secret,
  })),
  "a key that was cut off": from(ALNUM, 64).map((secret) => ({
    text: `-----BEGIN PRIVATE KEY-----\n${secret}`,
    secret,
  })),
  "a password": from(ALNUM, 12).map((secret) => ({ text: `password=${secret}`, secret })),
};

/** What stands around a secret; it ends and begins with something that no secret is made of. */
const words = fc.string({ maxLength: 40 });
const before = fc
  .tuple(words, fc.constantFrom("", " ", "\n", '"', "'", "(", ": ", "="))
  .map(([a, b]) => `${a} ${b}`);
const after = fc.tuple(fc.constantFrom(" ", "\n", '"', "'", ")", ", "), words).map(([a, b]) => `${a} ${b}`);

describe("wherever it stands", () => {
  test.each(Object.entries(secrets))("%s does not come out", (_what, secret) => {
    fc.assert(
      fc.property(secret, before, after, (it, left, right) => {
        const text = `${left}${it.text}${right}`;
        expect(redactText(text)).not.toContain(it.secret);
        expect(JSON.stringify(redactFields({ why: text }))).not.toContain(it.secret);
      }),
    );
  });
});

test.each([
  ["a commit", "0123456789abcdef0123456789abcdef01234567"],
  ["a change set", "mooring-0123456789abcdef0123456789abcdef01234567-1"],
  [
    "an ARN",
    "arn:aws:cloudformation:eu-west-1:222222222222:stack/acme-storefront/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f",
  ],
  ["an image", "444444444444.dkr.ecr.eu-west-1.amazonaws.com/storefront:2.7.1"],
  ["an address", "https://github.com/acme/environments/commit/0123456789abcdef0123456789abcdef01234567"],
  ["a sentence", "the token of the change set was used; the password policy says so"],
  ["a path", "accounts/production/apps.yaml:12:3"],
])("%s comes out as it is", (_what, text) => {
  expect(redactText(text)).toBe(text);
});

test("a text without end is cut, and looked through in no time", () => {
  for (const piece of ["a.", "a-", "ab://", "?token=", "Aa1", "-----BEGIN ", "eyJ", "password"]) {
    expect(redactText(piece.repeat(200_000)).length).toBeLessThan(200_000);
  }
});
