import { describe, expect, test } from "@jest/globals";
import { liesBelow, plainAddress, relativeTo } from "../../src/git/template-address.ts";

describe("a relative address", () => {
  test.each([
    ["https://github.com/acme/environments.git", "../search.git", "https://github.com/acme/search.git"],
    ["https://github.com/acme/environments/", "../search.git", "https://github.com/acme/search.git"],
    ["https://host:8443/a/b/c", "../../x/y", "https://host:8443/a/x/y"],
    ["https://me:token@host/a/b", "../c", "https://me:token@host/a/c"],
    ["ssh://git@host/a/b.git", "../c.git", "ssh://git@host/a/c.git"],
    ["git@github.com:acme/environments.git", "../search.git", "git@github.com:acme/search.git"],
    ["git@host:environments.git", "../search.git", "git@host:search.git"],
    ["git@host:/srv/environments.git", "../search.git", "git@host:/srv/search.git"],
    ["/srv/git/environments.git", "../search.git", "/srv/git/search.git"],
    ["file:///srv/git/environments.git", "../search.git", "file:///srv/git/search.git"],
    ["/srv/git/environments", "./parts.git", "/srv/git/environments/parts.git"],
  ])("next to %s: %s", (base, address, expected) => {
    expect(relativeTo(base, address)).toBe(expected);
  });

  test.each([
    ["https://github.com/acme/environments.git", "../../../search.git"],
    ["git@host:environments.git", "../../search.git"],
    ["https://github.com/acme", "../"],
  ])("next to %s may not leave the host: %s", (base, address) => {
    expect(() => relativeTo(base, address)).toThrow(`${address} leads out of the host`);
  });
});

describe("an absolute address", () => {
  test.each(["https://github.com/acme/search.git", "ssh://git@host/a.git", "git@github.com:acme/search.git"])(
    "%s is taken as it is",
    (address) => {
      expect(plainAddress(address)).toBe(address);
    },
  );

  test.each([
    ["https://me:secret@github.com/acme/search.git", "holds more than the address"],
    ["https://github.com/acme/../evil/search.git", "leads elsewhere on its way"],
    ["https://github.com/acme/%2E%2e/evil.git", "leads elsewhere on its way"],
    ["https://github.com/acme/..%2Fevil/search.git", "leads elsewhere on its way"],
    ["https://github.com/acme/..\\evil/search.git", "leads elsewhere on its way"],
    ["https://github.com/acme/..%5cevil/search.git", "leads elsewhere on its way"],
    ["git@github.com:acme/../evil.git", "leads elsewhere on its way"],
    ["http://127.0.0.1/search.git", "is reached neither by https nor by ssh"],
    ["file:///etc", "is reached neither by https nor by ssh"],
    ["/etc", "is reached neither by https nor by ssh"],
    ["ext::sh -c id", "are not followed"],
    ["git://host/a.git", "are not followed"],
  ])("%s is refused: it %s", (address, why) => {
    expect(() => plainAddress(address)).toThrow(why);
  });
});

describe("an address lies below a listed one", () => {
  test.each([
    ["https://github.com/acme/search.git", "https://github.com/acme/search.git", true],
    ["https://github.com/acme/search.git", "https://github.com/acme", true],
    ["https://GitHub.com/acme/search.git", "https://github.com/acme/", true],
    ["git@github.com:acme/search.git", "git@github.com:acme", true],
    ["git@github.com:acme/search.git", "git@github.com:", true],
    ["https://github.com/acme-evil/search.git", "https://github.com/acme", false],
    ["https://github.com/Acme/search.git", "https://github.com/acme", false],
    ["https://github.com.evil.example/acme/search.git", "https://github.com", false],
    ["ssh://git@github.com/acme/search.git", "https://github.com/acme", false],
  ])("%s below %s: %s", (address, prefix, expected) => {
    expect(liesBelow(address, prefix)).toBe(expected);
  });
});
