/** What answers tell browsers: to run nothing of them, to guess no other type, to come back by TLS alone. */
import type { Area } from "../check.ts";
import { documentation } from "../documentation.ts";
import { expectHeader } from "../mismatch.ts";
import { header } from "../mutants/mutant.ts";
import { main } from "../subjects.ts";

const policy = "default-src 'none'; frame-ancestors 'none'";

export const security: Area = (plan) => {
  const subject = main(plan.model, "list", "retrieve");

  for (const [name, value] of [
    ["content-security-policy", policy],
    ["strict-transport-security", "max-age=31536000"],
    ["x-content-type-options", "nosniff"],
  ] as const) {
    plan.on(
      subject,
      `every answer has ${name}`,
      header(name, null),
      async ({ http, rows, collection }, resource) => {
        const { path } = await rows.shared(resource);
        for (const at of [
          collection(resource),
          path,
          `${collection(resource)}?limit=0`,
          `${collection(resource)}/~`,
          "/healthz",
          "/openapi.json",
          "/no-such-thing",
        ]) {
          expectHeader(await http.get(at), name, value);
        }
        expectHeader(await http.send("OPTIONS", path, undefined, {}), name, value);
        const created = await http.post(collection(resource), await rows.body(resource));
        expectHeader(created, name, value);
        expectHeader(await http.post(collection(resource), "{"), name, value);
      },
    );
  }

  plan.check(
    "/docs has a policy under which it can run, and in no frame of another origin",
    header("content-security-policy", policy),
    async ({ http }) => {
      const { response } = await documentation(http);
      expectHeader(response, "x-content-type-options", "nosniff");
      expectHeader(response, "content-security-policy", /(?:^|;) *default-src 'self' *(?:;|$)/);
      expectHeader(response, "content-security-policy", /(?:^|;) *frame-ancestors '(?:none|self)'/);
    },
  );
};
