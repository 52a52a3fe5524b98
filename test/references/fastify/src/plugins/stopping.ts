/** A graceful stop: what is in flight is answered, and no connection outlives its answer. */
import type { Socket } from "node:net";
import fp from "fastify-plugin";

/** Milliseconds between two looks for connections that have fallen idle. */
const interval = 50;

export const stopping = fp(
  async (app) => {
    const sockets = new Set<Socket>();
    let isStopping = false;

    app.server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    app.addHook("onSend", async (_request, reply) => {
      if (isStopping) reply.header("connection", "close");
    });
    app.addHook("preClose", async () => {
      isStopping = true;
      const looking = setInterval(() => {
        // An answer that had begun before says nothing of the end of its connection.
        app.server.closeIdleConnections();
        // Browsers open connections in advance; Node does not count as idle what has never carried a request.
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      }, interval);
      app.server.once("close", () => clearInterval(looking));
    });
  },
  { name: "stopping" },
);
