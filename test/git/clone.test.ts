import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { followed, next } from "../support/followed.ts";
import { standIns } from "../support/stand-in.ts";

const given = followed();
const standIn = standIns();

/** Git on a disk that is full for as long as the file is there; leaves half a pack behind as the real one does. */
function gitOnFullDisk(full: string): void {
  const git = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
  standIn(
    given.folder,
    "git",
    `case "$*" in *" fetch "*)
  if [ -e '${full}' ]; then
    echo half > "$GIT_DIR/objects/pack/tmp_pack_$$"
    echo "fatal: write error: No space left on device" >&2
    exit 128
  fi
esac
exec '${git}' "$@"`,
  );
}

test("a fetch that fills the disk leaves nothing behind, and is made again when there is room", async () => {
  given.remote.commit({ "mooring.yaml": "version: 1\n" });
  const source = given.follow();
  const { snapshot } = await next(source);
  given.remote.commit({ full: "" });
  gitOnFullDisk(join(given.remote.dir, "full"));
  expect(await source.refresh()).toMatchObject({
    kind: "failed",
    last: snapshot,
    why: { message: expect.stringMatching(/^the disk is full/) },
  });
  expect(existsSync(join(given.own(), "clone.git"))).toBe(false);
  given.remote.commit({ full: undefined });
  expect(await source.refresh()).toMatchObject({ kind: "new" });
});
