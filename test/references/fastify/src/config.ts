import { isIP } from "node:net";
import { defaultUrl, urlProblem } from "./database/url.js";

/** Settings of the process, read from the environment once and validated before anything starts. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly logLevel: LogLevel;
  /** Origins that browsers may call from; none means no CORS headers at all. */
  readonly corsOrigins: readonly string[];
  /** Requests that one client address may make; undefined: any number. */
  readonly rateLimit: RateLimit | undefined;
  /** Addresses and networks of proxies whose `X-Forwarded-For` says where a request comes from. */
  readonly trustedProxies: readonly string[];
  /** Bytes that a request body may have. */
  readonly bodyLimit: number;
}

export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

export type LogLevel = (typeof logLevels)[number];

/** Lists everything that is wrong with the environment, one line per variable. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not valid:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

/** @throws ConfigError */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const text = (name: string, fallback: string): string => {
    const value = environment[name];
    return value === undefined || value === "" ? fallback : value;
  };
  const integer = (name: string, fallback: number, range: readonly [number, number]): number => {
    const value = text(name, String(fallback));
    const [min, max] = range;
    if (/^[0-9]{1,12}$/.test(value) && Number(value) >= min && Number(value) <= max) {
      return Number(value);
    }
    problems.push(`${name} must be a whole number from ${min} to ${max}, not "${value}".`);
    return fallback;
  };

  const config: Config = {
    host: text("HOST", "127.0.0.1"),
    port: integer("PORT", 3000, [0, 65_535]),
    databaseUrl: text("DATABASE_URL", defaultUrl),
    logLevel: logLevel(text("LOG_LEVEL", "info"), problems),
    corsOrigins: origins(text("CORS_ORIGINS", ""), problems),
    rateLimit: rateLimit(text("RATE_LIMIT", "off"), problems),
    trustedProxies: networks(text("TRUSTED_PROXIES", ""), problems),
    bodyLimit: integer("BODY_LIMIT", 1_048_576, [1, 1_073_741_824]),
  };
  const wrongUrl = urlProblem(config.databaseUrl);
  if (wrongUrl !== undefined) problems.push(wrongUrl);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function logLevel(value: string, problems: string[]): LogLevel {
  const level = logLevels.find((name) => name === value);
  if (level === undefined) problems.push(`LOG_LEVEL must be one of ${logLevels.join(", ")}.`);
  return level ?? "info";
}

function rateLimit(value: string, problems: string[]): RateLimit | undefined {
  if (value === "off") return undefined;
  const [, requests, seconds] = /^([1-9][0-9]{0,8})\/([1-9][0-9]{0,5})$/.exec(value) ?? [];
  if (requests === undefined) {
    problems.push('RATE_LIMIT must be "off" or <requests>/<seconds>, such as 600/60.');
  }
  return { requests: Number(requests), seconds: Number(seconds) };
}

function elements(value: string): string[] {
  return value
    .split(",")
    .map((element) => element.trim())
    .filter((element) => element !== "");
}

function networks(value: string, problems: string[]): readonly string[] {
  const list = elements(value);
  for (const network of list) {
    if (!isNetwork(network)) {
      problems.push(
        `TRUSTED_PROXIES: "${network}" is not an address or a network such as 10.0.0.0/8.`,
      );
    }
  }
  return list;
}

function isNetwork(text: string): boolean {
  const [, address = "", bits = "1"] = /^([^/]+)(?:\/([1-9][0-9]{0,2}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

function origins(value: string, problems: string[]): readonly string[] {
  const list = elements(value);
  for (const origin of list) {
    if (origin !== "*" && !(URL.canParse(origin) && new URL(origin).origin === origin)) {
      problems.push(`CORS_ORIGINS: "${origin}" is not an origin such as https://example.org.`);
    }
  }
  return list;
}
