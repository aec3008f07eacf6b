// What we use of a library whose entry ships no types.

declare module 'bpmn-moddle' {
  export type BpmnElement = {
    $type: string
    id?: string
    name?: string
    $instanceOf?(type: string): boolean
    [property: string]: unknown
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    create(type: string, properties?: Record<string, unknown>): BpmnElement
    toXML(element: BpmnElement, options?: { format?: boolean }): Promise<{ xml: string }>
    fromXML(xml: string): Promise<{ rootElement: BpmnElement; warnings: { message: string }[] }>
  }
}
