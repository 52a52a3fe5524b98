import { createServer } from "node:net";

/**
 * A TCP port of the loopback interface that nothing listens on now.
 * The system hands out such ports in turn, so another process is unlikely to be given the same one within moments.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
