// Measured process: loads, validates and places the repository given as argument; prints how many stacks that made.
import { place } from "../../dist/blueprints/place.js";
import { load } from "../../dist/manifest/load.js";
import { readRepository } from "../../dist/manifest/read-repository.js";

const { repository, problems } = load(await readRepository(process.argv[2]));
if (repository === undefined || problems.length > 0)
  throw new Error(JSON.stringify(problems.slice(0, 3), null, 2));
const stacks = repository.accounts.flatMap((account) => place(repository.name, account));
console.log(stacks.length);
