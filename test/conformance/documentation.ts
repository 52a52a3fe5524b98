/** The interactive documentation, wherever `/docs` leads to. */
import type { Client, Response } from "./client.ts";

export async function documentation(http: Client): Promise<{ response: Response; at: string }> {
  let response = await http.get("/docs");
  let at = "/docs";
  for (let hop = 0; hop < 3 && response.status >= 301 && response.status <= 308; hop += 1) {
    at = new URL(response.headers["location"] ?? "", `http://x${at}`).pathname;
    response = await http.get(at);
  }
  return { response, at };
}
