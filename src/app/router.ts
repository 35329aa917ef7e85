import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type Router,
  type RouteRecordRaw,
} from 'vue-router'
import { useDevice } from './device.ts'
import QuestionPage from './pages/QuestionPage.vue'
import { useAssessment } from './stores/assessment.ts'
import { useSession } from './stores/session.ts'
import { loadAllTexts } from './texts/texts.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shows the bar with the main places. */
    places?: boolean
    /** Opened again after the app was closed. */
    remembered?: boolean
    /** Needs an open assessment, named by the path. */
    assessment?: boolean
    /** Works before the phone's store is open. */
    storeless?: boolean
  }
}

/** All other pages travel in one file: a second round trip costs more than their few kilobytes. */
const page = (name: keyof typeof import('./pages/pages.ts')) => async () =>
  (await import('./pages/pages.ts'))[name]

/**
 * Every screen. The question comes with the app, since it is the product; each other page is fetched when first needed
 * and kept for use with no connection.
 */
export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/',
    name: 'home',
    component: page('HomePage'),
    meta: { places: true, remembered: true },
  },
  {
    path: '/i/:instrument',
    name: 'direct',
    component: QuestionPage,
    beforeEnter: (to) => openDirectly(String(to.params['instrument']), 'new' in to.query),
  },
  { path: '/new', name: 'new', component: page('NewPage') },
  {
    path: '/a/:assessment/q/:indicator',
    name: 'question',
    component: QuestionPage,
    meta: { assessment: true, remembered: true },
  },
  {
    path: '/a/:assessment',
    name: 'overview',
    component: page('OverviewPage'),
    meta: { assessment: true, remembered: true },
  },
  {
    path: '/a/:assessment/about',
    name: 'describe',
    component: page('DescribePage'),
    meta: { assessment: true },
  },
  {
    path: '/a/:assessment/results',
    name: 'results',
    component: page('ResultsPage'),
    meta: { assessment: true, remembered: true },
  },
  {
    path: '/a/:assessment/results/:figure',
    name: 'figure',
    component: page('FigurePage'),
    meta: { assessment: true },
  },
  {
    path: '/a/:assessment/hand-over',
    name: 'hand-over',
    component: page('HandOverPage'),
    meta: { assessment: true, remembered: true },
  },
  {
    path: '/a/:assessment/compare',
    name: 'compare',
    component: page('ComparePage'),
    meta: { assessment: true, remembered: true },
  },
  {
    path: '/a/:assessment/answers',
    name: 'answers',
    component: page('AnswersPage'),
    meta: { assessment: true },
  },
  {
    path: '/benchmark',
    name: 'benchmark',
    component: page('BenchmarkPage'),
    meta: { places: true, remembered: true },
  },
  { path: '/more', name: 'more', component: page('MorePage'), meta: { places: true } },
  { path: '/profiles', name: 'profiles', component: page('ProfilesPage') },
  { path: '/copy', name: 'copy', component: page('CopyPage') },
  { path: '/settings', name: 'settings', component: page('SettingsPage') },
  { path: '/help', name: 'help', component: page('HelpPage') },
  { path: '/privacy', name: 'privacy', component: page('PrivacyPage') },
  { path: '/hub', name: 'hub', component: page('HubPage') },
  { path: '/join', name: 'join', component: page('JoinPage') },
  {
    path: '/trouble',
    name: 'trouble',
    component: page('TroublePage'),
    meta: { storeless: true },
  },
  {
    path: '/:rest(.*)*',
    name: 'not-found',
    component: page('NotFoundPage'),
    meta: { storeless: true },
  },
]

/** @param startSession opens the phone's store, once */
export function makeRouter(startSession: () => Promise<void>): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [...routes],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })

  router.beforeEach(async (to) => {
    if (to.meta.storeless) return true
    const started = startSession()
    if (needsNothingKept(to)) return true
    await started
    return useSession().ready ? true : { name: 'trouble' }
  })

  router.beforeEach(async (to) => {
    if (to.name !== 'question' && to.name !== 'direct') await loadAllTexts()
    if (!to.meta.assessment) return true
    const assessment = useAssessment()
    await assessment.open(String(to.params['assessment']))
    if (assessment.ready) return true
    await loadAllTexts()
    return {
      name: 'trouble',
      query: { problem: assessment.state.kind === 'failed' ? assessment.state.problem : 'internal' },
    }
  })

  router.afterEach((to) => {
    if (to.meta.remembered)
      useSession()
        .ready?.profile.keepPlace(to.fullPath)
        .catch(() => undefined)
  })
  return router
}

/**
 * The first question of a first visit: there is nothing on this phone to wait for, so it shows while the store opens.
 * What is answered meanwhile is saved as soon as it is.
 */
function needsNothingKept(to: RouteLocationNormalized): boolean {
  const isShown = useAssessment().ready?.assessment.id === to.params['assessment']
  return to.name === 'direct'
    ? useDevice().readPreference('known') === null
    : to.name === 'question' && isShown
}

/**
 * A direct link opens its instrument's draft at the next question, or begins one. With `?new` it begins one every time,
 * for a phone that goes from hand to hand.
 */
async function openDirectly(instrument: string, anew: boolean) {
  const session = useSession()
  const assessment = useAssessment()
  const kept = session.ready ? await session.ready.profile.listAssessments() : []
  const drafts = kept.filter((one) => one.instrument.id === instrument)
  const latest = drafts.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]
  try {
    if (latest && !anew) await assessment.open(latest.id)
    else await assessment.begin(instrument)
  } catch {
    await loadAllTexts()
    return { name: 'trouble', query: { problem: 'unknown-instrument' } }
  }
  const next = assessment.progress.next ?? assessment.applicable[0]?.id
  return {
    name: 'question',
    params: { assessment: assessment.opened().assessment.id, indicator: next },
    replace: true,
  }
}
