import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { webhookReceiver } from "../../src/notify/webhook-receiver.ts";
import { agentEvent } from "../support/events.ts";
import { startScriptedServer, type ScriptedServer } from "../support/scripted-server.ts";

type Verify = (headers: object, body: Buffer, secret: string) => boolean;

let dir = "";
let server: ScriptedServer;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mooring-docs-"));
  server = await startScriptedServer(() => ({ status: 200 }));
});
afterEach(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

/** The function that the documentation tells receivers to use. */
async function documented(): Promise<Verify> {
  const page = await readFile(new URL("../../docs/notifications.md", import.meta.url), "utf8");
  const [, code = ""] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const path = join(dir, "verify.mjs");
  await writeFile(path, `${code}\nexport { isFromMooring };\n`);
  const loaded = (await import(pathToFileURL(path).href)) as { isFromMooring: Verify };
  return loaded.isFromMooring;
}

test("what the documentation says tells our webhooks from forged, changed and old ones", async () => {
  const verify = await documented();
  const receiver = webhookReceiver({ url: server.url, secret: () => Promise.resolve("key") });
  await receiver.deliver(
    { kind: "event", event: agentEvent(1, { message: "grüße" }) },
    new AbortController().signal,
  );
  const { headers, body } = server.heard[0]!;
  const bytes = Buffer.from(body);
  expect([
    verify(headers, bytes, "key"),
    verify(headers, bytes, "other"),
    verify(headers, Buffer.from(`${body} `), "key"),
    verify({ ...headers, "x-mooring-timestamp": String(Math.floor(Date.now() / 1000) - 301) }, bytes, "key"),
    verify({ ...headers, "x-mooring-signature": "00" }, bytes, "key"),
    verify({}, bytes, "key"),
  ]).toEqual([true, false, false, false, false, false]);
});
