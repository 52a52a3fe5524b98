import { existsSync } from "node:fs";
import process from "node:process";
import { buildApp } from "./app.js";
import { type Config, ConfigError, readConfig } from "./config.js";

if (existsSync(".env")) process.loadEnvFile(".env");

const config = configuration();
const app = await buildApp(config);

let stopping = false;

/** Stops accepting, lets requests in flight finish for at most ten seconds, then closes the database. */
async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) return;
  stopping = true;
  app.log.info({ signal }, "stopping");
  setTimeout(() => {
    app.log.error("requests were still running after 10 seconds");
    process.exit(1);
  }, 10_000).unref();
  await app.close();
}

process.on("SIGTERM", (signal) => void stop(signal));
process.on("SIGINT", (signal) => void stop(signal));

await app.listen({ host: config.host, port: config.port });

function configuration(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
