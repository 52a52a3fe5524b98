/** The formats that the contract publishes are those that declarations are judged by. */
export { anchored, formats, type Format, type FormatName } from "../model/formats.ts";
