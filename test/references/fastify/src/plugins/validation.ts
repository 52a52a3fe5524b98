/** Judges bodies by Ajv as they are: nothing is coerced, removed or filled in, and all faults are found at once. */
import { Ajv2020 } from "ajv/dist/2020.js";
import fp from "fastify-plugin";
import { addKeywords } from "../http/keywords.js";

export const validation = fp(async (app) => {
  const ajv = new Ajv2020({
    allErrors: true,
    ownProperties: true,
    strict: false,
    strictNumbers: true,
  });
  addKeywords(ajv);
  // Paths are judged before bodies are read (plugins/requests.ts), queries by the definitions of their lists, and
  // a patch once it has been laid over its row. Schemas of these parts are documentation.
  app.setValidatorCompiler(({ schema, httpPart, method }) =>
    httpPart === undefined || (httpPart === "body" && method !== "PATCH")
      ? ajv.compile(schema)
      : () => true,
  );
});
