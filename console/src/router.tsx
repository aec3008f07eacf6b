// Which address shows which page. Pages other than sign-in need somebody signed in; filters live in the address so that every list can be linked.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { TenureRefusal } from './api.ts'
import { BoardPage } from './pages/board/board.tsx'
import { SignInPage } from './pages/sign-in/sign-in.tsx'
import { whoAmI } from './ui/me.ts'
import { NotFound, PageFailed } from './ui/not-found.tsx'
import { Shell } from './ui/shell.tsx'

const words = (search: Record<string, unknown>, ...names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : [])),
  )

const queuePage = () => import('./pages/review-queue/review-queue.tsx')
// Where reviewers come in all day: its code comes while the server says who they are.
if (window.location.pathname === '/reviews') void queuePage()

/** Numbers in an address are read as numbers by the router; here they are words again. */
const asText = (search: Record<string, unknown>, ...names: string[]) =>
  words(
    Object.fromEntries(Object.entries(search).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value])),
    ...names,
  )

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: PageFailed })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => words(search, 'to'),
  component: SignInPage,
})
const firstAdmin = createRoute({
  getParentRoute: () => root,
  path: '/first-admin',
  component: lazyRouteComponent(() => import('./pages/sign-in/welcome.tsx'), 'FirstAdminPage'),
})
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('./pages/sign-in/welcome.tsx'), 'JoinPage'),
})

/** Everything behind sign-in. Whoever is not signed in is sent to sign in and back. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await whoAmI()
    } catch (error) {
      if (error instanceof TenureRefusal && error.status === 401)
        throw redirect({ to: '/sign-in', search: { to: location.href } })
      throw error
    }
  },
})

const board = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: BoardPage,
})
const reviews = createRoute({
  getParentRoute: () => inside,
  path: '/reviews',
  validateSearch: (search): { rollout?: string; employee?: string; queryType?: string; item?: string } =>
    words(search, 'rollout', 'employee', 'queryType', 'item'),
  component: lazyRouteComponent(queuePage, 'ReviewQueuePage'),
})
const rollout = createRoute({
  getParentRoute: () => inside,
  path: '/rollouts/$id',
  component: lazyRouteComponent(() => import('./pages/rollout/rollout.tsx'), 'RolloutPage'),
})
const versions = createRoute({
  getParentRoute: () => inside,
  path: '/rollouts/$id/versions',
  validateSearch: (search): { to?: string } => words(search, 'to'),
  component: lazyRouteComponent(() => import('./pages/versions/versions.tsx'), 'VersionsPage'),
})
const sampling = createRoute({
  getParentRoute: () => inside,
  path: '/rollouts/$id/sampling',
  component: lazyRouteComponent(() => import('./pages/sampling/sampling.tsx'), 'SamplingPage'),
})
const replay = createRoute({
  getParentRoute: () => inside,
  path: '/replays/$id',
  validateSearch: (search): { show?: string } => words(search, 'show'),
  component: lazyRouteComponent(() => import('./pages/replay/replay.tsx'), 'ReplayPage'),
})
const interactions = createRoute({
  getParentRoute: () => inside,
  path: '/interactions',
  validateSearch: (
    search,
  ): { employee?: string; rollout?: string; state?: string; queryType?: string; channel?: string; q?: string } =>
    words(search, 'employee', 'rollout', 'state', 'queryType', 'channel', 'q'),
  component: lazyRouteComponent(() => import('./pages/interaction/interactions.tsx'), 'InteractionsPage'),
})
const interaction = createRoute({
  getParentRoute: () => inside,
  path: '/interactions/$id',
  component: lazyRouteComponent(() => import('./pages/interaction/interaction.tsx'), 'InteractionPage'),
})
const discovery = createRoute({
  getParentRoute: () => inside,
  path: '/discovery',
  component: lazyRouteComponent(() => import('./pages/discovery/list.tsx'), 'DiscoveryPage'),
})
const draft = createRoute({
  getParentRoute: () => inside,
  path: '/discovery/$id',
  validateSearch: (search): { tab?: string; item?: string } => words(search, 'tab', 'item'),
  component: lazyRouteComponent(() => import('./pages/discovery/draft-page.tsx'), 'DraftPage'),
})
const effects = createRoute({
  getParentRoute: () => inside,
  path: '/effects',
  validateSearch: (search): { state?: string } => words(search, 'state'),
  component: lazyRouteComponent(() => import('./pages/effects/effects.tsx'), 'EffectsPage'),
})
const systems = createRoute({
  getParentRoute: () => inside,
  path: '/systems',
  component: lazyRouteComponent(() => import('./pages/systems/systems.tsx'), 'SystemsPage'),
})
const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people/people.tsx'), 'PeoplePage'),
})

const escalations = createRoute({
  getParentRoute: () => inside,
  path: '/escalations',
  validateSearch: (search): { view?: string } => words(search, 'view'),
  component: lazyRouteComponent(() => import('./pages/escalations/escalations.tsx'), 'EscalationsPage'),
})
const month = createRoute({
  getParentRoute: () => inside,
  path: '/month',
  validateSearch: (search): { month?: string } =>
    /^\d{4}-(0[1-9]|1[0-2])$/.test(String(search.month)) ? words(search, 'month') : {},
  component: lazyRouteComponent(() => import('./pages/month/month.tsx'), 'MonthPage'),
})
const trail = createRoute({
  getParentRoute: () => inside,
  path: '/trail',
  validateSearch: (search): { subject?: string; kind?: string; actor?: string } => words(search, 'subject', 'kind', 'actor'),
  component: lazyRouteComponent(() => import('./pages/trail/trail.tsx'), 'TrailPage'),
})
const record = createRoute({
  getParentRoute: () => inside,
  path: '/trail/$id',
  component: lazyRouteComponent(() => import('./pages/trail/record.tsx'), 'RecordPage'),
})
const calculator = createRoute({
  getParentRoute: () => inside,
  path: '/calculator',
  validateSearch: (
    search,
  ): { levels?: string; target?: string; alpha?: string; planTarget?: string; expected?: string; perDay?: string } =>
    asText(search, 'levels', 'target', 'alpha', 'planTarget', 'expected', 'perDay'),
  component: lazyRouteComponent(() => import('./pages/calculator/calculator.tsx'), 'CalculatorPage'),
})
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings.tsx'), 'SettingsPage'),
})

const edgeCases = createRoute({
  getParentRoute: () => inside,
  path: '/edge-cases',
  validateSearch: (search): { state?: string; kind?: string; rollout?: string } => words(search, 'state', 'kind', 'rollout'),
  component: lazyRouteComponent(() => import('./pages/edge-cases/edge-cases.tsx'), 'EdgeCasesPage'),
})
const edgeCase = createRoute({
  getParentRoute: () => inside,
  path: '/edge-cases/$id',
  component: lazyRouteComponent(() => import('./pages/edge-cases/edge-case.tsx'), 'EdgeCasePage'),
})
const incidents = createRoute({
  getParentRoute: () => inside,
  path: '/incidents',
  validateSearch: (search): { state?: string } => words(search, 'state'),
  component: lazyRouteComponent(() => import('./pages/incidents/incidents.tsx'), 'IncidentsPage'),
})
const incident = createRoute({
  getParentRoute: () => inside,
  path: '/incidents/$id',
  component: lazyRouteComponent(() => import('./pages/incidents/incident.tsx'), 'IncidentPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    firstAdmin,
    join,
    inside.addChildren([
      edgeCases,
      edgeCase,
      incidents,
      incident,
      board,
      reviews,
      rollout,
      versions,
      sampling,
      replay,
      interactions,
      interaction,
      discovery,
      draft,
      effects,
      systems,
      people,
      escalations,
      month,
      trail,
      record,
      calculator,
      settings,
    ]),
  ]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
