// Which address shows which page. Pages other than sign-in need somebody signed in; filters live in the address so that every list can be linked.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { TenureRefusal } from './api.ts'
import { BoardPage } from './pages/board/board.tsx'
import { EffectsPage } from './pages/effects/effects.tsx'
import { InteractionPage } from './pages/interaction/interaction.tsx'
import { InteractionsPage } from './pages/interaction/interactions.tsx'
import { PeoplePage } from './pages/people/people.tsx'
import { RolloutPage } from './pages/rollout/rollout.tsx'
import { SignInPage } from './pages/sign-in/sign-in.tsx'
import { WelcomePage } from './pages/sign-in/welcome.tsx'
import { SystemsPage } from './pages/systems/systems.tsx'
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

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: PageFailed })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => words(search, 'to'),
  component: SignInPage,
})
const firstAdmin = createRoute({ getParentRoute: () => root, path: '/first-admin', component: () => <WelcomePage first /> })
const join = createRoute({ getParentRoute: () => root, path: '/join', component: () => <WelcomePage first={false} /> })

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
  component: RolloutPage,
})
const interactions = createRoute({
  getParentRoute: () => inside,
  path: '/interactions',
  validateSearch: (
    search,
  ): { employee?: string; rollout?: string; state?: string; queryType?: string; channel?: string; q?: string } =>
    words(search, 'employee', 'rollout', 'state', 'queryType', 'channel', 'q'),
  component: InteractionsPage,
})
const interaction = createRoute({
  getParentRoute: () => inside,
  path: '/interactions/$id',
  component: InteractionPage,
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
  component: EffectsPage,
})
const systems = createRoute({ getParentRoute: () => inside, path: '/systems', component: SystemsPage })
const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: PeoplePage,
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    firstAdmin,
    join,
    inside.addChildren([board, reviews, rollout, interactions, interaction, discovery, draft, effects, systems, people]),
  ]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
