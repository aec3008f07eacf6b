// The paths of the two dossiers are walked with answers as the systems give them: every call a path makes is permitted to it, and it ends where the
// people who told it said it would.

import { expect, test } from 'vitest'
import { compilePolicy } from '../../src/domain/compiler/policy.ts'
import { readDossier } from '../../src/domain/discovery/documents.ts'
import { pathsOf, type Walk } from '../../src/domain/discovery/path.ts'
import { permit, type Spent } from '../../src/domain/oversight/permit.ts'
import { recordedDossier } from '../support/recorded-dossier.ts'

type Case = {
  type: string
  fields: Record<string, unknown>
  /** What the systems answer, by `system.operation`. */
  answers: Record<string, unknown>
  /** Calls in order without their system; then how it ends: the reply or the reason, from its beginning. */
  expected: [calls: string[], end: string]
}

const nothing: Spent = { effects: 0, writes: 0, writesToday: 0, money: 0, moneyToday: 0, recipients: [], lately: 0 }

function ready(name: 'airline' | 'telecom') {
  const dossier = readDossier(recordedDossier(name)).dossier!
  return { policy: compilePolicy(dossier), paths: pathsOf(dossier.workflow) }
}
const dossiers = { airline: ready('airline'), telecom: ready('telecom') }

function walked(name: 'airline' | 'telecom', { type, fields, answers }: Case): [string[], string] {
  const { policy, paths } = dossiers[name]
  const requester = 'mia_li_3668'
  const calls: string[] = []
  let end = ''
  let walk: Walk = paths.start(type, { query: 'please help me', channel: 'chat', requester, fields })
  for (;;) {
    const { need } = walk
    if (need.kind === 'end') return [calls, end]
    if (need.kind === 'escalate') return [calls, `to people: ${need.trigger ?? need.reason}`]
    if (need.kind === 'reply') {
      end = need.text
      walk = walk.resume()
      continue
    }
    const request = { kind: 'call' as const, system: need.system, operation: need.operation, arguments: need.arguments }
    const ruled = permit({
      at: new Date(0),
      policy,
      queryType: type,
      sources: { requester, trusted: ['please help me'], results: [] },
      request,
      spent: nothing,
    })
    if (!ruled.granted) throw new Error(`${need.step}: ${ruled.why}`)
    calls.push(need.operation)
    const asked = `${need.system}.${need.operation}`
    walk = walk.resume(Object.hasOwn(answers, asked) ? { known: true, result: answers[asked] } : { known: false })
  }
}

const mia = {
  name: { first_name: 'Mia' },
  membership: 'gold',
  saved_passengers: [{ first_name: 'Mia', last_name: 'Li', dob: '1990-04-05' }],
}
const reservation = {
  reservation_id: 'NO6JO3',
  user_id: 'mia_li_3668',
  origin: 'JFK',
  destination: 'SEA',
  cabin: 'economy',
  insurance: 'no',
  total_baggages: 1,
  passengers: mia.saved_passengers,
}
const trip = {
  reservation_id: 'NO6JO3',
  flight_number: 'HAT083',
  date: '2024-05-20',
  origin: 'JFK',
  destination: 'SEA',
  cabin: 'economy',
  flight_type: 'one_way',
  insurance: 'no',
  payment_id: 'credit_card_4421486',
  price: 100,
  passengers: 1,
  bags: 2,
  paid_bags: 1,
}
const air = {
  'crm.get_user_details': mia,
  'reservations.get_reservation_details': reservation,
  'flights.get_flight_status': 'available',
  'flights.search_direct_flight': [{ flight_number: 'HAT083' }],
  'local.calculate': { value: 100 },
}
const yes = { ...trip, confirmed: true }

test.each<Case>([
  {
    type: 'flight_booking',
    fields: yes,
    answers: air,
    expected: [['get_user_details', 'search_direct_flight', 'calculate', 'book_reservation'], 'I am booking flight HAT083'],
  },
  {
    type: 'flight_booking',
    fields: trip,
    answers: { ...air, 'flights.search_direct_flight': [], 'flights.search_onestop_flight': [{}] },
    expected: [
      ['get_user_details', 'search_direct_flight', 'search_onestop_flight'],
      'Flight HAT083 on 2024-05-20 costs 100 USD',
    ],
  },
  {
    type: 'flight_change',
    fields: { ...yes, wants: 'flights' },
    answers: air,
    expected: [
      ['get_reservation_details', 'get_flight_status', 'search_direct_flight', 'update_reservation_flights'],
      'I am changing',
    ],
  },
  {
    type: 'flight_change',
    fields: { ...yes, wants: 'flights' },
    answers: { ...air, 'reservations.get_reservation_details': { ...reservation, cabin: 'basic_economy' } },
    expected: [['get_reservation_details', 'get_flight_status'], 'Flights of a basic economy ticket cannot be changed'],
  },
  {
    type: 'flight_change',
    fields: { ...yes, wants: 'flights' },
    answers: { ...air, 'flights.get_flight_status': 'landed' },
    expected: [['get_reservation_details', 'get_flight_status'], 'to people: flown_segment'],
  },
  {
    type: 'baggage_change',
    fields: yes,
    answers: air,
    expected: [
      ['get_reservation_details', 'get_user_details', 'update_reservation_baggages'],
      'Your reservation NO6JO3 will have 2 bags',
    ],
  },
  {
    type: 'baggage_change',
    fields: { ...yes, bags: 0 },
    answers: air,
    expected: [['get_reservation_details', 'get_user_details'], 'Bags can be added and not taken off'],
  },
  {
    type: 'passenger_change',
    fields: { ...yes, passengers: 2 },
    answers: air,
    expected: [['get_reservation_details'], 'I can change who flies, not how many'],
  },
  {
    type: 'reservation_cancellation',
    fields: { ...yes, hours_since_booking: 90, reason: 'change_of_plan' },
    answers: air,
    expected: [['get_reservation_details', 'get_flight_status'], 'This reservation cannot be cancelled'],
  },
  {
    type: 'reservation_cancellation',
    fields: { ...yes, hours_since_booking: 3, reason: 'change_of_plan', wants: 'rebook' },
    answers: air,
    expected: [
      ['get_reservation_details', 'get_flight_status', 'cancel_reservation', 'get_user_details', 'book_reservation'],
      'I am cancelling reservation NO6JO3',
    ],
  },
  {
    type: 'reservation_cancellation',
    fields: { ...yes, hours_since_booking: 3, wants: 'cancel' },
    answers: { ...air, 'reservations.get_reservation_details': { ...reservation, user_id: 'somebody_else_1' } },
    expected: [['get_reservation_details', 'get_flight_status'], 'to people: other_persons_booking'],
  },
  {
    type: 'compensation',
    fields: { ...trip, asked_for_compensation: true },
    answers: { ...air, 'flights.get_flight_status': 'cancelled' },
    expected: [
      ['get_user_details', 'get_reservation_details', 'get_flight_status', 'calculate', 'send_certificate'],
      'I am sending a travel certificate',
    ],
  },
  {
    type: 'compensation',
    fields: { ...trip, asked_for_compensation: true },
    answers: { ...air, 'flights.get_flight_status': 'cancelled', 'crm.get_user_details': { ...mia, membership: 'regular' } },
    expected: [['get_user_details', 'get_reservation_details', 'get_flight_status'], 'I have looked at your booking'],
  },
  {
    type: 'information_or_refusal',
    fields: { topic: 'not_allowed' },
    answers: air,
    expected: [[], 'I understand, and I cannot do that'],
  },
  {
    type: 'out_of_policy_handoff',
    fields: trip,
    answers: air,
    expected: [['get_user_details', 'get_reservation_details'], 'to people: The policy gives this to a person'],
  },
])('airline: $type ends in “$expected.1”', (it) => {
  const [calls, end] = walked('airline', it)
  expect(calls).toEqual(it.expected[0])
  expect(end.slice(0, it.expected[1].length)).toBe(it.expected[1])
})

const john = { customer_id: 'C1001', full_name: 'John Smith', account_status: 'Active' }
const line = { line_id: 'L1002', status: 'Active', plan_id: 'P1002', contract_end_date: '2026-12-31', roaming_enabled: false }
const phone = { phone_number: '555-123-2002', line_id: 'L1002', bill_id: 'B1234321', customer_id: 'C1001', today: '2025-02-25' }
const mobile = {
  'crm.get_customer_by_phone': john,
  'crm.get_customer_by_id': john,
  'crm.get_details_by_id': line,
  'device.check_status_bar': { service: false },
  'device.check_network_status': { airplane_mode: false, signal: 'good', roaming: true, mobile_data: true, network_type: '5G' },
  'device.check_sim_status': { status: 'active' },
  'device.check_apn_settings': { correct: true, mmsc_url: 'set' },
  'device.check_wifi_status': { on: false },
  'device.run_speed_test': { speed: 'poor' },
  'device.check_data_restriction_status': { data_saver: false },
  'device.check_network_mode_preference': { mode: '4g_5g_preferred' },
  'device.check_vpn_status': { connected: false },
  'device.can_send_mms': { can_send: false },
  'device.check_wifi_calling_status': { on: false },
  'device.check_installed_apps': ['messaging'],
  'device.check_app_status': {},
  'device.check_app_permissions': { storage: false, sms: false },
  'device.check_payment_request': { from: 'billing' },
  'network.get_data_usage': { data_used_gb: '3.2', data_limit_gb: '5.0', data_refueling_gb: '0.0' },
  'billing.get_bills_for_customer': [{ bill_id: 'B1234320', status: 'Paid' }],
}
const dataCalls = ['get_customer_by_phone', 'get_details_by_id', 'check_wifi_status', 'run_speed_test', 'check_network_status']
const slowCalls = [
  ...dataCalls,
  'get_data_usage',
  'check_data_restriction_status',
  'check_network_mode_preference',
  'check_vpn_status',
]
const used = { data_used_gb: '15.1', data_limit_gb: '15.0', data_refueling_gb: '0.0' }

test.each<Case>([
  {
    type: 'service_issue',
    fields: phone,
    answers: { ...mobile, 'device.check_network_status': { airplane_mode: true } },
    expected: [
      ['get_customer_by_phone', 'check_status_bar', 'check_network_status', 'toggle_airplane_mode'],
      'Please look at your status bar',
    ],
  },
  {
    type: 'service_issue',
    fields: phone,
    answers: { ...mobile, 'device.check_sim_status': { status: 'locked' } },
    expected: [
      ['get_customer_by_phone', 'check_status_bar', 'check_network_status', 'check_sim_status'],
      'to people: sim_locked',
    ],
  },
  {
    type: 'service_issue',
    fields: phone,
    answers: { ...mobile, 'crm.get_details_by_id': { ...line, status: 'Suspended', contract_end_date: '2024-12-31' } },
    expected: [
      ['get_customer_by_phone', 'check_status_bar', 'check_network_status', 'check_sim_status', 'get_details_by_id'],
      'to people: line_cannot_resume',
    ],
  },
  {
    type: 'service_issue',
    fields: phone,
    answers: { ...mobile, 'crm.get_details_by_id': { ...line, status: 'Suspended' } },
    expected: [
      [
        'get_customer_by_phone',
        'check_status_bar',
        'check_network_status',
        'check_sim_status',
        'get_details_by_id',
        'get_bills_for_customer',
        'resume_line',
      ],
      'I am lifting the suspension',
    ],
  },
  {
    type: 'mobile_data_issue',
    fields: { ...phone, travelling: true },
    answers: mobile,
    expected: [[...dataCalls, 'enable_roaming'], 'I changed one thing'],
  },
  {
    type: 'mobile_data_issue',
    fields: { ...phone, agreed: true, gb: 2 },
    answers: { ...mobile, 'network.get_data_usage': used },
    expected: [[...dataCalls, 'get_data_usage', 'refuel_data'], 'I changed one thing'],
  },
  {
    type: 'mobile_data_issue',
    fields: phone,
    answers: { ...mobile, 'device.check_network_mode_preference': { mode: '2g_only' } },
    expected: [[...slowCalls, 'set_network_mode_preference'], 'I changed one thing'],
  },
  {
    type: 'mobile_data_issue',
    fields: phone,
    answers: { ...mobile, 'crm.get_details_by_id': { ...line, status: 'Suspended' } },
    expected: [dataCalls, 'to people: line_cannot_resume'],
  },
  {
    type: 'mobile_data_issue',
    fields: phone,
    answers: mobile,
    expected: [slowCalls, 'to people: Every step of the guide was tried'],
  },
  {
    type: 'mms_issue',
    fields: phone,
    answers: mobile,
    expected: [
      [
        'get_customer_by_phone',
        'get_details_by_id',
        'can_send_mms',
        'check_network_status',
        'get_data_usage',
        'check_wifi_calling_status',
        'check_installed_apps',
        'check_app_status',
        'check_app_permissions',
        'check_apn_settings',
        'grant_app_permission',
        'grant_app_permission',
      ],
      'I changed one thing',
    ],
  },
  {
    type: 'overdue_bill',
    fields: { ...phone, accepts_payment: true },
    answers: { ...mobile, 'crm.get_details_by_id': { status: 'Overdue', total_due: 80 } },
    expected: [
      [
        'get_customer_by_id',
        'get_bills_for_customer',
        'get_details_by_id',
        'send_payment_request',
        'check_payment_request',
        'make_payment',
      ],
      'The payment for bill B1234321 is under way',
    ],
  },
  {
    type: 'plan_change',
    fields: phone,
    answers: mobile,
    expected: [['get_customer_by_phone', 'get_details_by_id'], 'to people: wants_other_contract'],
  },
])('telecom: $type ends in “$expected.1”', (it) => {
  const [calls, end] = walked('telecom', it)
  expect(calls).toEqual(it.expected[0])
  expect(end.slice(0, it.expected[1].length)).toBe(it.expected[1])
})
