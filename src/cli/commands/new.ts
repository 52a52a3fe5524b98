/** `restwright new`: from nothing, or a declaration, to a service that runs. */
import { Option, type Command } from "commander";
import { examples, type Runner } from "../command.ts";
import type { NewOptions } from "../new/decisions.ts";

export function define(command: Command, run: Runner): void {
  command
    .argument("[dir]", "folder of the service; made if it is not there")
    .option("--name <name>", "name of the service; the folder's unless said")
    .option("-f, --framework <name>", "see `restwright templates`; or a folder, or npm:package")
    .addOption(new Option("-d, --database <name>", "the database").choices(["sqlite", "postgres"]))
    .addOption(new Option("-s, --starter <name>", "a declaration to begin from").conflicts("from"))
    .option("--from <file>", "a declaration of your own to begin from")
    .option("-y, --yes", "ask nothing; take the usual answer for what is not said")
    .option("--install", "run the install command, even of a target that is not built in")
    .option("--no-install", "leave the dependencies to you")
    .option("--no-git", "start no git repository")
    .addHelpText(
      "after",
      examples(
        ["restwright new", "asks everything"],
        ["restwright new shop --starter shop", "asks the rest"],
        ["restwright new shop --yes", "asks nothing: fastify, sqlite, the bookstore"],
        ["restwright new shop --from shop.yaml --yes", "begins from a declaration of your own"],
        [
          "restwright new shop -f fastify -d postgres -s shop --no-install",
          "decides everything, installs nothing",
        ],
      ),
    )
    .action((folder: string | undefined, options: NewOptions) =>
      run(async (context) => {
        const { begin } = await import("../new/begin.ts");
        return begin(context, folder, options);
      }),
    );
}
