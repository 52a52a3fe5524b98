/** Judges bodies by Ajv as they are: nothing is coerced, removed or filled in, and all faults are found at once. */
import { Ajv2020 } from "ajv/dist/2020.js";
import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { FaultList } from "../http/faults.js";
import { addKeywords } from "../http/keywords.js";

export const validation = fp(async (app) => {
  const ajv = new Ajv2020({ allErrors: true, ownProperties: true, strict: false, strictNumbers: true });
  addKeywords(ajv);
  // Paths are judged before bodies are read (plugins/requests.ts), queries by the definitions of their lists, and
  // a patch once it has been laid over its row. Schemas of these parts are documentation.
  app.setValidatorCompiler(({ schema, httpPart, method }) =>
    typeof httpPart !== "string" || (httpPart === "body" && method !== "PATCH")
      ? ajv.compile(schema)
      : () => true,
  );
}, { name: "validation" });

/** What is wrong with the body of a request, by its schema; rules of the resource may add to it. */
export function bodyFaults({ validationError }: FastifyRequest): FaultList {
  if (validationError !== undefined && validationError.validation === undefined) throw validationError;
  return new FaultList(validationError?.validation);
}
