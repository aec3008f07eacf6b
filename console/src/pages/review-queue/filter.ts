// Which part of the queue is shown; kept in the address.

export type Filter = {
  state: 'open' | 'done'
  rollout?: string | undefined
  employee?: string | undefined
  queryType?: string | undefined
}
