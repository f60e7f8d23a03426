import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, placementOf, PRODUCTION, problemsWith, serviceOf } from "./fixture.ts";

const TWO = { ...PRODUCTION };

describe("a sound repository", () => {
  test("has no problem, and every default filled in", () => {
    const loaded = loadWith({});
    expect(loaded.problems).toEqual([]);
    expect(loaded.repository).toMatchObject({ name: "acme", heldAccounts: [] });
    expect(accountOf(loaded)).toMatchObject({
      prune: { max: 2, share: 0.25 },
      adopt: false,
      allow: [],
      after: [],
      heldApps: [],
      removed: [],
    });
    expect(placementOf(loaded)).toMatchObject({ app: "web", version: "1.0.0", adopt: false, allow: [] });
    expect(serviceOf(loaded)).toMatchObject({
      cpu: 256,
      memory: 512,
      hosts: ["web"],
      scale: 1,
      healthCheck: { path: "/" },
    });
  });

  test("merges schema defaults, the defaults of mooring.yaml, the app and the placement, in that order", () => {
    const loaded = loadWith({
      "mooring.yaml": "version: 1\nname: acme\ndefaults: { region: eu-west-1, prune: { max: 7 } }\n",
      "accounts/dev/account.yaml":
        'id: "222222222222"\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\nprune: { share: 0.5 }\n',
      "apps/web.yaml":
        "kind: Service\nimage: r/web\nport: 80\nscale: { min: 2, max: 4, cpu: 60 }\nexpose: [public]\nenvironment: { A: a, B: b }\n",
      "accounts/dev/apps.yaml":
        "web: { version: 1.0.0, scale: { max: 9 }, expose: [internal], environment: { B: c } }\n",
    });
    expect(loaded.problems).toEqual([]);
    expect(accountOf(loaded)).toMatchObject({ region: "eu-west-1", prune: { max: 7, share: 0.5 } });
    expect(serviceOf(loaded)).toMatchObject({
      scale: { min: 2, max: 9, cpu: 60 },
      expose: ["internal"],
      environment: { A: "a", B: "c" },
    });
  });

  test("replaces variables everywhere, and keeps references for later", () => {
    const loaded = loadWith({
      "apps/web.yaml":
        'kind: Service\nimage: ${account.id}.dkr.ecr.${region}.amazonaws.com/${app}\nport: 80\nenvironment: { A: "${account.name} ${zone} ${version} $${x} ${zone.ZoneId}" }\nhealthCheck: { path: "/$${x}" }\n',
    });
    expect(loaded.problems).toEqual([]);
    expect(serviceOf(loaded)).toMatchObject({
      image: "222222222222.dkr.ecr.eu-west-1.amazonaws.com/web",
      environment: { A: "dev dev.acme.example 1.0.0 $${x} ${zone.ZoneId}" },
      healthCheck: { path: "/${x}" },
    });
  });

  test("takes an entry as a file of its own, a version that is a digest, and a template without version", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const loaded = loadWith({
      "accounts/dev/apps.yaml": "data:\n",
      "accounts/dev/apps/web.yaml": `version: ${digest}\nadopt: true\nallow: [Bucket]\n`,
      "apps/data.yaml": "kind: Template\ntemplate: templates/data.yaml\n",
      "templates/data.yaml": "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n",
    });
    expect(loaded.problems).toEqual([]);
    expect(placementOf(loaded)).toMatchObject({
      version: digest,
      adopt: true,
      allow: ["Bucket"],
      place: { file: "accounts/dev/apps/web.yaml", line: 1, column: 1 },
    });
    expect(placementOf(loaded, "data")).not.toHaveProperty("version");
    expect(placementOf(loaded, "data").spec).toMatchObject({
      body: { Resources: { Topic: { Type: "AWS::SNS::Topic" } } },
    });
  });
});

describe("what is held", () => {
  test.each([
    ["is missing", undefined],
    ["is broken", "version: ["],
    ["breaks the contract", "version: 2\nname: acme\n"],
    ["has a wrong default", "version: 1\nname: acme\ndefaults: { nett: 1 }\n"],
  ])("a mooring.yaml that %s leaves no repository, so that nothing is done or deleted", (_, content) => {
    const loaded = loadWith({ "mooring.yaml": content });
    expect(loaded.repository).toBeUndefined();
    expect(loaded.problems.map(({ holds }) => holds)).toEqual([{ kind: "repository" }]);
  });

  test("a repository without an account is none", () => {
    const loaded = loadWith({ "accounts/dev/account.yaml": undefined, "accounts/dev/apps.yaml": undefined });
    expect(loaded.repository).toBeUndefined();
    expect(loaded.problems).toMatchObject([
      { message: "the repository has no account", holds: { kind: "repository" } },
    ]);
  });

  test("a broken account holds that account only", () => {
    const loaded = loadWith({ ...TWO, "accounts/dev/account.yaml": "id: [\n" });
    expect(loaded.repository?.heldAccounts).toEqual(["dev"]);
    expect(accountOf(loaded, "production").placements).toHaveLength(1);
    expect(loaded.problems.map(({ holds }) => holds)).toEqual([{ kind: "account", account: "dev" }]);
  });

  test.each([
    ["apps.yaml that is no map", { "accounts/dev/apps.yaml": "- web\n" }],
    ["apps.yaml that is broken", { "accounts/dev/apps.yaml": "web: [\n" }],
    [
      "apps.yaml with the wrong ending",
      { "accounts/dev/apps.yaml": undefined, "accounts/dev/apps.yml": "web: 1.0.0\n" },
    ],
    ["folder without account.yaml", { "accounts/dev/account.yaml": undefined }],
    ["removed.yaml that is broken", { "accounts/dev/removed.yaml": "web\n" }],
  ])("an account with an %s is held, because what it runs is not known", (_, files) => {
    expect(loadWith({ ...TWO, ...files }).repository?.heldAccounts).toEqual(["dev"]);
  });

  test("a broken app is held wherever it is placed, and nothing else is", () => {
    const loaded = loadWith({
      ...TWO,
      "apps/web.yaml": "kind: Service\nport: 80\n",
      "apps/mail.yaml": "kind: Worker\nimage: r/mail\n",
      "accounts/dev/apps.yaml": "web: 1.0.0\nmail: 1.0.0\n",
    });
    expect(loaded.problems.map(({ holds }) => holds)).toEqual([{ kind: "app-everywhere", app: "web" }]);
    expect(accountOf(loaded)).toMatchObject({ heldApps: ["web"], placements: [{ app: "mail" }] });
    expect(accountOf(loaded, "production")).toMatchObject({ heldApps: ["web"], placements: [] });
  });

  test("a broken entry holds its app in that account only", () => {
    const loaded = loadWith({ ...TWO, "accounts/dev/apps.yaml": "web: 2.10\n" });
    expect(accountOf(loaded)).toMatchObject({ heldApps: ["web"], placements: [] });
    expect(accountOf(loaded, "production")).toMatchObject({ heldApps: [], placements: [{ app: "web" }] });
  });

  test("an app that depends on a held one has no problem of its own", () => {
    const loaded = loadWith({
      "accounts/dev/apps.yaml": "web: 2.10\nmail: 1.0.0\n",
      "apps/mail.yaml": 'kind: Worker\nimage: r/mail\nenvironment: { A: "${web.Url}" }\n',
    });
    expect(loaded.problems).toHaveLength(1);
    expect(accountOf(loaded)).toMatchObject({ heldApps: ["web"], placements: [{ app: "mail" }] });
  });

  test("a misspelt entry holds the app that was meant too: it must not look like a removal", () => {
    const loaded = loadWith({ "accounts/dev/apps.yaml": "wep: 1.0.0\n" });
    expect(accountOf(loaded).heldApps).toEqual(["web", "wep"]);
  });

  test("an app that is both placed and removed is held, and its tombstone does not count", () => {
    const loaded = loadWith({ "accounts/dev/removed.yaml": "- gone\n- web\n" });
    expect(accountOf(loaded)).toMatchObject({ heldApps: ["web"], placements: [], removed: ["gone"] });
    expect(loaded.problems).toMatchObject([
      {
        place: { file: "accounts/dev/removed.yaml", line: 2, column: 3 },
        message: "web is both placed and removed in this account",
        remedy: "take it out of apps.yaml, or out of removed.yaml",
      },
    ]);
  });

  test.each([
    ["apps/web.yaml", { heldApps: ["web"] }],
    ["accounts/dev/apps/web.yaml", { heldApps: ["web"] }],
    ["templates/unused.yaml", { heldApps: [] }],
  ])("a symbolic link at %s holds what it stands for", async (path, expected) => {
    const { load } = await import("../../src/manifest/load.ts");
    const { files } = soundFiles();
    files.delete(path);
    const loaded = load({
      files,
      refused: [{ path, why: "is a symbolic link", remedy: "put a file there" }],
    });
    expect(loaded.problems).toMatchObject([
      { place: { file: path, line: 1 }, message: `${path} is a symbolic link` },
    ]);
    expect(accountOf(loaded)).toMatchObject(expected);
  });
});

function soundFiles(): { readonly files: Map<string, string> } {
  return {
    files: new Map([
      ["mooring.yaml", "version: 1\nname: acme\n"],
      ["apps/web.yaml", "kind: Service\nimage: r/web\nport: 80\n"],
      ["accounts/dev/apps.yaml", "web: 1.0.0\n"],
      [
        "accounts/dev/account.yaml",
        'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n',
      ],
    ]),
  };
}

describe("all problems at once", () => {
  test("of several files, in order of file, line and column", () => {
    expect(
      problemsWith({
        "apps/web.yaml": "kind: Service\nimage: r/web:1\nprot: 80\n",
        "accounts/dev/apps.yaml": "web: 1.0.0\nmail: 1.0.0\nWeb: 1.0.0\n",
        "accounts/dev/account.yaml":
          "id: 012345678901\nregion: eu-west-1\nzone: dev.acme.example.\nnetwork: { cidr: 10.16.0.0/8 }\n",
      }),
    ).toEqual([
      'accounts/dev/account.yaml:1:5 id has to be text, but YAML reads 012345678901 as the number 12345678901 → put it in quotes: "012345678901"',
      'accounts/dev/account.yaml:3:7 zone is "dev.acme.example.", but has to be a domain in lower case without a trailing dot, such as dev.acme.example → write it like production.acme.example',
      'accounts/dev/account.yaml:4:18 network.cidr is "10.16.0.0/8", but has to be an IPv4 range from /16 to /22 such as 10.16.0.0/16 → write it like 10.16.0.0/16',
      "accounts/dev/apps.yaml:2:1 there is no apps/mail.yaml → write apps/mail.yaml, or remove the entry",
      'accounts/dev/apps.yaml:3:1 "Web" is no name of an app: that is a lower-case letter, then up to 30 lower-case letters, digits and hyphens',
      "apps/web.yaml:1:1 port is missing → add it: the port that the container listens on",
      'apps/web.yaml:2:8 image is "r/web:1", but has to be an image without a tag, such as 111111111111.dkr.ecr.eu-west-1.amazonaws.com/storefront; the version is the tag → write it like 111111111111.dkr.ecr.eu-west-1.amazonaws.com/storefront',
      'apps/web.yaml:3:1 "prot" is not a field of a Service → did you mean port?',
    ]);
  });

  test("of an account that is broken itself: its entries too", () => {
    expect(
      problemsWith({
        "accounts/dev/account.yaml": "{}",
        "accounts/dev/apps.yaml": "web: { version: 1.0.0, prot: 80 }\nwbe: 1.0.0\n",
      }),
    ).toEqual([
      expect.stringMatching(/^accounts\/dev\/account.yaml:1:1 id is missing/),
      expect.stringMatching(/^accounts\/dev\/account.yaml:1:1 network.cidr is missing/),
      expect.stringMatching(/^accounts\/dev\/account.yaml:1:1 region is missing/),
      expect.stringMatching(/^accounts\/dev\/account.yaml:1:1 zone is missing/),
      'accounts/dev/apps.yaml:1:24 "prot" is not a field of a Service → did you mean port?',
      "accounts/dev/apps.yaml:2:1 there is no apps/wbe.yaml → did you mean web?",
    ]);
  });

  test("of the accounts, although mooring.yaml has one as well", () => {
    const files = { "mooring.yaml": "version: 1\nname: Acme\n", "accounts/dev/apps.yaml": "web: 2.10\n" };
    expect(problemsWith(files)).toEqual([
      expect.stringMatching(/^accounts\/dev\/apps.yaml:1:6 the version has to be text/),
      expect.stringMatching(/^mooring.yaml:2:7 name is "Acme", but has to be/),
    ]);
    expect(loadWith(files).repository).toBeUndefined();
  });

  test("of one entry: what breaks the contract, unknown variables and foreign names", () => {
    expect(
      problemsWith({
        ...TWO,
        "accounts/dev/apps.yaml":
          'web:\n  version: 1.0.0\n  cpus: 3\n  environment:\n    A: "${zon}"\n    B: x.production.acme.example\n',
      }),
    ).toEqual([
      'accounts/dev/apps.yaml:3:3 "cpus" is not a field of a Service → did you mean cpu?',
      "accounts/dev/apps.yaml:5:9 ${zon} is not a variable → did you mean zone?",
      "accounts/dev/apps.yaml:6:10 production.acme.example is the zone of account production → write ${zone}, or say crossAccount: [production] where that is meant",
    ]);
  });
});
