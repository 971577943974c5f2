import type { QueryClientConfig } from '@tanstack/react-query';

/** How the console asks. */
export const QUERIES: QueryClientConfig = {
  defaultOptions: {
    queries: {
      retry: false, // the banner watches for the server, and all is read anew when it is back
      networkMode: 'always', // a server on this very machine answers without any network
      staleTime: 5000,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
};
