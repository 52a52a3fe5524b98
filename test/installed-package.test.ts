/** What people get: packed from a clean copy, installed by npm into an empty folder, and run from there. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "./support/command-line.ts";

const home = mkdtempSync(join(tmpdir(), "restwright-installed-"));
const installed = join(home, "node_modules/restwright");

beforeAll(() => {
  const copy = join(home, "copy");
  copyTracked(copy);
  run(copy, "npm", "pack", "--pack-destination", home);
  rmSync(copy, { recursive: true });
  const packed = readdirSync(home).filter((name) => name.endsWith(".tgz"));
  expect(packed).toHaveLength(1);
  const options = ["--engine-strict", "--prefer-offline", "--no-audit", "--no-fund"];
  run(home, "npm", "install", ...options, `./${packed.join("")}`);
}, 600_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** The files of the repository, so that nothing comes along which a clone would lack, nor a build of another day. */
function copyTracked(to: string): void {
  const values = ["ls-files", "--cached", "--others", "--exclude-standard"];
  for (const path of run(packageRoot, "git", ...values).split("\n")) {
    if (path === "" || path.startsWith("test/") || !existsSync(join(packageRoot, path))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(packageRoot, path), join(to, path));
  }
  symlinkSync(join(packageRoot, "node_modules"), join(to, "node_modules"), "dir");
}

function run(cwd: string, program: string, ...values: string[]): string {
  return execFileSync(program, values, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Manifest;
}

describe("the package, installed", () => {
  test("holds every file that its manifest names", () => {
    const { bin, files, exports } = manifest();
    const exported = Object.values(exports).flatMap((one) =>
      typeof one === "string" ? [one] : Object.values(one),
    );
    const named = [...Object.values(bin), ...files, ...exported];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  });

  test("brings no package that runs a script when it is installed", () => {
    const lock = JSON.parse(
      readFileSync(join(home, "node_modules/.package-lock.json"), "utf8"),
    ) as { readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>> };
    const packages = Object.entries(lock.packages);
    expect(packages.map(([path]) => path)).toContain("node_modules/yaml");
    expect(
      packages.filter(([, one]) => one.hasInstallScript === true).map(([path]) => path),
    ).toEqual([]);
  });

  test("is a program, and a module", () => {
    const { version } = manifest();
    expect(run(home, "npx", "--no-install", "restwright", "--version")).toBe(`${version}\n`);
    const code = 'import("restwright").then((api) => console.log(typeof api.generate))';
    expect(run(home, process.execPath, "--eval", code)).toBe("function\n");
  });

  test.each(["fastify", "fastapi"])(
    "makes a service of %s, and has nothing to add",
    (framework) => {
      const choices = ["--yes", "--framework", framework, "--no-install", "--no-git"];
      run(home, "npx", "--no-install", "restwright", "new", framework, ...choices);
      const service = join(home, framework);
      expect(readdirSync(service)).toContain("restwright.yaml");
      const made = readdirSync(service, { recursive: true }).length;
      expect(made).toBeGreaterThan(50);
      run(service, "npx", "--no-install", "restwright", "check");
      const again = run(
        service,
        "npx",
        "--no-install",
        "restwright",
        "generate",
        "--dry-run",
        "--json",
      );
      expect(JSON.parse(again)).toMatchObject({ changes: [] });
    },
    120_000,
  );
});
