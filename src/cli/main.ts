/** Where the command line begins. `--version` is answered before anything else is loaded. */
import { VERSION } from "./version.ts";

// A reader that has seen enough (`restwright explain | head`) is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

const [first = ""] = process.argv.slice(2);
if (["--version", "-V", "-v"].includes(first)) {
  process.stdout.write(`${VERSION}\n`);
} else {
  const { run } = await import("./program.ts");
  process.exitCode = await run(process.argv.slice(2));
}
