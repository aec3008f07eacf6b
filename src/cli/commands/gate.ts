// `tenure gate`: what counts would prove, and how many reviews and days a target takes. Needs no server.

import type { Command } from 'commander'
import { type Evaluated, evaluate, type Planned, planReviews, readInside, readLevels } from '../../domain/planning/calculator.ts'
import { isRefusal, refuse } from '../../domain/refusal.ts'
import { exitCodes, printJson, printTable, runCommand } from '../print.ts'

export function register(program: Command): void {
  const gate = program.command('gate').description('a calculator: what counts prove, and what a target takes')
  gate
    .command('eval')
    .description('what weighted counts prove against a target, however often one looks')
    .requiredOption('--levels <json>', '[[weight, right, wrong], …]; weight 1 where everything is reviewed')
    .requiredOption('--target <share>', 'the accuracy to be exceeded, such as 0.9')
    .option('--alpha <share>', 'the chance of a wrong “proven” that is accepted', '0.05')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', "\nExample:\n  tenure gate eval --levels '[[1,190,6],[0.2,30,10]]' --target 0.9 --json")
    .action((options: { levels: string; target: string; alpha: string; json: boolean }) =>
      runCommand(async () => evalLevels(options)),
    )
  gate
    .command('plan')
    .description('how many reviews and days a proof takes')
    .requiredOption('--target <share>', 'the accuracy to be exceeded, such as 0.9')
    .requiredOption('--expected <share>', 'the accuracy it really has, as far as one can guess')
    .option('--per-day <reviews>', 'reviews a day', '40')
    .option('--alpha <share>', 'the chance of a wrong “proven” that is accepted', '0.05')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure gate plan --target 0.9 --expected 0.95 --per-day 40 --json')
    .action((options: PlanOptions) => runCommand(async () => plan(options)))
}

function evalLevels(options: { levels: string; target: string; alpha: string; json: boolean }) {
  const [levels, target, alpha] = [
    readLevels(options.levels),
    readInside('--target', options.target),
    readInside('--alpha', options.alpha),
  ]
  for (const one of [levels, target, alpha]) if (isRefusal(one)) return misused(one)
  const found = evaluate({ levels, target, alpha } as Parameters<typeof evaluate>[0])
  if (options.json) printJson(found)
  else printTable(['what', 'value'], rowsOf(found))
  return exitCodes.done
}

function rowsOf(found: Evaluated): [string, string][] {
  return [
    ['proven', found.proven ? 'yes' : 'not yet'],
    ['estimate', found.estimate === null ? 'nothing judged' : String(found.estimate)],
    ['at least', String(found.lower)],
    ['at most', String(found.upper)],
    ['ln E', String(found.logE)],
  ]
}

type PlanOptions = { target: string; expected: string; perDay: string; alpha: string; json: boolean }

function plan(options: PlanOptions) {
  const target = readInside('--target', options.target)
  const expected = readInside('--expected', options.expected)
  const alpha = readInside('--alpha', options.alpha)
  for (const one of [target, expected, alpha]) if (isRefusal(one)) return misused(one)
  const perDay = Number(options.perDay)
  if (!(perDay > 0) || !Number.isFinite(perDay))
    return misused(
      refuse('invalid_input', {
        where: '--per-day',
        why: `“${options.perDay}” is no number above 0`,
        remedy: 'Write how many reviews are given a day, such as 40.',
      }),
    )
  const planned = planReviews({ target, expected, perDay, alpha } as Parameters<typeof planReviews>[0])
  if (isRefusal(planned)) return planned
  if (options.json) printJson(planned)
  else printTable(['reviews', 'days'], [[(planned satisfies Planned).reviews, planned.days]])
  return exitCodes.done
}

function misused(refusal: ReturnType<typeof refuse>) {
  console.error(refusal.sentence)
  return exitCodes.misused
}
