// `npm run bench`: the figures that the documents speak of. Prints them; asserts none. `npm run bench -- pass agent` prints
// those of some parts only; a part is named by its first words.
import { title } from "./bench/figures.js";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const PARTS = {
  load: {
    title: "load, validate and place",
    run: async () => (await import("./bench/loading.js")).benchLoading(),
  },
  pass: {
    title: "a pass with nothing to do, 1,000 stacks in 10 accounts",
    run: async () => (await import("./bench/passes.js")).benchIdlePass(),
  },
  deploy: {
    title: "100 small stacks into the sandbox",
    run: async () => (await import("./bench/passes.js")).benchDeploy(),
  },
  "agent-reaction": {
    title: "the agent: from a commit to the first ExecuteChangeSet, told by a webhook",
    run: async () => (await import("./bench/agent-reaction.js")).benchReaction(),
  },
  "agent-idle": {
    title: "the agent: an idle hour, 3 accounts of 10 stacks each",
    run: async () => (await import("./bench/agent-idle.js")).benchIdleHour(),
  },
  "agent-many": {
    title: "the agent: 1,000 stacks in 10 accounts",
    run: async () => (await import("./bench/agent-many.js")).benchManyStacks(),
  },
  "agent-month": {
    title: "the agent: a simulated month",
    run: async () => (await import("./bench/agent-month.js")).benchMonth(),
  },
  sandbox: {
    title: "the sandbox",
    run: async () => (await import("./bench/sandbox.js")).benchSandbox(),
  },
};

const asked = process.argv.slice(2);
const names = Object.keys(PARTS);
const isPart = (name, part) => name === part || name.startsWith(`${part}-`);
const unknown = asked.filter((part) => !names.some((name) => isPart(name, part)));
if (unknown.length > 0) {
  console.error(`there is no part ${unknown.join(", ")}; there are ${names.join(", ")}`);
  process.exit(2);
}
const wanted = names.filter((name) => asked.length === 0 || asked.some((part) => isPart(name, part)));
for (const name of wanted) {
  title(PARTS[name].title);
  await PARTS[name].run();
}
