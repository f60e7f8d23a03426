import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { root } from "./support/source-files.ts";

const text = readFileSync(join(root, "Dockerfile"), "utf8").replaceAll("\\\n", " ");
const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const stages = text.split(/^FROM /m).slice(1);
const image = stages.at(-1) ?? "";

test("the image runs as a user without rights", () => {
  expect(/^USER (?!root|0)\S+$/m.exec(image)?.[0]).toBe("USER node");
});

/** The command of the image's health check, as Docker runs it. */
function healthCheck(): readonly string[] {
  const [, command = "[]"] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(image) ?? [];
  return JSON.parse(command) as readonly string[];
}

describe("the health check", () => {
  const answer = { status: 200 };
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/healthz" ? answer.status : 404).end();
  });
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
  });

  /** Exit code of the check against another port than the agent's. */
  function check(at: number): Promise<number | null> {
    const [, ...args] = healthCheck().map((word) => word.replace(":8080/", `:${String(at)}/`));
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    return new Promise((resolve) => child.once("close", resolve));
  }

  test("asks the agent's own address", () => {
    expect(healthCheck().join(" ")).toContain("http://127.0.0.1:8080/healthz");
  });

  test.each([
    [200, 0],
    [503, 1],
  ])("of an agent that answers %i ends with %i", async (status, code) => {
    answer.status = status;
    expect(await check(port)).toBe(code);
  });

  test("fails where nobody listens", async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const { port: unused } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    expect(await check(unused)).toBe(1);
  });
});

test("a program in front of moor passes signals on and reaps the children of git", () => {
  expect(image).toMatch(/^ENTRYPOINT \["tini", "--", "moor"\]$/m);
});

test("what may be written is a volume, and the data belongs to the user", () => {
  expect(image).toContain('VOLUME ["/var/lib/mooring", "/tmp"]');
  expect(image).toMatch(/install --directory --owner=node --group=node [^&]*\/var\/lib\/mooring/);
});

test.each(["git", "openssh-client", "gnupg", "tini", "ca-certificates"])("the image brings %s", (name) => {
  expect(image).toMatch(new RegExp(`apt-get install [^&]*\\b${name}\\b`));
});

test("everything the build copies is in the checkout and let through by .dockerignore", () => {
  const ignore = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
  const sources = lines
    .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));
  expect(sources.length).toBeGreaterThan(3);
  expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
  expect(sources.filter((source) => !ignore.includes(`!${source}`))).toEqual([]);
});
