import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, problemsWith } from "./fixture.ts";

const APP = "kind: Worker\nimage: r/x\n";

describe("a file that looks like part of the format and is not", () => {
  test.each([
    ["mooring.yml", "the settings are read from mooring.yaml → rename it to mooring.yaml"],
    ["apps/mail.yml", "an app is a file with the ending .yaml → rename it to mail.yaml"],
    ["apps/mail.json", "an app is a file with the ending .yaml → rename it to mail.yaml"],
    ["apps/team/mail.yaml", "apps are files right below apps/ → move it to apps/mail.yaml"],
    [
      "apps/Mail.yaml",
      "the name of an app is a lower-case letter, then up to 30 lower-case letters, digits and hyphens → rename the file",
    ],
    [
      "apps/network.yaml",
      "the name network is taken by Mooring itself → rename the file, and the app where it is placed",
    ],
    ["accounts/test.yaml", "an account is a folder below accounts/ → move it to accounts/test/account.yaml"],
    [
      "accounts/Test/account.yaml",
      "an account's name is a lower-case letter, then up to 30 lower-case letters, digits and hyphens → rename the folder",
    ],
    ["accounts/dev/app.yaml", "app.yaml is no file of an account → did you mean apps.yaml?"],
    [
      "accounts/dev/apps/more/mail.yaml",
      "apps/more/mail.yaml is no file of an account → an account has account.yaml, apps.yaml, removed.yaml and apps/<app>.yaml",
    ],
    ["accounts/dev/apps/mail.yml", "an app is a file with the ending .yaml → rename it to mail.yaml"],
  ])("%s is told", (path, expected) => {
    expect(problemsWith({ [path]: APP })).toEqual([`${path}:1:1 ${expected}`]);
  });

  test.each([
    "README.md",
    "apps/README.md",
    "accounts/dev/notes.txt",
    "templates/function.py",
    ".github/workflows/ci.yaml",
    "docs/apps/x.yaml",
  ])("%s is nobody's business", (path) => {
    expect(problemsWith({ [path]: "anything: [" })).toEqual([]);
  });
});

describe("an entry", () => {
  test("for an app that does not exist is told, with the one that was meant", () => {
    expect(problemsWith({ "accounts/dev/apps.yaml": "wbe: 1.0.0\nnothing-like-it: 1.0.0\n" })).toEqual([
      "accounts/dev/apps.yaml:1:1 there is no apps/wbe.yaml → did you mean web?",
      "accounts/dev/apps.yaml:2:1 there is no apps/nothing-like-it.yaml → write apps/nothing-like-it.yaml, or remove the entry",
    ]);
  });

  test("both in apps.yaml and in a file of its own is told, and held", () => {
    const files = { "accounts/dev/apps/web.yaml": "version: 1.0.0\n" };
    expect(problemsWith(files)).toEqual([
      "accounts/dev/apps/web.yaml:1:1 web is placed twice, first at accounts/dev/apps.yaml:1 → keep one of the two",
    ]);
    expect(accountOf(loadWith(files))).toMatchObject({ heldApps: ["web"], placements: [] });
  });

  test.each([
    [
      "2.10",
      '1:6 the version has to be text, but YAML reads 2.10 as the number 2.1 → put it in quotes: "2.10"',
    ],
    [
      "1e5",
      '1:6 the version has to be text, but YAML reads 1e5 as the number 100000 → put it in quotes: "1e5"',
    ],
    [
      "0123456",
      '1:6 the version has to be text, but YAML reads 0123456 as the number 123456 → put it in quotes: "0123456"',
    ],
    [
      "0x1F",
      '1:6 the version has to be text, but YAML reads 0x1F as the number 31 → put it in quotes: "0x1F"',
    ],
    [
      ".inf",
      '1:6 the version has to be text, but YAML reads .inf as the number Infinity → put it in quotes: ".inf"',
    ],
    [
      "true",
      '1:6 the version has to be text, but YAML reads true as the truth value true → put it in quotes: "true"',
    ],
    [
      "{ version: 7 }",
      '1:17 version has to be text, but YAML reads 7 as the number 7 → put it in quotes: "7"',
    ],
    [
      "~",
      "1:1 web has no version, and a Service needs one: it is the tag of the image → write web: 1.0.0, or version: 1.0.0 inside the entry",
    ],
    [
      "",
      "1:1 web has no version, and a Service needs one: it is the tag of the image → write web: 1.0.0, or version: 1.0.0 inside the entry",
    ],
    [
      "{}",
      "1:1 web has no version, and a Service needs one: it is the tag of the image → write web: 1.0.0, or version: 1.0.0 inside the entry",
    ],
    [
      "[1.0.0]",
      "1:6 an entry has to be a version or a map, but is a list → write web: followed by a version or by { version: …, … }",
    ],
    [
      "a b",
      '1:6 the version is "a b", but has to be an image tag such as 2.7.1, or a digest sha256:… → write it like 2.7.1',
    ],
    [
      "{ version: 1.0.0, scale: ~ }",
      "1:31 scale has to be a whole number or a map, but has no value → give it a value, or remove the line",
    ],
  ])("that says %s is told", (entry, expected) => {
    expect(problemsWith({ "accounts/dev/apps.yaml": `web: ${entry}\n` })).toEqual([
      `accounts/dev/apps.yaml:${expected}`,
    ]);
  });

  test("may not override what an app is", () => {
    const [problem] = problemsWith({ "accounts/dev/apps.yaml": "web: { version: 1.0.0, kind: Worker }\n" });
    expect(problem).toMatch(/^accounts\/dev\/apps.yaml:1:24 "kind" is not a field of a Service/);
  });

  test("may not have fields of another kind", () => {
    const [problem] = problemsWith({
      "accounts/dev/apps.yaml": "web: { version: 1.0.0, schedule: rate(1 day) }\n",
    });
    expect(problem).toMatch(/^accounts\/dev\/apps.yaml:1:24 "schedule" is not a field of a Service/);
  });
});
