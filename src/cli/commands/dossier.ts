// `tenure dossier`: drafts a dossier and finds what is missing or contradictory in one, on files alone; signing goes through
// the server, as one of the two people who sign.

import path from 'node:path'
import type { Command } from 'commander'
import { dossierHash } from '../../domain/audit/dossier-hash.ts'
import { checkDossier } from '../../domain/compiler/check.ts'
import { readDossier } from '../../domain/discovery/documents.ts'
import type { Dossier, Finding } from '../../domain/discovery/dossier.ts'
import { withServer } from '../client.ts'
import { addTo as addDiff } from '../dossier/diff.ts'
import { addTo as addExport } from '../dossier/export.ts'
import { addTo as addFormat } from '../dossier/format.ts'
import { addTo as addInit } from '../dossier/init.ts'
import { addTo as addInterview } from '../dossier/interview.ts'
import { addTo as addPlan } from '../dossier/plan.ts'
import { addTo as addSchema } from '../dossier/schema.ts'
import { addTo as addSync } from '../dossier/sync.ts'
import { readDossierFolder } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, printJson, printSentence, runCommand } from '../print.ts'
import { sarifOf } from '../sarif.ts'

export function register(program: Command): void {
  const dossier = program.command('dossier').description('draft a dossier, and find what is missing in one')
  addInit(dossier)
  dossier
    .command('check')
    .argument('<dir>', 'folder that holds workflow.yaml and SOUL.md')
    .description('find what is missing or contradictory, with file and line')
    .option('--json', 'answer as JSON', false)
    .option('--sarif', 'answer as SARIF 2.1.0', false)
    .addHelpText(
      'after',
      '\nExit code 1 when there are errors; warnings alone are 0.\n\nExample:\n  tenure dossier check examples/it-helpdesk/dossier',
    )
    .action((dir: string, options: { json: boolean; sarif: boolean }) => runCommand(async () => check(dir, options)))
  dossier
    .command('sign')
    .argument('<dir>', 'folder that holds workflow.yaml and SOUL.md')
    .description('upload this version and sign it as the person whose key is used')
    .option('--employee <name>', 'the employee it belongs to; without it, the one workflow.yaml names')
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nTwo different people sign. TENURE_URL and TENURE_API_KEY say where and as whom.\n\nExample:\n  tenure dossier sign examples/it-helpdesk/dossier',
    )
    .action((dir: string, options: { employee?: string; json: boolean }) => runCommand(() => sign(dir, options)))
  addDiff(dossier)
  addFormat(dossier)
  addInterview(dossier)
  addSchema(dossier)
  addExport(dossier)
  addPlan(dossier)
  addSync(dossier)
}

function check(dir: string, { json, sarif }: { json: boolean; sarif: boolean }): ExitCode {
  const { dossier, problems, source } = readDossier(readDossierFolder(dir))
  const findings = dossier === null ? problems : checkDossier(dossier, source)
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const warnings = findings.length - errors
  if (sarif) printJson(sarifOf(findings))
  else if (json) printJson({ dir, hash: dossier === null ? null : dossierHash(dossier), errors, warnings, findings })
  else printFindings(dir, findings, dossier)
  return errors > 0 ? exitCodes.refused : exitCodes.done
}

function printFindings(dir: string, findings: readonly Finding[], dossier: Dossier | null): void {
  for (const finding of findings) {
    printSentence(
      `${path.join(dir, finding.file)}${finding.line === null ? '' : `:${finding.line}`}: ${finding.severity} ${finding.code}: ${finding.what}`,
    )
    printSentence(`    ${finding.why} ${finding.remedy}`)
  }
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const verdict = dossier === null ? 'It cannot be read' : errors > 0 ? 'It cannot be signed yet' : 'It is fit to be signed'
  printSentence(
    `${verdict}: ${errors} errors, ${findings.length - errors} warnings.${dossier === null ? '' : ` Version ${dossierHash(dossier).slice(0, 12)}.`}`,
  )
}

/** Uploading the same content again is the same version, so the second person runs the same command on the same files. */
async function sign(dir: string, { employee, json }: { employee?: string; json: boolean }): Promise<ExitCode> {
  const files = readDossierFolder(dir)
  const { dossier, problems } = readDossier(files)
  const findings = dossier === null ? problems : checkDossier(dossier)
  if (dossier === null || findings.some((finding) => finding.severity === 'error')) return check(dir, { json, sarif: false })
  return withServer(async (client) => {
    const registered = await client.registerDossier({ employee: employee ?? dossier.workflow.employee, files })
    const signed = await client.signDossier(registered.dossierId)
    if (json) printJson({ ...signed, hash: registered.hash })
    else
      printSentence(
        `Signed ${signed.dossierId}, version ${registered.hash.slice(0, 12)}. ${signed.signed ? 'Two people have signed; a rollout can open.' : 'A second, different person signs before a rollout can open.'}`,
      )
    return exitCodes.done
  })
}
