const letters: Readonly<Record<string, readonly string[]>> = {
  "ap-northeast-1": ["a", "c", "d"],
  "ap-northeast-2": ["a", "b", "c", "d"],
  "ca-central-1": ["a", "b", "d"],
  "us-east-1": ["a", "b", "c", "d", "e", "f"],
  "us-west-1": ["a", "c"],
  "us-west-2": ["a", "b", "c", "d"],
};

/** The availability zones of a Region, as a fresh account sees them. */
export function availabilityZones(region: string): readonly string[] {
  return (letters[region] ?? ["a", "b", "c"]).map((letter) => `${region}${letter}`);
}
