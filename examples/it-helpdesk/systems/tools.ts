// The operations of the two systems. Reads answer; writes go through the storage's `once` with the caller's idempotency key.

import { catalogue, meant, type Storage } from './storage.ts'

export type Operation = {
  name: string
  what: string
  access: 'read' | 'write'
  takes: readonly string[]
  run(storage: Storage, given: Record<string, string>): Record<string, unknown>
}

/** Thrown by an operation that says no; the caller answers it as a tool error, never as a result. */
export class SaidNo extends Error {}

function known(storage: Storage, id: string | undefined) {
  const person = storage.person(id ?? '')
  if (!person) throw new SaidNo(`there is no person ${id}`)
  if (person.disabled) throw new SaidNo(`the account of ${person.id} is disabled`)
  return person
}

export const directory: readonly Operation[] = [
  {
    name: 'get_person',
    what: 'What the directory knows of a person.',
    access: 'read',
    takes: ['id'],
    run: (storage, { id }) => {
      const person = storage.person(id ?? '')
      return person ? { found: true, ...person } : { found: false }
    },
  },
  {
    name: 'find_group',
    what: 'The group, shared mailbox or folder a text speaks of.',
    access: 'read',
    takes: ['text'],
    run: (storage, { text }) => {
      const group = meant(catalogue.groups, text ?? '')
      return group
        ? {
            found: true,
            id: group.id,
            title: group.title,
            owner: group.owner,
            sensitive: group.sensitive,
            members: storage.members(group.id),
          }
        : { found: false }
    },
  },
  {
    name: 'reset_password',
    what: 'Sends a link to set a new password to the registered phone.',
    access: 'write',
    takes: ['person', 'delivery'],
    run: (storage, { person: id }) => {
      const person = known(storage, id)
      if (!person.phone_registered) throw new SaidNo(`${person.id} has no registered phone`)
      return { done: true, ref: `reset-${person.id}-${storage.note(person.id, 'reset')}` }
    },
  },
  {
    name: 'unlock_account',
    what: 'Lifts a lock after too many attempts.',
    access: 'write',
    takes: ['person'],
    run: (storage, { person: id }) => {
      const person = known(storage, id)
      if (person.lock_reason === 'security') throw new SaidNo(`security locked ${person.id}`)
      return { done: true, ref: `unlock-${person.id}-${storage.note(person.id, 'unlock')}` }
    },
  },
  {
    name: 'reset_mfa',
    what: 'Lets a person enrol a new second factor.',
    access: 'write',
    takes: ['person'],
    run: (storage, { person: id }) => ({ done: true, ref: `mfa-${known(storage, id).id}` }),
  },
  {
    name: 'renew_certificate',
    what: 'Renews the VPN certificate of a person’s device.',
    access: 'write',
    takes: ['person'],
    run: (storage, { person: id }) => {
      const person = known(storage, id)
      storage.change(person.id, { certificate_expired: false })
      return { done: true, ref: `certificate-${person.id}` }
    },
  },
  {
    name: 'add_to_group',
    what: 'Adds a person to a group.',
    access: 'write',
    takes: ['person', 'group'],
    run: (storage, { person: id, group }) => {
      const person = known(storage, id)
      if (!catalogue.groups.some((one) => one.id === group)) throw new SaidNo(`there is no group ${group}`)
      storage.addMember(group ?? '', person.id)
      return { done: true, ref: `member-${group}-${person.id}` }
    },
  },
]

export const ticketing: readonly Operation[] = [
  {
    name: 'service_status',
    what: 'Whether a service is up at a site.',
    access: 'read',
    takes: ['service', 'site'],
    run: (_, { service, site }) => {
      const found = catalogue.services.find((one) => one.service === service && one.site === site)
      if (!found) throw new SaidNo(`nothing is known of ${service} in ${site}`)
      return { ...found }
    },
  },
  {
    name: 'find_software',
    what: 'The catalogue product a text speaks of.',
    access: 'read',
    takes: ['text'],
    run: (storage, { text }) => {
      const product = meant(catalogue.software, text ?? '')
      if (!product) return { found: false }
      const { id, title, needs_approval, blocked } = product
      return { found: true, id, title, needs_approval, blocked, free_licences: storage.freeLicences(id) }
    },
  },
  {
    name: 'find_hardware',
    what: 'The catalogue item a text speaks of.',
    access: 'read',
    takes: ['text'],
    run: (_, { text }) => {
      const item = meant(catalogue.hardware, text ?? '')
      return item ? { found: true, id: item.id, title: item.title, price_eur: item.price_eur } : { found: false }
    },
  },
  {
    name: 'open_tickets',
    what: 'A person’s open tickets, the latest first.',
    access: 'read',
    takes: ['requester'],
    run: (storage, { requester }) => {
      const tickets = storage.tickets(requester ?? '')
      const [latest] = tickets
      return { count: tickets.length, ...(latest ? { latest: { id: latest.id, queue: latest.queue, state: latest.state } } : {}) }
    },
  },
  {
    name: 'create_ticket',
    what: 'Opens a ticket in a queue.',
    access: 'write',
    takes: ['requester', 'queue', 'summary', 'priority'],
    run: (storage, { requester = '', queue = '', summary = '', priority = '' }) => ({
      id: storage.addTicket({ requester, queue, summary, priority }),
    }),
  },
  {
    name: 'assign_licence',
    what: 'Gives a free licence to a person.',
    access: 'write',
    takes: ['person', 'software'],
    run: (storage, { person: id, software: product = '' }) => {
      const person = known(storage, id)
      if (storage.freeLicences(product) < 1) throw new SaidNo(`no licence of ${product} is free`)
      storage.takeLicence(product)
      return { done: true, ref: `licence-${product}-${person.id}` }
    },
  },
  {
    name: 'order_hardware',
    what: 'Orders a standard item.',
    access: 'write',
    takes: ['person', 'item'],
    run: (storage, { person: id, item = '' }) => ({
      id: storage.addTicket({ requester: known(storage, id).id, queue: 'orders', summary: `Order: ${item}`, priority: 'normal' }),
    }),
  },
  {
    name: 'request_approval',
    what: 'Asks a person to approve something for another.',
    access: 'write',
    takes: ['person', 'approver', 'what'],
    run: (storage, { person: id, approver = '', what = '' }) => {
      const person = known(storage, id)
      return {
        id: storage.addTicket({
          requester: person.id,
          queue: 'approvals',
          summary: `${what} (approver: ${known(storage, approver).id})`,
          priority: 'normal',
        }),
      }
    },
  },
]
