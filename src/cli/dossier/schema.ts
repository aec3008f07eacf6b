// `tenure dossier schema`: the JSON Schema of one kind of dossier file, for editors.

import { Argument, type Command } from 'commander'
import { type FileKind, fileKinds, jsonSchemaOf } from '../../domain/discovery/json-schemas.ts'
import { exitCodes, printJson, runCommand } from '../print.ts'

export function addTo(dossier: Command): void {
  dossier
    .command('schema')
    .addArgument(new Argument('<name>', 'which kind of file').choices(fileKinds))
    .description('print the JSON Schema (draft 2020-12) of one kind of file, for editors')
    .option('--json', 'answer as JSON; a schema always is', false)
    .addHelpText(
      'after',
      `
An editor with the YAML language server completes and checks a file that begins with
  # yaml-language-server: $schema=workflow.schema.json

Example:
  tenure dossier schema workflow > workflow.schema.json`,
    )
    .action((name: FileKind) =>
      runCommand(async () => {
        printJson(jsonSchemaOf(name))
        return exitCodes.done
      }),
    )
}
