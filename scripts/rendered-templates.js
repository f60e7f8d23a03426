// Every template that Mooring makes: of the examples, of every kind with every option. Needs dist/ (npm run build).
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { place } from "../dist/blueprints/place.js";
import { load } from "../dist/manifest/load.js";
import { readRepository } from "../dist/manifest/read-repository.js";
import { uses, variants } from "./template-variants.js";

/** Writes each to a file of its own in the folder, named after account and app; says how many they are. */
export async function writeTemplates(folder) {
  const files = await readRepository("examples/environments");
  const { repository, problems } = load(files, load(files).wanted.map(inExample));
  if (repository === undefined || problems.length > 0) {
    throw new Error(`examples/environments has ${problems.length} problems: run moor validate on it first`);
  }
  const stacks = [account, settled, ...repository.accounts].flatMap((each) => place("lint", each));
  for (const stack of stacks) {
    writeFileSync(join(folder, `${stack.account}-${stack.app}.json`), stack.template);
  }
  return stacks.length;
}

/** A template of examples/repositories, as if it had been fetched. */
function inExample(address) {
  const name = basename(address.repository, ".git");
  const text = readFileSync(join("examples/repositories", name, address.ref, address.path), "utf8");
  return { kind: "found", address, text, commit: "0".repeat(40), notes: [] };
}

const somewhere = { file: "lint", line: 1, column: 1 };

const account = {
  name: "lint",
  id: "111111111111",
  region: "eu-west-1",
  zone: "lint.example",
  hostedZone: { caa: ["amazon.com"] },
  zones: { "shop.example": "Z0123456789ABCDEFGHIJ" },
  artifactBucket: "lint",
  network: {
    cidr: "10.0.0.0/16",
    availabilityZones: 3,
    nat: "per-zone",
    balancers: { public: true, internal: true },
    tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    idleTimeoutSeconds: 60,
    deletionProtection: false,
  },
  roles: {},
  prune: { max: 2, share: 0.25 },
  after: [],
  adopt: false,
  allow: [],
  pauses: [],
  windows: [],
  selfHeal: false,
  ignoreDrift: [],
  heldApps: [],
  removed: [],
  place: somewhere,
  placements: Object.entries(variants).map(([app, spec]) => ({
    app,
    version: app.endsWith("everything") ? `sha256:${"0".repeat(64)}` : "1.0.0",
    spec,
    uses: uses[app] ?? [],
    adopt: false,
    allow: [],
    place: somewhere,
  })),
};

/** One that had a zone and a VPC before. */
const settled = {
  ...account,
  name: "settled",
  hostedZone: { existing: "Z0123456789ABCDEFGHIJ", caa: ["amazon.com", "letsencrypt.org"] },
  network: {
    ...account.network,
    existing: {
      vpc: "vpc-0123456789abcdef0",
      publicSubnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      privateSubnets: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"],
      tasks: "private",
    },
  },
  placements: account.placements.filter(({ app }) => app.startsWith("service-names")),
};
