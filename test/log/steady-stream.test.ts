import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { SteadyStream } from "../../src/log/steady-stream.ts";

class SystemError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** A reader that takes so many bytes of each write, or answers with an error; after the list it takes all. */
function readerThat(answers: readonly (number | string)[]) {
  const taken: Buffer[] = [];
  let index = 0;
  return {
    text: () => Buffer.concat(taken).toString(),
    isDone: () => index >= answers.length,
    write: (bytes: Uint8Array): number => {
      const answer = answers[index] ?? bytes.length;
      index += 1;
      if (typeof answer === "string") throw new SystemError(answer);
      const count = Math.min(answer, bytes.length);
      taken.push(Buffer.from(bytes.subarray(0, count)));
      return count;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe("a reader that is well", () => {
  test("gets every line at once", () => {
    const reader = readerThat([]);
    const stream = new SteadyStream({ write: reader.write });
    stream.write("one\n");
    expect(reader.text()).toBe("one\n");
    stream.write("two\n");
    expect(reader.text()).toBe("one\ntwo\n");
  });
});

describe("a reader that fails", () => {
  test.each(["ENOSPC", "EPIPE", "EIO", "EBADF"])(
    "with %s loses that line, and what comes after is written and counted",
    (code) => {
      const reader = readerThat([100, code, code]);
      const lost: number[] = [];
      const stream = new SteadyStream({ write: reader.write, onLost: (count) => void lost.push(count) });
      for (const line of ["one\n", "two\n", "three\n", "four\n", "five\n"]) stream.write(line);
      expect([reader.text(), lost]).toEqual(["one\nfour\nfive\n", [2]]);
    },
  );

  test("in the middle of a line gets the next one on a line of its own", () => {
    const reader = readerThat([3, "ENOSPC"]);
    const stream = new SteadyStream({ write: reader.write });
    for (const line of ["first\n", "second\n"]) stream.write(line);
    expect(reader.text()).toBe("fir\nsecond\n");
  });
});

describe("a reader that is slow", () => {
  test("gets everything in order, when it takes some", async () => {
    const reader = readerThat(["EAGAIN", 2, "EAGAIN", 3, "EAGAIN"]);
    const stream = new SteadyStream({ write: reader.write });
    for (const line of ["one\n", "two\n", "three\n"]) stream.write(line);
    await until(() => reader.text().endsWith("three\n"));
    expect(reader.text()).toBe("one\ntwo\nthree\n");
  });

  test("loses what goes beyond the bound, and is told how much", async () => {
    const reader = readerThat(["EAGAIN"]);
    const lost: number[] = [];
    const stream = new SteadyStream({
      write: reader.write,
      onLost: (count) => void lost.push(count),
      waitingBytes: 9,
    });
    for (const line of ["one\n", "two\n", "three\n", "four\n"]) stream.write(line);
    await until(() => lost.length > 0);
    expect([reader.text(), lost]).toEqual(["one\ntwo\n", [2]]);
  });

  test("that never takes anything is left, and nothing runs any more", async () => {
    let tries = 0;
    const stream = new SteadyStream({
      write: () => {
        tries += 1;
        throw new SystemError("EAGAIN");
      },
      patienceMs: 60,
    });
    stream.write("one\n");
    await until(() => tries > 3);
    const before = tries;
    stream.write("two\n");
    expect(tries).toBeGreaterThan(before);
  });
});

test("whatever the reader does, nothing throws, and every line that it has whole is one that was written, in order", async () => {
  const answers = fc.array(
    fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom("EAGAIN", "ENOSPC", "EPIPE")),
    {
      maxLength: 30,
    },
  );
  await fc.assert(
    fc.asyncProperty(answers, fc.integer({ min: 1, max: 12 }), async (script, count) => {
      const reader = readerThat(script);
      const stream = new SteadyStream({ write: reader.write });
      for (let number = 0; number < count; number += 1) stream.write(`line ${number}.\n`);
      await until(() => {
        stream.write("end.\n");
        return reader.isDone() && reader.text().endsWith("end.\n");
      });
      const whole = reader
        .text()
        .split("\n")
        .filter((line) => /^line \d+\.$/.test(line));
      const numbers = whole.map((line) => Number(line.slice(5, -1)));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(reader.text()).not.toMatch(/\.[^\n]/);
    }),
    { numRuns: 30 },
  );
});

(existsSync("/dev/full") ? describe : describe.skip)("a disk that is full (needs /dev/full)", () => {
  let dir = "";
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "mooring-log-"));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  test("and has room again gets lines again", () => {
    const path = join(dir, "log");
    const files = { full: openSync("/dev/full", "a"), room: openSync(path, "a") };
    let file = files.full;
    const stream = new SteadyStream({ write: (bytes) => writeSync(file, bytes) });
    stream.write("lost\n");
    file = files.room;
    stream.write("kept\n");
    expect(readFileSync(path, "utf8")).toBe("kept\n");
    closeSync(files.full);
    closeSync(files.room);
  });
});
