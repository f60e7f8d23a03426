import { writeFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { readRepository } from "../../src/manifest/read-repository.ts";

let dir = "";

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mooring-read-"));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function write(path: string, content: string | Uint8Array = "x: 1\n"): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), content);
}

describe("reading a folder", () => {
  test("finds the files of the format and nothing else", async () => {
    const ours = [
      "mooring.yaml",
      "apps/a.yaml",
      "templates/x/y.yaml",
      "accounts/dev/account.yaml",
      "accounts/dev/apps/a.yaml",
    ];
    for (const path of ours) await write(path);
    const others = [
      "README.md",
      "apps/a.md",
      "src/apps/a.yaml",
      ".git/config.yaml",
      "apps/.git/a.yaml",
      "accounts/.mooring/a.yaml",
    ];
    for (const path of others) await write(path);
    const { files, refused } = await readRepository(dir);
    expect([...files.keys()].toSorted()).toEqual(ours.toSorted());
    expect(refused).toEqual([]);
  });

  test("gives the bytes as they are", async () => {
    await write("mooring.yaml", new Uint8Array([0xff, 0x00, 0x41]));
    const { files } = await readRepository(dir);
    expect(files.get("mooring.yaml")).toEqual(Buffer.from([0xff, 0x00, 0x41]));
  });

  test("that is not there is a repository with nothing in it", async () => {
    const { files, refused } = await readRepository(join(dir, "nowhere"));
    expect([files.size, refused]).toEqual([0, []]);
  });

  test.each([
    ["a file", "apps/a.yaml", "outside.yaml"],
    ["a folder", "accounts/dev", "outside"],
    ["a folder of the format itself", "apps", "outside"],
    ["mooring.yaml", "mooring.yaml", "outside.yaml"],
    ["nothing", "templates/a.yaml", "not-there.yaml"],
  ])("says that a symbolic link to %s is one, and does not follow it", async (_, path, target) => {
    await write("outside.yaml");
    await write("outside/account.yaml");
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await symlink(join(dir, target), join(dir, path));
    const { files, refused } = await readRepository(dir);
    expect([...files.keys()]).toEqual([]);
    expect(refused).toEqual([
      { path, why: "is a symbolic link", remedy: "put a real file or folder in its place" },
    ]);
  });

  test("says what is too large, and reads what is just not", async () => {
    await write("apps/large.yaml", "x".repeat(256 * 1024 + 1));
    await write("apps/just.yaml", "x".repeat(256 * 1024));
    const { files, refused } = await readRepository(dir);
    expect([...files.keys()]).toEqual(["apps/just.yaml"]);
    expect(refused).toMatchObject([{ path: "apps/large.yaml", why: "is larger than 256 KB" }]);
  });

  test("says what is too deep", async () => {
    await write("templates/1/2/3/4/5/6/a.yaml");
    await write("templates/1/2/3/4/5/6/7/a.yaml");
    const { files, refused } = await readRepository(dir);
    expect([...files.keys()]).toEqual(["templates/1/2/3/4/5/6/a.yaml"]);
    expect(refused).toMatchObject([{ path: "templates/1/2/3/4/5/6/7", why: "is deeper than 8 folders" }]);
  });

  test("of too many bytes in all reads nothing", async () => {
    for (let index = 0; index < 260; index += 1)
      await write(`templates/a${index}.yaml`, "x".repeat(256 * 1024));
    const { files, refused } = await readRepository(dir);
    expect(files.size).toBe(0);
    expect(refused).toMatchObject([{ path: "mooring.yaml", why: "makes the repository larger than 64 MB" }]);
  });

  test("of too many files reads nothing, and stops looking", async () => {
    await write("apps/a.yaml");
    await mkdir(join(dir, "templates"));
    const names = Array.from({ length: 20_000 }, (_, index) => join(dir, "templates", `${index}.txt`));
    for (const name of names) writeFileSync(name, "");
    const { files, refused } = await readRepository(dir);
    expect(files.size).toBe(0);
    expect(refused).toMatchObject([
      { path: "mooring.yaml", why: "belongs to a repository of more than 20000 files" },
    ]);
  });

  test("says what may not be read, unless whoever runs this may read everything", async () => {
    await write("apps/a.yaml");
    await chmod(join(dir, "apps/a.yaml"), 0o000);
    const { files, refused } = await readRepository(dir);
    const isRoot = process.getuid?.() === 0;
    expect(files.size).toBe(isRoot ? 1 : 0);
    expect(refused).toHaveLength(isRoot ? 0 : 1);
  });

  test("that is a file says so", async () => {
    await write("file");
    const { refused } = await readRepository(join(dir, "file"));
    expect(refused.every(({ why }) => why === "cannot be read (ENOTDIR)")).toBe(true);
    expect(refused.length).toBeGreaterThan(0);
  });
});
