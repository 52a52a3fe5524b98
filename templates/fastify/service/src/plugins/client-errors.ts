/** Answers what cannot be read as HTTP, or is too much of it, or comes too slowly: nothing else of the service sees it. */
import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ConnectionError, FastifyBaseLogger } from "fastify";
import { alwaysHeaders } from "./security.js";

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

export function answerClientError(
  error: ConnectionError,
  socket: Socket,
  log: FastifyBaseLogger,
): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statuses[error.code] ?? 400;
  const title = status === 400 ? "Bad request" : (STATUS_CODES[status] ?? "");
  const requestId = randomUUID();
  const body = JSON.stringify({
    type: status === 400 ? "urn:problem-type:bad-request" : "about:blank",
    title,
    status,
    detail: "The request could not be read.",
    instance: "",
    request_id: requestId,
  });
  const headers = {
    ...alwaysHeaders,
    "x-request-id": requestId,
    "content-type": "application/problem+json",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  log.info({ status, code: error.code, request_id: requestId }, "unreadable request");
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${fields.join("")}\r\n${body}`);
}
