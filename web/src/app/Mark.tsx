/** The sign of Facevow: a viewfinder that holds a tick. */
export const Mark = () => (
  <svg className="mark" width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="9" />
    <path d="M7.5 12V9.5a2 2 0 0 1 2-2H12M20 7.5h2.5a2 2 0 0 1 2 2V12M24.5 20v2.5a2 2 0 0 1-2 2H20M12 24.5H9.5a2 2 0 0 1-2-2V20" />
    <path d="M11.8 16.3l3 3 5.6-6.2" />
  </svg>
);
