import { expect, test } from "@jest/globals";
import { formatPlace } from "../../src/model/place.ts";
import { loadWith, placementOf } from "./fixture.ts";

test("a placement knows where its version and each of its secrets were written, in whichever file", () => {
  const { fieldPlaces } = placementOf(
    loadWith({
      "apps/web.yaml":
        'kind: Service\nimage: r/web\nport: 80\nsecrets:\n  KEY: "ssm:/web/key"\n  TOKEN: "ssm:/web/token"\n',
      "accounts/dev/apps.yaml": 'web:\n  version: 1.0.0\n  secrets: { TOKEN: "ssm:/dev/token" }\n',
    }),
  );
  expect(fieldPlaces?.version && formatPlace(fieldPlaces.version)).toBe("accounts/dev/apps.yaml:2:12");
  const secrets = Object.entries(fieldPlaces?.secrets ?? {}).map(
    ([name, place]) => `${name} ${formatPlace(place)}`,
  );
  expect(secrets).toEqual(["KEY apps/web.yaml:5:8", "TOKEN accounts/dev/apps.yaml:3:21"]);
});

test("a version that is the whole entry stands where the entry stands", () => {
  expect(placementOf(loadWith({})).fieldPlaces).toEqual({ secrets: {} });
});
