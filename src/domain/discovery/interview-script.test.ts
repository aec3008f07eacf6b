import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { readDossier } from './documents.ts'
import { type InterviewSoFar, scriptFor } from './interview-script.ts'
import { nameSchema, type WorkflowMap } from './workflow-map.ts'

const { workflow, interviews } = readDossier(smallDossier).dossier!
const worker: InterviewSoFar = { doesTheWork: true, answers: [], openQuestions: [] }
const owner: InterviewSoFar = { ...worker, doesTheWork: false }
const ids = (map: WorkflowMap | null, interview: InterviewSoFar | null) =>
  scriptFor({ workflow: map, interview }).map(({ id }) => id)

describe('the script of an interview', () => {
  it('asks a person who does the work about every query type, an owner about systems and rules', () => {
    const asked = ids(workflow, worker)
    for (const type of ['password_reset', 'vpn_trouble'])
      for (const topic of ['volumes', 'steps', 'branches', 'sop-and-practice']) expect(asked).toContain(`${topic}.${type}`)
    expect(asked).not.toContain('systems.undone')
    expect(ids(workflow, owner)).toEqual(expect.arrayContaining(['systems.undone', 'systems.data', 'escalation.time']))
    expect(ids(workflow, owner).some((id) => id.endsWith('.password_reset'))).toBe(false)
  })

  it('covers every topic with several questions, and says what each answer is for', () => {
    const everything = scriptFor({ workflow: null, interview: null })
    const topics = Map.groupBy(everything, ({ topic }) => topic)
    for (const topic of ['inputs', 'exceptions', 'systems', 'escalation', 'people', 'sop-and-practice'] as const)
      expect(topics.get(topic)?.length, topic).toBeGreaterThanOrEqual(3)
    for (const { question, purpose } of scriptFor({ workflow, interview: null })) {
      expect(question).toMatch(/[?.]$/)
      // A question that can be answered with yes or no tells only what was asked.
      expect(question).not.toMatch(/^(?:Do|Does|Did|Is|Are|Have|Has|Can|Should|Would|Isn't|Don't)\b/)
      expect(purpose).toMatch(/\.$/)
    }
  })

  it('has ids that can stand as topics and are each there once', () => {
    const asked = ids(workflow, null)
    expect(new Set(asked).size).toBe(asked.length)
    expect(asked.filter((id) => !nameSchema.safeParse(id).success)).toEqual([])
  })

  it('begins with the query types that take most of the time', () => {
    const [reset, vpn] = workflow.queryTypes
    const map = {
      ...workflow,
      queryTypes: [
        { ...reset!, perMonth: 10, minutes: 2 },
        { ...vpn!, perMonth: 10, minutes: 9 },
      ],
    }
    expect(
      ids(map, worker)
        .filter((id) => id.startsWith('steps.'))
        .slice(0, 2),
    ).toEqual(['steps.vpn_trouble', 'steps.password_reset'])
  })

  it('puts an unsettled difference of procedure and practice to both, and shows both texts', () => {
    const type = { ...workflow.queryTypes[0]!, sop: 'Call back.', practice: 'Send a link.' }
    const [asked] = scriptFor({ workflow: { ...workflow, queryTypes: [type] }, interview: owner }).filter(({ id }) =>
      id.endsWith('.resolution'),
    )
    expect(asked).toMatchObject({
      question: expect.stringMatching(/“Call back\.”.*“Send a link\.”.*who decides/),
      about: 'queryTypes.password_reset',
    })
    const settled = { ...type, resolution: { holds: 'practice' as const, what: 'x', by: 'x', on: '2026-11-01' } }
    expect(ids({ ...workflow, queryTypes: [settled] }, owner).some((id) => id.endsWith('.resolution'))).toBe(false)
  })

  it('asks about what blocks signing: unfinished triggers, edge cases without handling, open questions', () => {
    const map: WorkflowMap = {
      ...workflow,
      triggers: [{ ...workflow.triggers[0]!, answerWithinMinutes: null }],
      edgeCases: [{ name: 'vip', what: 'The board writes', shareOfTimeRatio: null, handling: null, from: null }],
      openQuestions: [
        { question: 'Wer darf das?', about: 'queryTypes.vpn_trouble', answer: null },
        { question: 'Known?', about: null, answer: { text: 'yes', by: 'Lukas', on: '2026-11-01' } },
        { question: 'यह कौन तय करता है?', about: null, answer: null },
      ],
    }
    const asked = scriptFor({ workflow: map, interview: worker })
    expect(asked.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['escalation.vip', 'exceptions.vip', 'open-questions.wer-darf-das']),
    )
    expect(asked.filter(({ topic }) => topic === 'open-questions').map(({ question }) => question)).toEqual([
      'Wer darf das?',
      'यह कौन तय करता है?',
    ])
  })

  it('knows what was answered, also under another title, and what was passed on', () => {
    const find = (interview: InterviewSoFar, id: string) => scriptFor({ workflow, interview }).find((one) => one.id === id)!
    const asked = find(worker, 'steps.vpn_trouble')
    const said = (topic: string, question: string, answer = 'I look.') => ({ topic, question, answer, on: null })
    expect(find({ ...worker, answers: [said('steps.vpn_trouble', 'an older title')] }, asked.id).answered).toBe(true)
    expect(find({ ...worker, answers: [said('steps', asked.question)] }, asked.id).answered).toBe(true)
    expect(find({ ...worker, answers: [said(asked.id, asked.question, ' ')] }, asked.id).answered).toBe(false)
    expect(find({ ...worker, answers: interviews[0]!.answers }, asked.id).answered).toBe(false)
    const open = { question: `${asked.question} (Anna knows)`, about: asked.about, answer: null }
    expect(find({ ...worker, openQuestions: [open] }, asked.id)).toMatchObject({ open: true, answered: false })
  })

  it('cuts long titles and keeps blanks in them as they are', () => {
    const type = { ...workflow.queryTypes[0]!, title: `{sop} ${'x'.repeat(900)}` }
    const asked = scriptFor({ workflow: { ...workflow, queryTypes: [type] }, interview: worker }).find(({ id }) =>
      id.startsWith('steps.pass'),
    )!
    expect(asked.question).toContain('“{sop} xxx')
    expect(asked.question.length).toBeLessThan(450)
  })
})
