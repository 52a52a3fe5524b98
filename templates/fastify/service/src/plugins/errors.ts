/** Every answer that is an error is a problem document (RFC 9457), whichever layer found it. */
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { isDatabaseUnavailable } from "../database/errors.js";
import { Problem, notFound, unavailable } from "../http/problem.js";

export const errors = fp(async (app) => {
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500) request.log.error({ err: error }, "request failed");
    return sendProblem(request, reply, problem);
  });
}, { name: "errors" });

export async function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): Promise<FastifyReply> {
  const [instance = ""] = request.url.split("?", 1);
  const document = {
    type: problem.type,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    instance,
    request_id: request.id,
    ...(problem.errors && { errors: problem.errors }),
  };
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .removeHeader("etag")
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send(document);
}

export function toProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseUnavailable(error)) return unavailable();
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new Problem(413, "The request body is too large.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new Problem(415, "The request body is not JSON.");
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return new Problem(400, "The request body is shorter than announced.");
    case "FST_ERR_BAD_URL":
    case "FST_ERR_MAX_PARAM_LENGTH":
      return notFound();
    default:
      return error.statusCode === 400
        ? new Problem(400, "The request is malformed.")
        : new Problem(500, "The service failed.");
  }
}
