/** Dates and times in the forms of the contract. (RFC 3339, in the strict reading of docs/http-contract.md.) */

const date = /^(\d{4})-(\d\d)-(\d\d)$/;
const time = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const datetime =
  /^(\d{4}-\d\d-\d\d)[Tt]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

export function dateFault(text: string): string | null {
  const [, year = "", month = "", day = ""] = date.exec(text) ?? [];
  if (year === "") {
    return "it is not of the form `2000-01-31`";
  }
  const given = new Date(Date.UTC(2000, 0, 1));
  given.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isReal = given.getUTCMonth() === Number(month) - 1 && given.getUTCDate() === Number(day);
  return isReal && year !== "0000" ? null : "there is no such day";
}

export function timeFault(text: string): string | null {
  return time.test(text) ? null : "it is not of the form `23:59:59`";
}

export function datetimeFault(text: string): string | null {
  const [, day = ""] = datetime.exec(text) ?? [];
  if (day === "") {
    return "it is not of the form `2000-01-31T23:59:59Z`, with an offset";
  }
  const fault = dateFault(day);
  if (fault !== null) {
    return fault;
  }
  const year = new Date(parsed(text)).getUTCFullYear();
  return year < 1 || year > 9999 ? "in UTC it is outside the years 1 to 9999" : null;
}

/** UTC with milliseconds, as the contract shows it; fractions beyond are cut. */
export function utcDatetime(text: string): string {
  return new Date(parsed(text)).toISOString();
}

function parsed(text: string): number {
  const [, day = "", clock = "", fraction = "", offset = "Z"] = datetime.exec(text) ?? [];
  const milliseconds = fraction.padEnd(3, "0").slice(0, 3);
  return Date.parse(`${day}T${clock}.${milliseconds}${offset.toUpperCase()}`);
}
