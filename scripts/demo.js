/**
 * From nothing to an answered request, on a fresh clone: installs the tool, starts the bookstore on SQLite in a
 * temporary folder, installs and migrates it, serves it, asks it, and stops it. `--keep` leaves the folder.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const home = mkdtempSync(join(tmpdir(), "restwright-demo-"));
const service = join(home, "bookstore");

function say(text) {
  process.stdout.write(`\n\u2192 ${text}\n`);
}

/** Runs a command to its end. @throws where it fails */
function run(line, cwd, env = {}) {
  say(line);
  const [command, ...values] = line.split(" ");
  const { status, error } = spawnSync(command, values, {
    cwd,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`${line}: ${error?.message ?? `exit ${status}`}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function isReady(url) {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

/** Shows a request as one would type it, and its answer. */
async function ask(method, url, body) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  say(`${method} ${url}${body === undefined ? "" : ` ${JSON.stringify(body)}`}`);
  process.stdout.write(`${answer.status} ${await answer.text()}\n`);
  if (!answer.ok) throw new Error(`${method} ${url} was answered by ${answer.status}`);
}

async function serve(port, env) {
  say("npm start");
  const { scripts } = JSON.parse(readFileSync(join(service, "package.json"), "utf8"));
  if (scripts.start === undefined) throw new Error("the service has no start script");
  const server = spawn("npm", ["start"], { cwd: service, env, stdio: "inherit", detached: true });
  const ended = new Promise((done) => server.once("exit", done));
  try {
    const origin = `http://127.0.0.1:${port}`;
    for (let tries = 0; !(await isReady(`${origin}/readyz`)); tries++) {
      if (tries > 150 || server.exitCode !== null) throw new Error("the service did not start");
      await new Promise((done) => setTimeout(done, 200));
    }
    await ask("POST", `${origin}/api/v1/authors`, {
      name: "Ursula K. Le Guin",
      born: "1929-10-21",
    });
    await ask("GET", `${origin}/api/v1/authors?q=guin&count=true`);
    say(`the documentation was at ${origin}/docs`);
  } finally {
    // The group: npm and what it started.
    if (server.exitCode === null) process.kill(-server.pid, "SIGTERM");
    await ended;
  }
}

try {
  if (!existsSync(join(root, "node_modules"))) run("npm ci --no-audit --no-fund", root);
  run("node scripts/build.js", root);
  const choices = "--framework fastify --database sqlite --starter bookstore --yes --no-git";
  run(`node ${join(root, "bin/restwright.js")} new ${service} ${choices}`, root);
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    DATABASE_URL: `sqlite:${join(home, "demo.db")}`,
  };
  run("npm run migrate", service, env);
  run("npm run build", service, env);
  await serve(port, env);
  say("it works.");
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`\nThe demonstration failed: ${error.message}\n`);
} finally {
  if (process.argv.includes("--keep")) say(`kept: ${service}`);
  else rmSync(home, { recursive: true, force: true });
}
