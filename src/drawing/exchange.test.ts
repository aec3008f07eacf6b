import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { exampleDossierFiles } from '../../examples/it-helpdesk/dossier-files.ts'
import { dossierHash } from '../domain/audit/dossier-hash.ts'
import { readDossier } from '../domain/discovery/documents.ts'
import { type WorkflowMap, workflowMapSchema } from '../domain/discovery/workflow-map.ts'
import { workflowText } from '../domain/discovery/workflow-text.ts'
import { bpmnModdle } from './bpmn.ts'
import { bpmnOf } from './bpmn-export.ts'
import { importBpmn } from './bpmn-import.ts'
import { exported, exportFormats } from './exchange.ts'
import { flowOf, pathOfType } from './flow.ts'
import { layOut } from './layout.ts'
import { mermaidOf } from './mermaid.ts'
import { svgOf } from './svg.ts'

const read = readDossier(exampleDossierFiles())
const dossier = read.dossier!
const { workflow, integrations } = dossier

const hostile = `<script>alert(1)</script>"]]>&amp; --> |x| end %% \u0000 \u202E`

/** A map of any shape whose names refer to things that exist, or to nothing. */
const someMap = fc
  .record({
    kinds: fc.array(fc.constantFrom('action', 'decision', 'reply', 'human', 'escalate', 'wait', 'end', 'start'), {
      minLength: 1,
      maxLength: 12,
    }),
    seed: fc.nat(),
    title: fc.string(),
  })
  .map(({ kinds, seed, title }): WorkflowMap => {
    const to = (at: number) => `s${(seed + at * 7) % kinds.length}`
    const steps = kinds.map((kind, at) => {
      const base = { id: `s${at}`, kind, title: `${title} ${at}`, from: null }
      if (kind === 'decision')
        return {
          ...base,
          branches: [
            { when: 'fields.vip', next: to(at) },
            { when: 'size(query) > 3', next: to(at + 1) },
          ],
          otherwise: at % 2 ? to(at + 2) : null,
        }
      if (kind === 'action')
        return {
          ...base,
          system: 'desk',
          operation: 'read',
          arguments: { id: '{{requester}}', deep: { empty: [] } },
          next: to(at),
        }
      if (kind === 'reply') return { ...base, template: `${title} {{query}}`, next: at % 2 ? to(at) : null }
      if (kind === 'human') return { ...base, who: 'anna', uses: ['desk.read'], next: null }
      if (kind === 'escalate') return { ...base, reason: title, trigger: 'vip' }
      if (kind === 'wait') return { ...base, minutes: 5, next: to(at) }
      return kind === 'start' ? { ...base, next: to(at) } : base
    })
    return workflowMapSchema.parse({
      workflow: 'desk',
      title: `Desk ${title}`,
      employee: 'Nila',
      channels: ['chat'],
      fields: { vip: 'boolean' },
      queryTypes: [
        { name: 'first', title: `First ${title}`, major: true, start: to(0), examples: [title || 'x'] },
        { name: 'second', title: 'Second', major: false },
      ],
      steps: steps.map((step) => ('reason' in step && step.reason === '' ? { ...step, reason: 'x' } : step)),
      triggers: [{ name: 'vip', condition: 'fields.vip', who: 'anna', channel: 'phone' }],
      people: [{ name: 'anna', title: 'Anna', does: 'all' }],
    })
  })

describe('the drawing', () => {
  it('has every query type, step and line of the map, and the people escalations reach', () => {
    const flow = flowOf(workflow, integrations)
    expect(flow.nodes.filter(({ kind }) => kind === 'query')).toHaveLength(workflow.queryTypes.length)
    expect(flow.nodes.filter(({ id }) => id.startsWith('step:'))).toHaveLength(workflow.steps.length)
    const branches = workflow.steps.flatMap((step) => (step.kind === 'decision' ? step.branches : []))
    expect(flow.edges.filter(({ kind }) => kind === 'branch')).toHaveLength(branches.length)
    expect(flow.nodes.find(({ kind }) => kind === 'person')).toBeDefined()
    expect(flow.nodes.find(({ id }) => id === 'query:password_reset')).toMatchObject({ conflict: 'settled' })
    expect(pathOfType(flow, 'account_unlock').nodes.length).toBeLessThan(flow.nodes.length / 3)
  })

  it('is laid out without one box upon another, the same every time', () => {
    const laid = layOut(flowOf(workflow, integrations))
    expect(layOut(flowOf(structuredClone(workflow), integrations))).toEqual(laid)
    for (const [at, a] of laid.boxes.entries())
      for (const b of laid.boxes.slice(at + 1))
        expect(
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
          `${a.id} ${b.id}`,
        ).toBe(true)
  })

  it('keeps hostile titles text, in Mermaid and in SVG', () => {
    const bad = { ...workflow, title: hostile, steps: workflow.steps.map((step) => ({ ...step, title: hostile })) }
    const flow = flowOf(bad, integrations)
    const svg = svgOf(flow, hostile)
    expect(svg).not.toMatch(/<script|alert\(1\)</)
    expect(svg).not.toContain('\0')
    expect(svg.match(/<(?!\/?(svg|title|desc|style|defs|marker|path|rect|g|text|polygon)\b)/g)).toBeNull()
    for (const line of mermaidOf(flow).trim().split('\n').slice(1))
      expect(line).toMatch(
        /^ {2}(classDef .*|n\d+ (-->|-\.->)(\|"[^"|<>{}[\]]*"\|)? n\d+|n\d+\W+"[^"<>{}[\]]*(<br\/>[^"<>{}[\]]*)?"\W+:::\w+)$/,
      )
  })
})

describe('BPMN', () => {
  it('opens without a warning, and every element and line has its place', async () => {
    const { rootElement, warnings } = await bpmnModdle().fromXML(await bpmnOf(workflow))
    expect(warnings).toEqual([])
    const [process] = rootElement.rootElements as { flowElements: { id: string }[] }[]
    const [diagram] = rootElement.diagrams as { plane: { planeElement: { bpmnElement: { id: string } }[] } }[]
    const placed = new Set(diagram!.plane.planeElement.map(({ bpmnElement }) => bpmnElement.id))
    expect(process!.flowElements.map(({ id }) => id).filter((id) => !placed.has(id))).toEqual([])
    expect(placed.size).toBe(
      workflow.queryTypes.length +
        workflow.steps.length +
        flowOf(workflow, integrations).edges.filter(({ kind, to }) => kind !== 'escalation' && !to.startsWith('query:')).length,
    )
  })

  it('comes back as the same map, whatever the map', async () => {
    await fc.assert(
      fc.asyncProperty(someMap, async (map) => {
        const back = await importBpmn(await bpmnOf(map), 'x')
        expect(back).toMatchObject({ ok: true, notes: [] })
        // XML folds line breaks and drops signs it cannot hold in names; the data beside keeps them.
        if (back.ok)
          expect({
            ...back.map,
            title: '',
            queryTypes: titleless(back.map.queryTypes),
            steps: titleless(back.map.steps),
          }).toEqual({ ...map, title: '', queryTypes: titleless(map.queryTypes), steps: titleless(map.steps) })
      }),
      { numRuns: 60 },
    )
    expect(await importBpmn(await bpmnOf(workflow), 'x')).toEqual({ ok: true, map: workflow, notes: [] })
  })

  const titleless = <T extends { title: string }>(all: readonly T[]) => all.map((one) => ({ ...one, title: '' }))

  it('brings back what was changed in a drawing: a name, and which step follows', async () => {
    const small = { ...workflow, steps: workflow.steps.map((step) => ({ ...step })) }
    const xml = (await bpmnOf(small)).replaceAll('name="Tell them"', 'name="Tell them kindly"')
    const back = await importBpmn(xml, 'x')
    expect(back.ok && back.map.steps.some(({ title }) => title === 'Tell them kindly')).toBe(true)
  })

  it('says which line was removed in a drawing, since the step still leads where it led', async () => {
    const xml = await bpmnOf(workflow)
    const [line, id, from, to] =
      /<bpmn:sequenceFlow id="(flow_\d+)" sourceRef="step_(pw_person)" targetRef="step_(\w+)" \/>/.exec(xml)!
    const cut = xml
      .replace(line, '')
      .replaceAll(`<bpmn:outgoing>${id}</bpmn:outgoing>`, '')
      .replaceAll(`<bpmn:incoming>${id}</bpmn:incoming>`, '')
      .replace(new RegExp(`<bpmndi:BPMNEdge id="${id}_di"[\\s\\S]*?</bpmndi:BPMNEdge>`), '')
    const back = await importBpmn(cut, 'x')
    expect(back).toMatchObject({
      ok: true,
      notes: [{ element: `step_${from}`, what: 'dropped', why: `its line was removed; it still leads to “${to}”` }],
    })
  })

  it('of another tool becomes a draft, and says all that was dropped or guessed', async () => {
    const back = await importBpmn(foreign, 'refunds')
    expect(back).toMatchObject({ ok: true })
    if (!back.ok) return
    expect(back.map.queryTypes).toMatchObject([{ name: 'refund_asked_for', start: 'check_order' }])
    expect(back.map.steps.map(({ kind }) => kind)).toEqual(['action', 'decision', 'human', 'wait', 'end', 'escalate', 'decision'])
    expect(back.map.steps.find(({ id }) => id === 'wait_a_day')).toMatchObject({ minutes: 1440 })
    expect(back.map.people).toMatchObject([{ name: 'back_office' }])
    expect(back.map.openQuestions.map(({ question }) => question)).toContain('At “Paid by card?”: when does “yes” hold?')
    expect(back.notes.map(({ element, what }) => `${what} ${element}`)).toEqual(
      expect.arrayContaining([
        'dropped b1',
        'dropped note1',
        'merged join',
        'guessed check',
        'guessed p',
        'dropped d1',
        'dropped m1',
        'dropped f10',
        'dropped f11',
        'guessed f3',
      ]),
    )
  })

  it.each([
    ['is no XML', 'not xml'],
    ['is other XML', '<a/>'],
    [
      'declares entities',
      '<!DOCTYPE a [<!ENTITY b "b">]><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    ],
    ['has no process', '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"/>'],
    ['is too large', ' '.repeat(5_000_001)],
  ])('that %s is refused with a reason', async (_, xml) => {
    expect(await importBpmn(xml, 'x')).toMatchObject({ ok: false, why: expect.stringMatching(/.{10}/) })
  })
})

it('is written as a file that reads as the same map', () => {
  fc.assert(
    fc.property(someMap, (map) => {
      expect(workflowMapSchema.parse(parse(workflowText(map)))).toEqual(map)
    }),
  )
  expect(workflowMapSchema.parse(parse(workflowText(workflow)))).toEqual(workflow)
})

it('on paper says who was asked, what is enforced and where to sign, and keeps hostile text text', async () => {
  const bad = { ...dossier, workflow: { ...workflow, title: hostile }, role: { ...dossier.role, body: hostile } }
  const { text } = await exported('html', {
    dossier: bad,
    source: read.source,
    signatures: [{ name: hostile, at: '2026-11-24' }],
  })
  expect(text).not.toContain('<script')
  expect(text).not.toContain('\0')
  for (const words of [
    'Priya Nair',
    'Must never',
    'directory.delete_person',
    'Second person',
    'Enforced policy',
    'Targets, agreed before any evidence',
    'Share of time',
    '<span class="quiet">si_find</span>',
    `content: "Version ${dossierHash(bad).slice(0, 16)}"`,
  ])
    expect(text).toContain(words)
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const format of exportFormats)
    expect((await exported(format, { dossier, source: read.source, signatures: [] })).text.length).toBeGreaterThan(1_000)
})

const foreign = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
 <bpmn:collaboration id="c"><bpmn:participant id="pool" processRef="p1"/><bpmn:messageFlow id="m1" sourceRef="pool" targetRef="check"/></bpmn:collaboration>
 <bpmn:process id="p1" name="Refunds">
  <bpmn:laneSet id="l"><bpmn:lane id="l1" name="Back office"><bpmn:flowNodeRef>person</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
  <bpmn:startEvent id="s" name="Refund asked for"/>
  <bpmn:serviceTask id="check" name="Check order"/>
  <bpmn:exclusiveGateway id="paid" name="Paid by card?" default="f4"/>
  <bpmn:userTask id="person" name="Pay by hand"/>
  <bpmn:intermediateCatchEvent id="w" name="Wait a day"><bpmn:timerEventDefinition id="t1"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  <bpmn:exclusiveGateway id="join"/>
  <bpmn:endEvent id="e" name="Done"/>
  <bpmn:endEvent id="x" name="To finance"><bpmn:escalationEventDefinition id="x1"/></bpmn:endEvent>
  <bpmn:parallelGateway id="p" name="Both"/>
  <bpmn:boundaryEvent id="b1" attachedToRef="person"/>
  <bpmn:dataObjectReference id="d1" name="Order"/>
  <bpmn:textAnnotation id="note1"><bpmn:text>mind the tax</bpmn:text></bpmn:textAnnotation>
  <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
  <bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="paid"/>
  <bpmn:sequenceFlow id="f3" name="yes" sourceRef="paid" targetRef="w"/>
  <bpmn:sequenceFlow id="f4" sourceRef="paid" targetRef="p"/>
  <bpmn:sequenceFlow id="f5" sourceRef="w" targetRef="join"/>
  <bpmn:sequenceFlow id="f6" sourceRef="person" targetRef="join"/>
  <bpmn:sequenceFlow id="f7" sourceRef="join" targetRef="e"/>
  <bpmn:sequenceFlow id="f8" sourceRef="p" targetRef="person"/>
  <bpmn:sequenceFlow id="f9" sourceRef="p" targetRef="x"/>
  <bpmn:sequenceFlow id="f10" sourceRef="b1" targetRef="x"/>
  <bpmn:sequenceFlow id="f11" sourceRef="p" targetRef="d1"/>
 </bpmn:process>
</bpmn:definitions>`
