/** `Accept`, `Content-Type`, encodings, and bodies that are no JSON. */
import type { ScalarType } from "../../../src/model/model.ts";
import type { Area } from "../check.ts";
import { expectSame, expectStatus, expectTrue } from "../mismatch.ts";
import { plainErrors, wrongCode, wrongPointer, wrongStatus } from "../mutants/catalogue.ts";
import { bodyMutant, headerIgnored, statusTo } from "../mutants/mutant.ts";
import { isRecord } from "../mutants/mutant.ts";
import { has } from "../model.ts";
import { expectFaults, expectProblem } from "../problem.ts";
import { rowOf } from "../rows.ts";
import { conditions, isFree, main, resources, scalarFields } from "../subjects.ts";
import { integerLimits } from "../values/limits.ts";

const ACCEPTED = [
  "application/json",
  "*/*",
  "application/*",
  "APPLICATION/JSON",
  "text/html, application/json;q=0.1",
  "text/html;q=0.9, */*;q=0.1",
  "application/json; charset=utf-8",
  "application/json;q=0.001",
  "",
  "rubbish",
  ";;;,,,",
  "text/html, */*",
];
const REFUSED = [
  "text/html",
  "application/xml",
  "application/json;q=0",
  "application/json;q=0, text/html",
  "application/json;q=0, */*",
  "application/*;q=0",
  "*/*;q=0",
  "application/*;q=0, */*",
  "application/problem+json",
  "image/*, text/*",
];

export const negotiation: Area = (plan) => {
  const { model } = plan;
  const readable = main(model, "list");
  const writable = main(model);
  const patchable = main(model, "update");

  for (const accept of ACCEPTED) {
    plan.on(
      readable,
      `Accept: «${accept}» is served`,
      statusTo(200, 406),
      async ({ http, collection }, resource) => {
        expectStatus(await http.get(`${collection(resource)}?limit=1`, { accept }), 200);
      },
    );
  }
  for (const accept of REFUSED) {
    plan.on(
      readable,
      `Accept: «${accept}» is 406`,
      headerIgnored("accept"),
      async ({ http, collection }, resource) => {
        expectProblem(await http.get(`${collection(resource)}?limit=1`, { accept }), 406);
      },
    );
  }
  plan.on(
    writable,
    "a write that could not be answered is not done",
    headerIgnored("accept"),
    async ({ http, rows, collection }, resource) => {
      const body = await rows.body(resource);
      const response = await http.post(collection(resource), body, {
        "content-type": "application/json",
        accept: "text/html",
      });
      expectProblem(response, 406);
    },
  );
  plan.on(
    readable,
    "problems are problem documents whatever Accept says",
    plainErrors,
    async ({ http, collection }, resource) => {
      expectProblem(
        await http.get(`${collection(resource)}?limit=0`, { accept: "application/json" }),
        400,
      );
    },
  );

  for (const type of [
    "application/json",
    "APPLICATION/JSON",
    "application/json; charset=utf-8",
    "application/json;charset=UTF-8",
    'application/json; charset="utf-8"',
    "application/json; odata=verbose",
  ]) {
    plan.on(
      writable,
      `Content-Type: «${type}» is taken`,
      statusTo(201, 415),
      async ({ http, rows, collection }, resource) => {
        expectStatus(
          await http.post(collection(resource), await rows.body(resource), {
            "content-type": type,
          }),
          201,
        );
      },
    );
  }
  for (const type of [
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=latin1",
    "application/json; charset=utf-16",
    "application/jsonx",
    "application/merge-patch+json",
    "application/vnd.api+json",
    "json",
    "*/*",
  ]) {
    plan.on(
      writable,
      `Content-Type: «${type}» is 415`,
      wrongStatus,
      async ({ http, rows, collection }, resource) => {
        expectProblem(
          await http.post(collection(resource), await rows.body(resource), {
            "content-type": type,
          }),
          415,
        );
      },
    );
  }
  plan.on(
    writable,
    "no Content-Type at all is 415",
    wrongStatus,
    async ({ http, rows, collection }, resource) => {
      expectProblem(await http.post(collection(resource), await rows.body(resource), {}), 415);
    },
  );
  plan.on(
    writable,
    "no Content-Type is 415 even without a body",
    wrongStatus,
    async ({ http, collection }, resource) => {
      expectProblem(await http.send("POST", collection(resource), undefined, {}), 415);
    },
  );
  plan.on(
    main(model, "replace"),
    "PUT does not take a merge patch",
    wrongStatus,
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      expectProblem(
        await http.send("PUT", stored.path, stored.body, {
          "content-type": "application/merge-patch+json",
          ...conditions(stored),
        }),
        415,
      );
    },
  );
  plan.on(patchable, "PATCH takes no other type", wrongStatus, async ({ http, rows }, resource) => {
    const stored = await rows.create(resource);
    expectProblem(
      await http.send("PATCH", stored.path, "[]", {
        "content-type": "application/json-patch+json",
        ...conditions(stored),
      }),
      415,
    );
  });
  for (const encoding of ["gzip", "br", "x-unknown", "gzip, identity"]) {
    plan.on(
      writable,
      `Content-Encoding: ${encoding} is 415`,
      headerIgnored("content-encoding"),
      async ({ http, rows, collection }, resource) => {
        expectProblem(
          await http.post(collection(resource), await rows.body(resource), {
            "content-type": "application/json",
            "content-encoding": encoding,
          }),
          415,
        );
      },
    );
  }
  plan.on(
    writable,
    "Content-Encoding: identity is taken",
    statusTo(201, 415),
    async ({ http, rows, collection }, resource) => {
      expectStatus(
        await http.post(collection(resource), await rows.body(resource), {
          "content-type": "application/json",
          "content-encoding": "identity",
        }),
        201,
      );
    },
  );
  plan.on(
    readable,
    "answers are not compressed",
    {
      name: "answers are compressed",
      transport: (next) => async (request) => {
        const r = await next(request);
        return {
          ...r,
          request,
          status: r.status,
          text: r.text,
          json: r.json,
          headers: { ...r.headers, "content-encoding": "gzip" },
        };
      },
    },
    async ({ http, collection }, resource) => {
      const response = await http.get(collection(resource), { "accept-encoding": "gzip, br" });
      expectSame(response.headers["content-encoding"], undefined, "content-encoding", response);
    },
  );

  const malformed: [string, string | Buffer][] = [
    ["an empty body", ""],
    ["blanks alone", "  \n"],
    ["a body cut short", '{"a":'],
    ["single quotes", "{'a':1}"],
    ["a trailing comma", '{"a":1,}'],
    ["a comment", '{"a":1} // x'],
    ["two values", "{} {}"],
    ["NaN", '{"a":NaN}'],
    ["Infinity", '{"a":-Infinity}'],
    ["a number with a leading zero", '{"a":01}'],
    ["a number with a plus", '{"a":+1}'],
    ["a bare point", '{"a":1.}'],
    ["hexadecimal", '{"a":0x10}'],
    ["an unquoted name", "{a:1}"],
    ["a raw control character in a string", '{"a":"\u0001"}'],
    ["an unknown escape", '{"a":"\\x41"}'],
    ["a byte-order mark", "\ufeff{}"],
    [
      "bytes that are not UTF-8",
      Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]),
    ],
    [
      "an overlong UTF-8 form",
      Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc0, 0xaf, 0x22, 0x7d]),
    ],
    [
      "a surrogate in UTF-8 bytes",
      Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d]),
    ],
    ["UTF-16", Buffer.from('{"a":1}', "utf16le")],
    ["65 arrays within each other", `{"a":${"[".repeat(64)}${"]".repeat(64)}}`],
    ["100,000 arrays within each other", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ];
  for (const [label, body] of malformed) {
    plan.on(writable, `${label} is 400`, wrongStatus, async ({ http, collection }, resource) => {
      const problem = expectProblem(await http.post(collection(resource), body), 400);
      expectTrue(!("errors" in problem), "a syntax fault has no errors");
    });
  }
  plan.on(
    patchable,
    "malformed bodies of PATCH are 400 too",
    wrongStatus,
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      for (const body of ["", "{", "\ufeff{}"])
        expectProblem(await http.patch(stored.path, body, conditions(stored)), 400);
    },
  );

  for (const [label, body] of [
    ["null", "null"],
    ["an array", "[]"],
    ["an array of rows", "[{}]"],
    ["a string", '"x"'],
    ["a number", "1"],
    ["true", "true"],
  ] as const) {
    plan.on(
      writable,
      `${label} as the body is 422 at the root`,
      wrongPointer,
      async ({ http, collection }, resource) => {
        expectFaults(await http.post(collection(resource), body), 422, [["", "type"]]);
      },
    );
  }
  plan.on(
    patchable,
    "null and arrays as a patch are 422 at the root",
    wrongPointer,
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      for (const body of ["null", "[]"])
        expectFaults(await http.patch(stored.path, body, conditions(stored)), 422, [["", "type"]]);
    },
  );

  const unknownNames = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "",
    "a/b",
    "~",
    "\u202e",
  ];
  const declared = new Set(writable?.fields.flatMap((field) => [field.property, field.name]));
  for (const name of unknownNames.filter((one) => !declared.has(one))) {
    plan.on(
      writable,
      `«${name.replace("\u202e", "RTL")}» is an ordinary unknown name`,
      wrongCode,
      async ({ http, rows, collection }, resource) => {
        const text = JSON.stringify(await rows.body(resource)).replace(
          /\}$/,
          `,${JSON.stringify(name)}:{"a":1}}`,
        );
        const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        expectFaults(await http.post(collection(resource), text), 422, [
          [pointer, "unknown_property"],
        ]);
      },
    );
  }

  const patchableField = resources(model, "update").flatMap(([, resource]) => {
    const field = resource.fields.find(
      (f) =>
        f.kind === "scalar" &&
        f.list === null &&
        isFree(f, resource) &&
        !f.writeonly &&
        ["string", "text", "integer"].includes(f.type.kind) &&
        (!("pattern" in f.type) || f.type.pattern === null),
    );
    return field === undefined ? [] : [{ resource, field }];
  })[0];
  plan.on(
    patchableField,
    "of doubled names the last counts",
    bodyMutant("the first counts", (json) =>
      isRecord(json)
        ? Object.fromEntries(
            Object.entries(json).map(([k, v]) => [
              k,
              typeof v === "string" ? `${v}1` : v === null ? v : typeof v === "number" ? v + 1 : v,
            ]),
          )
        : json,
    ),
    async ({ http, rows }, { resource, field }) => {
      const stored = await rows.create(resource);
      const wanted = (await rows.body(resource))[field.property] ?? null;
      const name = JSON.stringify(field.property);
      const body = `{${name}:[1],${name}:${JSON.stringify(wanted)}}`;
      const response = await http.patch(stored.path, body, conditions(stored));
      expectStatus(response, 200);
      expectSame(rowOf(response)[field.property], wanted, field.property, response);
    },
  );

  plan.on(
    main(model, "retrieve", "list"),
    "a body on GET is ignored",
    statusTo(200, 400),
    async ({ http, rows, collection }, resource) => {
      const stored = await rows.shared(resource);
      for (const path of [stored.path, collection(resource)]) {
        expectStatus(
          await http.send("GET", path, "{ not json", { "content-type": "text/x-nonsense" }),
          200,
        );
      }
    },
  );
  plan.on(
    main(model, "delete"),
    "a body on DELETE is ignored",
    statusTo(204, 400),
    async ({ http, rows }, resource) => {
      for (const type of ["application/json", "text/x-nonsense"]) {
        const stored = await rows.create(resource);
        expectStatus(
          await http.send("DELETE", stored.path, "{ not json", {
            "content-type": type,
            ...conditions(stored),
          }),
          204,
        );
      }
    },
  );
  plan.on(
    main(model, "delete"),
    "DELETE may say it sends JSON and send nothing",
    statusTo(204, 400),
    async ({ http, rows }, resource) => {
      const stored = await rows.create(resource);
      expectStatus(
        await http.delete(stored.path, {
          "content-type": "application/json",
          ...conditions(stored),
        }),
        204,
      );
    },
  );
  plan.on(
    writable,
    "a body over the limit is 413",
    wrongStatus,
    async ({ http, collection }, resource) => {
      const body = `{"a":"${"x".repeat(1_048_576)}"}`;
      expectProblem(await http.post(collection(resource), body), 413);
    },
  );
  plan.on(
    writable,
    "a body at the limit is judged",
    statusTo(422, 413),
    async ({ http, collection }, resource) => {
      const body = `{"a":"${"x".repeat(1_048_576 - 8)}"}`;
      expectSame(Buffer.byteLength(body), 1_048_576, "length");
      expectStatus(await http.post(collection(resource), body), 422);
    },
  );
  plan.on(
    writable,
    "a chunked body over the limit is 413",
    wrongStatus,
    async ({ http, collection }, resource) => {
      const response = await http.send(
        "POST",
        collection(resource),
        `{"a":"${"x".repeat(1_100_000)}"}`,
        { "content-type": "application/json", "transfer-encoding": "chunked" },
      );
      expectProblem(response, 413);
    },
  );
  const jsonField = resources(model).flatMap(([, resource]) =>
    resource.fields.flatMap((field) =>
      field.kind === "scalar" &&
      field.type.kind === "json" &&
      field.list === null &&
      !field.readonly
        ? [{ resource, field }]
        : [],
    ),
  )[0];
  plan.on(
    jsonField,
    "64 arrays and objects within each other are still syntax",
    wrongCode,
    async ({ http, rows, collection }, { resource, field }) => {
      const body = JSON.stringify(await rows.body(resource, { [field.property]: "@" })).replace(
        '"@"',
        "[".repeat(63) + "]".repeat(63),
      );
      expectFaults(await http.post(collection(resource), body), 422, [
        [`/${field.property}`, "depth"],
      ]);
    },
  );
  const numeric = scalarFields(
    model,
    (f) => f.list === null && isInteger(f.type) && keepsOne(f.type),
  )[0]?.[1];
  for (const [literal, code] of [
    ["1e400", "type"],
    ["-1e400", "type"],
    ["1e300", "max"],
    ["-1e300", "min"],
    ["99999999999999999999999", "max"],
    // Beyond a double's range, and more than Python reads into an integer.
    ["9".repeat(5000), "type"],
    ["1.0000000000000000000000001", null],
    ["1E0", null],
    ["1.0", null],
  ] as const) {
    plan.on(
      numeric,
      `the number ${literal.length > 30 ? "of 5,000 digits" : literal} is ${code ?? "an integer"}`,
      code === null ? statusTo(201, 422) : wrongCode,
      async ({ http, rows, collection }, { resource, field }) => {
        const marker = 1;
        const body = JSON.stringify({
          ...(await rows.body(resource, { [field.property]: code === null ? marker : undefined })),
          [field.property]: "@@",
        }).replace('"@@"', literal);
        const response = await http.post(collection(resource), body);
        if (code === null) {
          if (response.status !== 409) expectStatus(response, 201);
          if (response.status === 201 && !field.writeonly)
            expectSame(rowOf(response)[field.property], 1, field.property, response);
        } else {
          expectFaults(response, 422, [[`/${field.property}`, code]]);
        }
      },
    );
  }
  plan.on(
    model.resources.find((one) => has(one, "list")),
    "HEAD is judged as GET is",
    headerIgnored("accept"),
    async ({ http, collection }, resource) => {
      expectStatus(await http.head(collection(resource), { accept: "text/html" }), 406);
    },
  );
};

/** Whether the number 1 lies within the bounds. */
function keepsOne(type: ScalarType & { kind: "integer" }): boolean {
  const { lowest, highest } = integerLimits(type);
  return lowest <= 1 && highest >= 1;
}

function isInteger(type: ScalarType): type is ScalarType & { kind: "integer" } {
  return type.kind === "integer";
}
