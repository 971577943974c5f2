import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import type { Phase } from '@facevow/web';
import { isVerified, newSession } from './check';

/** Where your Facevow is. The element came with this application's own scripts, so it has to be told. */
const FACEVOW = 'http://localhost:8000';

@Component({
  selector: 'app-confirm',
  // The element is none of Angular's own.
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Confirm that it is you</h1>
    <facevow-check
      #check
      [server]="facevow"
      [newSession]="newSession"
      (facevow-phase)="phase.set($event.detail.phase)"
      (facevow-ended)="ended()"
    >
      <p slot="footer">Your pictures are not kept.</p>
    </facevow-check>
    @if (phase() === 'running') {
      <button type="button" (click)="check.cancel()">Do this later</button>
    }
    <p role="status">{{ said() }}</p>
  `,
})
export class Confirm {
  protected readonly facevow = FACEVOW;
  protected readonly newSession = newSession;
  protected readonly phase = signal<Phase>('idle');
  protected readonly said = signal('');

  protected async ended(): Promise<void> {
    this.said.set((await isVerified()) ? 'Thank you, that is you.' : 'That did not work. Please try again.');
  }
}
