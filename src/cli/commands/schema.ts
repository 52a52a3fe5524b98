/** `restwright schema`: what editors complete and check declarations by. */
import type { Command } from "commander";
import { editorSchema } from "../../language/editor-schema.ts";
import { examples, type Runner } from "../command.ts";
import { EXIT } from "../exit-code.ts";

export function define(command: Command, run: Runner): void {
  command
    .addHelpText(
      "after",
      examples(
        ["restwright schema > schema.json", "keeps it in a file; every project has one already"],
        ["# yaml-language-server: $schema=schema.json", "the first line of a declaration then"],
      ),
    )
    .action(() =>
      run(({ terminal }) => {
        terminal.print(JSON.stringify(editorSchema(), null, 2));
        return EXIT.done;
      }),
    );
}
