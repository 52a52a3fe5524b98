/** Dates and times as numbers, so that any moment of the years 1 to 9999 can be made and compared. */
const DAY = 86_400_000;

export const FIRST_DAY = -719_162;
export const LAST_DAY = 2_932_896;
export const FIRST_MOMENT = FIRST_DAY * DAY;
export const LAST_MOMENT = LAST_DAY * DAY + DAY - 1;

/** Days since 1970-01-01 → `YYYY-MM-DD`. */
export function dateText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function dateNumber(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

export function timeText(second: number): string {
  return new Date(second * 1000).toISOString().slice(11, 19);
}

export function timeNumber(text: string): number {
  return Date.parse(`1970-01-01T${text}Z`) / 1000;
}

/** Milliseconds since 1970 → the form that the contract puts out. */
export function datetimeText(moment: number): string {
  return new Date(moment).toISOString();
}

/**
 * The moment that an RFC 3339 text names, its fraction cut to milliseconds; null where the text is of another form
 * or the moment lies outside the years 1 to 9999 in UTC.
 */
export function datetimeNumber(text: string): number | null {
  const form =
    /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(
      text,
    );
  if (form === null) return null;
  const [, date = "", time = "", fraction = "", sign, hours = "0", minutes = "0"] = form;
  if (!isDate(date) || !isTime(time) || Number(hours) > 23 || Number(minutes) > 59) return null;
  const local = Date.parse(`${date}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const moment = local - offset;
  return moment < FIRST_MOMENT || moment > LAST_MOMENT ? null : moment;
}

export function isDate(text: string): boolean {
  const form = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (form === null || form[1] === "0000") return false;
  const number = dateNumber(text);
  return !Number.isNaN(number) && dateText(number) === text;
}

export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text);
}
