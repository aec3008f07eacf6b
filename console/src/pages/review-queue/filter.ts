// Which part of the queue is shown; it lives in the address, so that it can be linked.

export type Filter = {
  state: 'open' | 'done'
  rollout?: string | undefined
  employee?: string | undefined
  queryType?: string | undefined
}
