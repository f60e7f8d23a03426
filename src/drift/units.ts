import type { Whereabouts } from "./same-meaning.ts";

/** A value in the words that all of its spellings have in common: `1 GB` of memory is `1024`, `Acme.example.` is `acme.example`. */
export function inOneUnit(text: string, { type, name }: Whereabouts): string {
  return SPELLINGS.find((spelling) => spelling.type === type && spelling.name === name)?.normal(text) ?? text;
}

interface Spelling {
  readonly type: string;
  readonly name: string;
  readonly normal: (text: string) => string;
}

/**
 * Properties that services rewrite into other units. Sources: ECS RegisterTaskDefinition (`1 vCPU` is `1024`, `1 GB` is
 * `1024`); Route 53 CreateHostedZone (names end in a dot and are in lower case).
 */
const SPELLINGS: readonly Spelling[] = [
  { type: "AWS::ECS::TaskDefinition", name: "Cpu", normal: (text) => scaled(text, CPU_UNIT) },
  { type: "AWS::ECS::TaskDefinition", name: "Memory", normal: (text) => scaled(text, MEMORY_UNIT) },
  {
    type: "AWS::Route53::HostedZone",
    name: "Name",
    normal: (text) => text.toLowerCase().replace(/\.$/, ""),
  },
];

const CPU_UNIT = /^(\d+(?:\.\d+)?) ?v?cpu$/i;
const MEMORY_UNIT = /^(\d+(?:\.\d+)?) ?gb$/i;

function scaled(text: string, unit: RegExp): string {
  const [, amount] = unit.exec(text.trim()) ?? [];
  return amount === undefined ? text.trim().replace(/ ?mb$/i, "") : String(Number(amount) * 1024);
}
