import process from "node:process";
import { buildApp } from "./app.js";
import { runProgram } from "./program.js";

/** Milliseconds that requests in flight have when the service stops. */
const patience = 10_000;

await runProgram(async (config) => {
  const app = await buildApp(config);
  let stopping = false;

  /** Stops accepting, lets requests in flight finish, then closes the database. */
  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (stopping) return;
    stopping = true;
    app.log.info({ signal }, "stopping");
    setTimeout(() => {
      app.log.error("requests are still running after 10 seconds, and are cut off");
      app.server.closeAllConnections();
      setTimeout(() => process.exit(1), 1_000).unref();
    }, patience).unref();
    try {
      await app.close();
    } catch (error) {
      app.log.error({ err: error }, "the service did not stop as it should");
      process.exitCode = 1;
    }
  }

  process.on("SIGTERM", (signal) => void stop(signal));
  process.on("SIGINT", (signal) => void stop(signal));
  await app.listen({ host: config.host, port: config.port });
});
