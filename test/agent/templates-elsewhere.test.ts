import { describe, expect, test } from "@jest/globals";
import { DEFAULT_AGENT_PACE } from "../../src/agent/agent-pace.ts";
import type { Content } from "../../src/agent/content.ts";
import { newFollower } from "../../src/agent/follower.ts";
import { newWatchdog } from "../../src/agent/watchdog.ts";
import type { TemplateAddress } from "../../src/model/template-source.ts";
import { memoryLog } from "../support/memory-log.ts";
import { memorySource } from "../support/memory-source.ts";
import { memoryTemplates } from "../support/memory-templates.ts";
import { smallAcme } from "../support/small-acme.ts";
import { virtualClock } from "../support/virtual-clock.ts";

const STACK: TemplateAddress = { repository: "../search.git", path: "stack.yaml", ref: "main" };

const SEARCH = {
  ...smallAcme({ dev: {} }),
  "apps/search.yaml": `kind: Template\ntemplate: ${JSON.stringify(STACK)}\n`,
  "accounts/dev/apps.yaml": "search:\n",
};

function topic(id: string): string {
  return `Resources: { ${id}: { Type: "AWS::SNS::Topic" } }\n`;
}

/** A follower of a repository whose only app takes its template from elsewhere. */
function bench(intervalMs: number | undefined = 60_000) {
  const clock = virtualClock();
  const source = memorySource();
  source.commit(SEARCH);
  const templates = memoryTemplates();
  const log = memoryLog();
  const contents: Content[] = [];
  const abort = new AbortController();
  const follower = newFollower({
    source,
    read: source.read,
    templates,
    clock,
    log,
    random: () => 0.5,
    metrics: { fetched: () => undefined },
    watchdog: newWatchdog(clock),
    intervalMs,
    pace: DEFAULT_AGENT_PACE,
    onContent: (content) => void contents.push(content),
  });
  const run = follower.run(abort.signal);
  const stop = async (): Promise<void> => {
    abort.abort();
    await clock.pass(10);
    await run;
  };
  return { clock, templates, contents, log, stop };
}

function resources(content: Content | undefined): readonly string[] {
  return (content?.targets.get("dev")?.desired ?? [])
    .filter(({ app }) => app === "search")
    .flatMap(({ template }) => Object.keys(JSON.parse(template).Resources));
}

describe("a template that the agent takes from another repository", () => {
  test("is taken over with the next look when it changes there, although nothing is new here", async () => {
    const { clock, templates, contents, stop } = bench();
    templates.put(STACK, topic("One"));
    await clock.pass(600_000);
    expect(contents.map(resources)).toEqual([["One"]]);
    expect(templates.reads()).toBeGreaterThan(5);
    templates.put(STACK, topic("Two"));
    await clock.pass(120_000);
    expect(contents.map(resources)).toEqual([["One"], ["Two"]]);
    const [before, after] = contents.map(({ targets }) => targets.get("dev")?.fingerprint);
    expect(before).not.toBe(after);
    await stop();
  });

  test("holds its app while it cannot be read, and no longer", async () => {
    const { clock, templates, contents, stop } = bench(undefined);
    templates.put(STACK, new Error("the Git host does not answer"));
    await clock.pass(10_000);
    expect(contents[0]?.repository?.accounts[0]?.heldApps).toEqual(["search"]);
    expect(contents[0]?.problems).toMatchObject([
      { message: expect.stringContaining("the Git host does not answer") },
    ]);
    templates.put(STACK, topic("One"));
    await clock.pass(DEFAULT_AGENT_PACE.longestSourceFailureMs + 10_000);
    expect(contents.map(resources)).toEqual([[], ["One"]]);
    await stop();
  });

  test("is told of once while it could be read only from what was there", async () => {
    const { clock, templates, log, stop } = bench();
    templates.put(STACK, topic("One"));
    await clock.pass(120_000);
    templates.put(STACK, topic("One"), ["what was read before is used: the Git host does not answer"]);
    await clock.pass(600_000);
    templates.put(STACK, topic("One"));
    await clock.pass(600_000);
    expect(log.lines.filter(({ message }) => message.includes("another repository"))).toMatchObject([
      { fields: { ...STACK, why: "what was read before is used: the Git host does not answer" } },
    ]);
    await stop();
  });
});
