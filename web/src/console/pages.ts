/** The pages of the console, one a line. Each is loaded when it is first gone to. */
import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { Place } from './route';
import type { IconName } from './ui/Icon';

/** What every page is given, and nothing else; the rest comes by `useConsole()`. */
export interface PageProps {
  readonly place: Place;
}

export type Scope = 'sessions' | 'analyses' | 'gallery' | 'erase' | 'operate';

export interface PageEntry {
  /** The first part of its address. */
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** What a key must be allowed for the page to show anything; null for what is public. */
  readonly needs: Scope | null;
  readonly Page: ComponentType<PageProps>;
  /** What is shown for an address with more parts; null where there is no such thing. */
  readonly Detail: ComponentType<PageProps> | null;
}

export const PAGES: readonly PageEntry[] = [
  {
    path: '',
    name: 'Overview',
    icon: 'overview',
    needs: 'operate',
    Page: lazy(() => import('./pages/overview/OverviewPage')),
    Detail: null,
  },
  {
    path: 'live',
    name: 'Live',
    icon: 'live',
    needs: 'operate',
    Page: lazy(() => import('./pages/live/LivePage')),
    Detail: null,
  },
  {
    path: 'sessions',
    name: 'Sessions',
    icon: 'sessions',
    needs: 'sessions',
    Page: lazy(() => import('./pages/sessions/SessionsPage')),
    Detail: lazy(() => import('./pages/session/SessionPage')),
  },
  {
    path: 'people',
    name: 'People',
    icon: 'people',
    needs: 'gallery',
    Page: lazy(() => import('./pages/people/PeoplePage')),
    Detail: null,
  },
  {
    path: 'callbacks',
    name: 'Callbacks',
    icon: 'callbacks',
    needs: 'operate',
    Page: lazy(() => import('./pages/callbacks/CallbacksPage')),
    Detail: null,
  },
  {
    path: 'audit',
    name: 'Audit',
    icon: 'audit',
    needs: 'operate',
    Page: lazy(() => import('./pages/audit/AuditPage')),
    Detail: null,
  },
  {
    path: 'policies',
    name: 'Policies',
    icon: 'policies',
    needs: null,
    Page: lazy(() => import('./pages/policies/PoliciesPage')),
    Detail: null,
  },
  {
    path: 'reports',
    name: 'Reports',
    icon: 'reports',
    needs: 'operate',
    Page: lazy(() => import('./pages/reports/ReportsPage')),
    Detail: lazy(() => import('./pages/reports/ReportPage')),
  },
  {
    path: 'try',
    name: 'Try it',
    icon: 'camera',
    needs: 'analyses',
    Page: lazy(() => import('./pages/try/TryPage')),
    Detail: null,
  },
];

export const pageOf = ({ page }: Place): PageEntry | null => PAGES.find(({ path }) => path === page) ?? null;
