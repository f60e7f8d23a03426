// `node scripts/example.js <folder>`: lays the example out as Git repositories: <folder>/environments, and a bare <folder>/<name>.git with its
// tags for each of examples/repositories. The same files give the same commits, wherever and whenever.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";

const EXAMPLES = resolve(import.meta.dirname, "../examples");
const [folder] = process.argv.slice(2);
if (folder === undefined) fail("name the folder to lay the example out in: node scripts/example.js <folder>");
const target = resolve(folder);
if (existsSync(target) && readdirSync(target).length > 0) fail(`${target} is not empty: name another folder`);
mkdirSync(target, { recursive: true });

for (const name of foldersOf(join(EXAMPLES, "repositories"))) layOutRepository(name);
layOutEnvironments();
console.log(`The example is in ${target}: ${readdirSync(target).join(", ")}`);

function layOutEnvironments() {
  const dir = newRepository("environments");
  copy(join(EXAMPLES, "environments"), dir);
  commit(dir, "everything there is");
}

/** A working tree that becomes one commit and one tag after the other, and then a bare clone. */
function layOutRepository(name) {
  const source = join(EXAMPLES, "repositories", name);
  const dir = newRepository(name);
  for (const tag of foldersOf(source)) {
    git(dir, "rm", "--quiet", "-r", "--ignore-unmatch", ".");
    copy(join(source, tag), dir);
    commit(dir, `${name}: ${tag}`);
    git(dir, "tag", tag);
  }
  git(target, "clone", "--quiet", "--bare", dir, `${dir}.git`);
  git(`${dir}.git`, "remote", "remove", "origin");
  rmSync(dir, { recursive: true });
}

function newRepository(name) {
  const dir = join(target, name);
  mkdirSync(dir);
  git(dir, "init", "--quiet", "--initial-branch=main");
  git(dir, "config", "user.name", "You");
  git(dir, "config", "user.email", "you@acme.example");
  return dir;
}

function commit(dir, subject) {
  git(dir, "add", "--all");
  git(dir, "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", subject);
}

function copy(from, to) {
  cpSync(from, to, { recursive: true, filter: (path) => basename(path) !== ".mooring" });
}

/** In the order of their names, numbers by value. */
function foldersOf(dir) {
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function git(dir, ...args) {
  const date = "2026-11-01T12:00:00Z";
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  execFileSync("git", ["-C", dir, ...args], { env, stdio: ["ignore", "ignore", "inherit"] });
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
