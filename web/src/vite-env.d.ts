/// <reference types="vite/client" />
import 'react';

declare global {
  interface ImportMetaEnv {
    readonly VITE_API_URL?: string;
    readonly VITE_WS_URL?: string;
  }
}

declare module 'react' {
  interface CSSProperties {
    /** Width over height of the camera's picture. */
    '--shape'?: number;
  }
}
